"""What was decided: awards, the list of them, its proof, and divisions beside it."""
