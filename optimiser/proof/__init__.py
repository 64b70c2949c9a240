"""What shows that a list keeps every limit and that none is better. It never loads a search."""
