"""What became of decisions after they were taken: changed, and how grants end."""
