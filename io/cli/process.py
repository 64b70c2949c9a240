"""What is arranged in a process that is one command, so that it starts sooner and ends sooner.

None of it is done where the program is used as a library.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_ASYNCIO = "asyncio"


def arrange() -> None:
    """Arrange it, before anything of the database was loaded."""
    look_for_cycles_seldom()
    if _ASYNCIO not in sys.modules:
        sys.modules[_ASYNCIO] = LateAsyncio(_ASYNCIO)
    # What checks values is this program and pydantic; what else is installed has no say in it, and
    # looking through all that is installed for plugins takes longer than reading a round's awards.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def look_for_cycles_seldom() -> None:
    """Tell the interpreter that this process is one command, which keeps most of what it makes.

    Looking through all of that for cycles, as often as is usual, took a third of the time of a
    command on a large round; looking once more at the end, when the memory goes back anyhow, a
    quarter of that of a short one.
    """
    gc.set_threshold(200_000, 20, 20)
    gc.freeze()
    atexit.register(gc.freeze)


class LateAsyncio(ModuleType):
    """Stands for ``asyncio`` until something of it is used, and is the same as it from then on.

    SQLAlchemy imports it for databases that are asked asynchronously, which none of ours is; it
    brings sockets and encryption, a thirtieth of a command that reads. What SQLAlchemy takes from
    it at once is :func:`asyncio.iscoroutine`; that asks the real one when it is called.
    """

    def __getattr__(self, name: str) -> Any:
        if name == "iscoroutine":
            return _iscoroutine
        if sys.modules.get(_ASYNCIO) is self:
            del sys.modules[_ASYNCIO]
        real = import_module(_ASYNCIO)
        self.__dict__.update(vars(real))
        return getattr(real, name)


def _iscoroutine(value: object) -> bool:
    return import_module("asyncio.coroutines").iscoroutine(value)
