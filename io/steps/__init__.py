"""The steps of the process, a module each: what may be done, by whom, and what it leaves behind.

No step leans on another. What they share about a round is in ``rounds``.
"""
