"""What tests of commands share."""

import os
import sys

import pytest


@pytest.fixture(autouse=True)
def seats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits down at a computer in a test has left when it ends."""
    name = "getlogin" if sys.platform == "win32" else "getuid"
    monkeypatch.setattr(os, name, getattr(os, name))
