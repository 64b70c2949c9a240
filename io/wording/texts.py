"""Sentences in Dutch and English as data: a TOML table by key, filled in one of the languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Any, cast

import tomli

from ...grants.bilingual import LANGUAGES, Bilingual
from ...grants.frozen import frozen
from ...instruments.law.quantity import Quantity, written

Table = Mapping[str, Bilingual]


@cache
def read_texts(package: str, name: str) -> Table:
    """The texts that were shipped in a file of a package, by key: a table in a table has a dot.

    A fault in them is a fault of the program, and raised.
    """
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return MappingProxyType(dict(_by_key(tomli.loads(text), "")))


def _by_key(table: Mapping[str, Any], above: str) -> Iterator[tuple[str, Bilingual]]:
    for key, value in table.items():
        if value.keys() <= set(LANGUAGES):
            yield f"{above}{key}", Bilingual.model_validate(value)
        else:
            yield from _by_key(value, f"{above}{key}.")


class _Counted(Formatter):
    """Fills in values; ``{count:aanvraag|aanvragen}`` is the first word where it is one of it.

    >>> _Counted().format("{n} {n:aanvraag|aanvragen}", n="1")
    '1 aanvraag'
    """

    def format_field(self, value: object, format_spec: str) -> str:
        if "|" not in format_spec:
            return cast(str, super().format_field(value, format_spec))
        one, many = format_spec.split("|")
        return one if str(value) == "1" else many


_COUNTED = _Counted()


def filled_in(text: str, **values: object) -> str:
    """A text with its values filled in, in the singular where it counts one."""
    return _COUNTED.format(text, **values)


@frozen
class Texts:
    """A table of texts in one language, ``nl`` or ``en``; another is a ``ValueError``."""

    lang: str
    table: Table = field(hash=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"texts are in nl or en, not in {self.lang!r}")

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with its values filled in."""
        text = self.table[key].text(self.lang)
        return filled_in(text, **values) if values else text

    def told(self, key: str, **values: Quantity) -> str:
        """The text of a key, with each value in the notation of the language."""
        return self(key, **{name: self.written(value) for name, value in values.items()})

    def written(self, value: Quantity) -> str:
        """A value in the notation of the language."""
        return written(value, lang=self.lang)


def sentences_in(lang: str) -> Texts:
    """The sentences of this package in a language, those of reasons apart."""
    return Texts(lang, read_texts("verdeelsleutel.io.wording", "sentences.toml"))
