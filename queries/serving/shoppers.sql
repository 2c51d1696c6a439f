-- The shopper side, one row per shopper and session.

from shopper_state order by context_id;
