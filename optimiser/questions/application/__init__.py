"""What one application asks: why not, with what it would have won, what it gets once corrected."""
