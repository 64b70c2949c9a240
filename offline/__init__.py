"""The offline package: everything that an office installs from, without a network.

``python -m offline --platform win_amd64 --python 3.13`` gathers it, on any computer. What goes
along in it stands in ``along``; what an ICT department does, in ``docs/handleiding/ict.md``.
"""
