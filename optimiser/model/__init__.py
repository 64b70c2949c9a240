"""The problem stated exactly: candidates as steps, limits, statutory rules, and the recount."""
