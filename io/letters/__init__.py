"""Letters: a decision as a structured letter, rendered to a page.

A decision and its round become a ``blocks.Letter``, a list of headings, paragraphs, lists and
tables (``content``, ``facts``, ``tables``), which is rendered as PDF (``rendering``) and written
with a register (``writing``). Wording is data in ``clauses.toml``, by instrument and outcome, with
the article each clause rests on; the code holds no sentence of a letter.

The only package that imports typst.
"""
