"""The steps of an objection: registered and handled, decided, and what its objector is shown."""
