"""The database: rounds, batches, applications with their versions, screenings, allocations, awards.

The only package that imports SQLModel. One transaction a command; nothing is overwritten.

A table takes as long to set up as some three statements, and there are above sixty, so a module of
tables that a round seldom has rows in is loaded when something of it is first used. Whoever changes
something loads ``audit``, and with it all of them.
"""

from importlib import import_module
from types import ModuleType
from typing import Any


class _Late(ModuleType):
    """Stands in a package in the place of a module until something of that is used."""

    def __getattr__(self, name: str) -> Any:
        loaded = import_module(self.__name__)
        self.__dict__.update(vars(loaded))
        return getattr(loaded, name)


def load_late(package: str, *names: str) -> None:
    """Let ``from package import name`` load no module before something of it is used."""
    whole = import_module(package)
    for name in names:
        setattr(whole, name, _Late(f"{package}.{name}"))


load_late(__name__, "changes", "people", "supplements")
