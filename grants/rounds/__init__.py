"""What a round is decided by: its policy, funds, conditions, window and grounds."""
