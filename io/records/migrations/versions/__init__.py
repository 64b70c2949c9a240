"""One file a step, numbered; each is run once in a database, and never changed afterwards."""
