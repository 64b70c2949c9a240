"""The tables of accounts, of what is settled by them, and of what is claimed back."""
