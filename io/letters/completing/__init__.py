"""Letters about completing an application: what they say, and about what they are."""
