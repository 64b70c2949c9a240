"""The steps by which a database reaches the schema of this program: see README.md here."""
