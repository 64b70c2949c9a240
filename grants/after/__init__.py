"""What comes after a decision: objections, obligations, progress, publication."""
