"""Commands that stand in modules of their own, each of which is loaded when it is asked for.

Whoever types one command waits for the options of no other. The help asks for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from importlib import import_module

import click


class Later(MutableMapping[str, click.Command]):
    """Commands by name, of which some have to be loaded yet.

    ``modules`` has by module of ``groups`` the names of its commands: those that it lists in
    ``COMMANDS``. ``told`` is called with each command as it is loaded.
    """

    def __init__(
        self, modules: Mapping[str, Sequence[str]], told: Callable[[click.Command], None]
    ) -> None:
        self._modules = modules
        self._module_of = {name: module for module, names in modules.items() for name in names}
        self._told = told
        self._here: dict[str, click.Command] = {}

    def loaded(self) -> tuple[click.Command, ...]:
        """Those that were loaded already."""
        return tuple(self._here.values())

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._here:
            module = self._module_of[name]
            loaded = import_module(f".groups.{module}", __package__)
            commands: tuple[click.Command, ...] = loaded.COMMANDS
            found = {str(one.name): one for one in commands}
            if set(found) != set(self._modules[module]):
                raise LookupError(f"{module} has the commands {', '.join(found)}")
            self._here |= found
            for one in commands:
                self._told(one)
        return self._here[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._here[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("commands are never taken away")

    def __contains__(self, name: object) -> bool:
        return name in self._here or name in self._module_of

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._here, *self._module_of)))

    def __len__(self) -> int:
        return len({*self._here, *self._module_of})
