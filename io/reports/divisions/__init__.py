"""Three divisions side by side, in each form of a report."""
