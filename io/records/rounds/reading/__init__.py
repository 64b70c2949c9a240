"""What a reader tells of a round, in the order in which one part rests on another."""
