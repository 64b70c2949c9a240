"""Lists held beside that of the round: another solver, another rule, another as good."""
