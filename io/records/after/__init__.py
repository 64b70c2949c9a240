"""What is done with awards after the decisions went out: its tables, and what is read of them."""

from .. import load_late

load_late(__name__, "decisions", "monitors", "payments", "publicity")
