"""The schemes: what each asks for, its rules with articles and dates, its amounts.

One package an instrument, and its numbers as dated, cited data in ``data/``. A new instrument is a
package with an ``INSTRUMENT`` and its parameters; it can come from another distribution through the
entry point ``verdeelsleutel.instruments``.

What does not belong here: choosing among applications (``optimiser``), and reading or writing
anything (``io``).
"""
