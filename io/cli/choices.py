"""What an option may be, in the word that is kept and in the Dutch of an office."""

from __future__ import annotations

from gettext import ngettext
from typing import Any

import click


class OneOf(click.Choice[str]):
    """One of some words, each of which may be typed in Dutch too.

    ``dutch`` has the Dutch of each word; capitals do not matter, and a space is as good as a line
    below. What is none of them is told with what each means.
    """

    def __init__(self, **dutch: str) -> None:
        super().__init__(list(dutch), case_sensitive=False)
        self._words = {_plain(said): word for word, said in dutch.items()}
        self._words |= {_plain(word): word for word in dutch}
        self._dutch = dutch

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word that is kept."""
        return super().convert(self._words.get(_plain(str(value)), value), param, ctx)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Each word with its Dutch, where that is another."""
        told = ", ".join(
            word if said == word else f"{word} ({said})" for word, said in self._dutch.items()
        )
        return ngettext(
            "{value!r} is not {choice}.", "{value!r} is not one of {choices}.", len(self._dutch)
        ).format(value=value, choice=told, choices=told)


def _plain(word: str) -> str:
    return word.casefold().replace("_", " ").strip()
