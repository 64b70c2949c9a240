"""What was asked and what was decided.

Here live the nouns of the work: money, municipalities, homes, projects, applications, findings,
rounds, policies, candidates, awards and allocations. They are frozen values; a step of the work
takes some and returns new ones.

What does not belong here: anything about one scheme (``instruments``), about how money is
divided (``optimiser``), or about a file, a database, a letter or a screen (``io``). This package
imports the standard library and pydantic, nothing else.
"""
