"""How many edits move an item in or out of the first places: what a resistance stores, and what is read from it."""
