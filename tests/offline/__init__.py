"""Tests of the offline package."""
