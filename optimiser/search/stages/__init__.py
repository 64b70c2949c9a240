"""The best list by one objective: who looks for it, who checks it, and what proves it."""
