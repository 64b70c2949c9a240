"""The picture of the homes after the award: promised beside reported, and what is at risk."""
