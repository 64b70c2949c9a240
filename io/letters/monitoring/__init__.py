"""The letters that ask a municipality to report about progress, and remind it of that."""
