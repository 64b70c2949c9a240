"""What an amendment changes: in the policy, and for whom."""
