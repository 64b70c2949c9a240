"""Answers about a list: why not, what would have won, who is next, what a rule is worth."""
