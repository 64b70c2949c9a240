"""What each command does: open the database, take a step, show the outcome, give the exit code."""
