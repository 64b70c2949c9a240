"""Monitors of a decided round: what was promised, what is reported, by when, and what threatens."""
