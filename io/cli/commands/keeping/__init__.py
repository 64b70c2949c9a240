"""A database and what is kept of it: made, copied, checked, packed, forgotten."""
