"""The tables of accounts, of what is settled by them, and of what is claimed back."""

from .. import load_late

load_late(__name__, "rows")
