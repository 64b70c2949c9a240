"""The solvers, each behind the same door, and what they are told. None is believed."""
