"""What nobody has to take on trust: bounds, trees and the certificate, checked without a solver.

* ``system`` holds an integer program in plain integers, and ``restating`` makes it from a case;
* ``box`` is where a step of a proof acts, ``tree`` how a proof is written down;
* ``checking`` follows a proof and says what it shows, or refuses it;
* ``check_proof`` does the same over, in one file without dependencies, for others to run.

Nothing in here imports a solver, numpy or the search; the search imports this.
"""
