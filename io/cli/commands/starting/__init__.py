"""What comes before a round: its files, and what they say and lack."""
