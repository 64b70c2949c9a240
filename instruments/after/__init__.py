"""What a scheme says of its awards: payments, obligations, how they end."""
