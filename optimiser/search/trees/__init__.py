"""Branch and bound of our own: the trees that a proof is made of, and what they learn."""
