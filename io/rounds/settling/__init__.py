"""How awards end: accounted for, fixed, claimed back and repaid, each by the law of its scheme."""
