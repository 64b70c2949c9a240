"""Terms with the article of each, and what being late costs: penalties, interest."""
