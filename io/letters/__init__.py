"""Letters: a decision as a structured letter, rendered to a page.

The only package that imports typst. Wording is data in ``clauses.toml``, by instrument and outcome.
"""
