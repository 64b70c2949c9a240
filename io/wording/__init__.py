"""Sentences about outcomes, in Dutch and English, for the screen, the letters and the reports."""
