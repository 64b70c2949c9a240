"""Who gets what: the problem, the solution, its proof and its explanation.

The optimiser sees candidates and a policy, not schemes. All money in here is a plain ``int`` of
cents, because it stands in integer rows beside homes and numbers. The solver is an untrusted
helper, behind one module; the certificate and the statutory rules never load it.

What does not belong here: what makes an application eligible (``instruments``), and reading,
showing or storing anything (``io``).
"""
