"""What every scheme screens alike, from rules for all to a candidate."""
