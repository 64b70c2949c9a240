"""The commands about objections: handled, decided, done over, shown."""
