"""The command line: what each command takes, and how its outcome is shown.

The only package that imports click. What a command does is in ``commands``, which is imported only
when a command runs.
"""

from .running import main, run

__all__ = ["main", "run"]
