"""Pages and pictures that were made before in this run of the tests, and are not made anew.

Many tests of commands write the letters and the report of the same few rounds, and setting a
letter, reading it and drawing a chart is most of what these cost. The bytes of a page follow from
what typst is given, what PDFium reads in it from its bytes, and a drawing from what Vega is given.
They are the subject of ``tests/io/letters`` and ``tests/io/reports``, which make each.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
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

vl_convert: Any
try:
    import vl_convert
except ModuleNotFoundError:  # pictures are an extra
    vl_convert = None
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
        for name in ("vegalite_to_svg", "vega_to_svg"):
            if vl_convert is not None:
                patch.setattr(vl_convert, name, self.drawing(name, getattr(vl_convert, name)))

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

    def drawing(self, name: str, draw: Callable[..., str]) -> Callable[..., str]:
        """What stands in for a function of Vega that draws."""

        def drawn(given: Mapping[str, Any], **options: Any) -> str:
            told = json.dumps([name, given, options])  # also the order of what is given
            kept = self.folder / f"{hashlib.sha256(told.encode()).hexdigest()}.svg"
            if kept.exists():
                return kept.read_text(encoding="utf-8")
            made = draw(given, **options)
            _write(kept, made.encode())
            return made

        return drawn

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
        _write(kept, made)
        return made


def _write(kept: Path, made: bytes) -> None:
    """Whole or not at all: other processes look for it."""
    written = kept.with_suffix(f".{os.getpid()}")
    written.write_bytes(made)
    written.replace(kept)
