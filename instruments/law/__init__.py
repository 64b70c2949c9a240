"""The law as dated, cited data: parameters, rules, their versions, and how a rule answers."""
