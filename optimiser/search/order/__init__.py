"""The one list among all that are best, by the published order, and what lots decide of it."""
