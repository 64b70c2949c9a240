"""What tests of commands share."""

import os
import sys
from collections.abc import Iterator

import pytest

from .killed_first import ASKED, killing, with_contacts


@pytest.fixture(autouse=True)
def seats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits down at a computer in a test has left when it ends."""
    name = "getlogin" if sys.platform == "win32" else "getuid"
    monkeypatch.setattr(os, name, getattr(os, name))


@pytest.fixture(scope="session", autouse=True)
def contact_persons() -> Iterator[None]:
    """Everybody has a contact person where commands are killed on the way."""
    with pytest.MonkeyPatch.context() as patch:
        if ASKED in os.environ:
            with_contacts(patch)
        yield


@pytest.fixture(autouse=True)
def killed_first(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands are killed on a copy of their desk first, where the environment asks for it."""
    if ASKED in os.environ:
        yield from killing(monkeypatch)
    else:
        yield
