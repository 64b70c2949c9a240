"""An application from its cells to a candidate: who asks, for which homes, what was found."""
