"""Steps after the decisions went out: payments, awards from the reserve, changes, revocations."""
