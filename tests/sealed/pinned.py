"""``verdeel`` with the clock and the salts of its audit trail held still: the same bytes each time.

``python -m tests.sealed.pinned ARGUMENTS``. The trail alone reads the clock and draws salts. No
module of the program is named here: whichever calls ``datetime.now`` is given a clock that stands
still, at the name that it imported.
"""

import hashlib
import secrets
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from inspect import getsource
from itertools import count
from types import ModuleType

MOMENT = datetime(2026, 11, 28, 9, tzinfo=UTC)


class _Still(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class StillClock(datetime, metaclass=_Still):
    """A ``datetime`` whose ``now`` is always the same moment."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # pyright: ignore[reportIncompatibleMethodOverride]
        return MOMENT.astimezone(tz)


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        if "datetime.now(" in getsource(module):
            vars(module)["datetime"] = StillClock


class _Finder(MetaPathFinder):
    """Finds what the others find; a module of the program gets the loader above."""

    def find_spec(
        self, fullname: str, path: Iterable[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith("verdeelsleutel."):
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(fullname, path, target)  # pyright: ignore[reportArgumentType]
            if spec is None:
                continue
            if type(spec.loader) is SourceFileLoader:
                spec.loader = _Loader(spec.loader.name, spec.loader.path)
            return spec
        return None


def main() -> None:
    """Run the command line of this process; its salts follow from that line."""
    drawn, line = count(), "\n".join(sys.argv[1:])

    def token_hex(nbytes: int | None = None) -> str:
        return hashlib.sha512(f"{next(drawn)}\n{line}".encode()).hexdigest()[: 2 * (nbytes or 32)]

    secrets.token_hex = token_hex
    sys.meta_path.insert(0, _Finder())
    from verdeelsleutel.io.cli import main as verdeel

    verdeel()


if __name__ == "__main__":
    main()
