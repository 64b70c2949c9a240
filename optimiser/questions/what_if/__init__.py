"""What a round asks: another budget, another rule, other ceilings, and who is next."""
