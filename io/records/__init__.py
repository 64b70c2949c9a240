"""The database: rounds, batches, applications with their versions, screenings, allocations, awards.

The only package that imports SQLModel. One transaction a command; nothing is overwritten.
"""
