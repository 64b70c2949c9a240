"""What may be published of a round, the rule by which it was divided, and a check for anybody."""
