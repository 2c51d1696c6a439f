"""How far one explanation can be relied on: measured, never assumed, and summed up in one plain verdict."""
