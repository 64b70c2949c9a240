"""Pages that were set before in this run of the tests: not set anew, nor read back anew.

Many tests of commands write the letters of the same few rounds, and setting a letter and reading it
is most of what writing one costs. The bytes of a page follow from what typst is given, and what
PDFium reads in it from its bytes. Pages are the subject of ``tests/io/letters``, which makes each.
"""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import typst

from verdeelsleutel.io.config.office import HouseStyle
from verdeelsleutel.io.letters import making
from verdeelsleutel.io.letters.verification.reading import ReadBack, read_back
from verdeelsleutel.io.pages import pdf, word
from verdeelsleutel.io.pages.logo import Logo
from verdeelsleutel.io.pages.word_styles import package

_new_compiler = pdf._compiler  # pyright: ignore[reportPrivateUsage]


class KeptPages:
    """The pages of one run, in a folder that all its processes share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self._read: dict[str, ReadBack] = {}
        self._packages: dict[str, tuple[dict[str, bytes], str]] = {}

    def serve(self, patch: pytest.MonkeyPatch) -> None:
        """Let the program set its pages so, until the patch is undone."""
        patch.setattr(pdf, "_compiler", self.compiler)
        patch.setattr(making, "read_back", self.read_back)
        patch.setattr(word, "package", self.package)

    def compiler(self, source: Path | None = None) -> _Compiler:
        """What stands in for a compiler of typst."""
        return _Compiler(self.folder, source)

    def package(self, style: HouseStyle, logo: Logo | None) -> tuple[dict[str, bytes], str]:
        """The Word package of a house style, which python-docx takes a tenth of a second for."""
        key = repr((style, logo))
        if key not in self._packages:
            self._packages[key] = package(style, logo)
        parts, picture = self._packages[key]
        return dict(parts), picture

    def read_back(self, page: bytes) -> ReadBack:
        """What PDFium reads in a page."""
        key = hashlib.sha256(page).hexdigest()
        if key not in self._read:
            self._read[key] = read_back(page)
        return self._read[key]


class _Compiler:
    """Makes what was not made before; a fault of typst is found each time."""

    def __init__(self, folder: Path, source: Path | None) -> None:
        self._folder, self._source = folder, source

    @cached_property
    def _own(self) -> typst.Compiler:
        return _new_compiler(self._source)

    def compile(self, given: Any = None, **options: Any) -> Any:
        told = repr((self._source, given, sorted(options.items())))
        kept = self._folder / hashlib.sha256(told.encode()).hexdigest()
        if kept.exists():
            return kept.read_bytes()
        made = self._own.compile(given, **options)
        assert isinstance(made, bytes)
        written = kept.with_suffix(f".{os.getpid()}")
        written.write_bytes(made)
        written.replace(kept)
        return made
