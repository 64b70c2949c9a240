"""Applications that have to be completed: what was asked, and what is kept of the rest.

A round in which somebody was asked mostly has a row of nothing else, so the request stands apart.
"""

from .. import load_late

load_late(__name__, "asked", "kept")
