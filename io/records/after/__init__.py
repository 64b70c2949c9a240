"""The tables of what is done with awards after the decisions went out: paid, given, changed."""
