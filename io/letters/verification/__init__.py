"""A letter read back from its page and held against the award before it leaves."""
