"""The books of a round: accounts, what each event posts, and all rounds by year."""
