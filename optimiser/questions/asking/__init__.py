"""How a question is put to a round: exact solves, trees, and what was learned of the round once."""
