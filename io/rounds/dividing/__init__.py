"""What goes into a division of a round, and what comes of it for each application."""
