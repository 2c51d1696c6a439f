-- What each shopper spends and usually pays, by currency.

from money_state;
