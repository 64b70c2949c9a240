"""Objections: against which decision, their terms, the round done over for one, what is shown."""
