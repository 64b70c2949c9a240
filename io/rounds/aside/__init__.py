"""Applications that are set aside: what is reserved for them, and how they are decided on later."""
