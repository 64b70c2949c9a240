"""What the commands about progress after the award do."""
