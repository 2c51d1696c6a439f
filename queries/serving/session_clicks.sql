-- Each session's clicks, in the order they happened.

from session_click order by context_id, ts, item_id;
