"""Letters: a decision as a structured letter, rendered to a page.

A decision and its round become a ``pages.blocks.Letter``, a list of headings, paragraphs, lists and
tables (``content``, ``facts``, ``tables``), which ``pages`` sets as PDF and Word and ``writing``
writes with a register. Wording is data in ``clauses.toml``, by instrument and outcome, with the
article each clause rests on; the code holds no sentence of a letter.
"""
