"""What is kept of a round: read by one reader, and written by the steps through these modules."""
