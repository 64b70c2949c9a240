"""What the commands about the end of awards do."""
