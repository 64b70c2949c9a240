"""What is told of all rounds together: their terms, and their money by year."""
