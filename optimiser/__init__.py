"""Who gets what: the problem, the solution, its proof and its explanation.

The optimiser sees candidates and a policy, not schemes. All money in here is a plain ``int`` of
cents, because it stands in integer rows beside homes and numbers. The solver is an untrusted
helper, behind one module; the certificate and the statutory rules never load it.

What others call:

* ``allocation.allocate(candidates, policy)`` gives a ``solution.Solution``;
* ``certificate.certify(candidates, policy, solution)`` proves it without a solver;
* ``counterpart.counterpart(candidates, policy, own_rules)`` divides the same money the other way;
* ``explain.explain(candidates, policy, solution, application_id)`` gives the facts behind one
  outcome, and ``forced.forced_in`` what it would cost to put applications in;
* ``distribution.distribute`` applies a statutory rule by itself.

What does not belong here: what makes an application eligible (``instruments``), and reading,
showing or storing anything (``io``).
"""
