"""Steps by which awards end: accounts taken in, awards fixed, money claimed back and repaid."""
