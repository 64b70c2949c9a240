"""The command ``verdeel complete``: what is missing, by when, and what comes of it."""
