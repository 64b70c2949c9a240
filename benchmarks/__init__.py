"""How fast the optimiser is, beside other ways on the same model, in one run."""
