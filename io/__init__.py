"""The edges: workbooks, the database, letters, reports, the command line.

Each edge has its own package and is the only one to import its library. Here also the steps of a
round are put together (load, screen, allocate, approve), since only the edges know them all.

What does not belong here: a rule, an amount, or a choice. Those are in ``instruments``,
``optimiser`` and ``grants``.
"""
