"""Completing an application: what is asked, by when, and what counts of what comes in."""
