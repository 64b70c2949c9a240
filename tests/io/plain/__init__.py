"""A plain statement of the sample round, of these tests alone."""
