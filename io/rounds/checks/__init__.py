"""What has to hold before a step of a round may be taken."""
