"""The letter with the decision on an application: its clauses, their fields and its tables."""
