"""The tables of what is done with awards after the decisions went out: paid, given, changed."""

from .. import load_late

load_late(__name__, "decisions", "monitors", "payments", "publicity")
