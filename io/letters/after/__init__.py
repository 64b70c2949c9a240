"""Letters about awards after the decisions went out: a change, its refusal, a revocation."""
