"""Letters about an objection: what they say, and about what they are."""
