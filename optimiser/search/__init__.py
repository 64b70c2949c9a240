"""Finding the list: stages, cores, the published order, and solvers that are not believed."""
