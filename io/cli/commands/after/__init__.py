"""What the commands about awards do once their decisions went out."""
