"""What checks published data with the standard library alone, and is published beside them.

The modules are written apart from the program: they take nothing from it but the checker of proofs,
which is for outsiders as well. :mod:`..shipped` makes one file of them.
"""
