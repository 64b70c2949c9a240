"""What an office writes: the policy of a round, the office file, the addresses."""
