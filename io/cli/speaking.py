"""The language in which the command line explains itself: Dutch, or English where that is asked.

Its help and click's own messages stand in ``locale`` as gettext catalogues. Neither ``--lang`` nor
the environment changes what a command does; ``VERDEEL_LANG`` speaks of the help and of faults in
what was typed, ``--lang`` of what leaves the office too.
"""

from __future__ import annotations

import gettext
import inspect
import os
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import click

from .later import Later

LANGUAGES = ("nl", "en")  # those of the domain, which loads pydantic and would slow the help
SPOKEN = "VERDEEL_LANG"
_HOME = Path(__file__).parent / "locale"
_DOMAIN = "messages"  # the one that click asks
_ASKED = "LANGUAGE"  # what gettext looks at first
_OPTION = "--lang"
_OF_HELP = "Show this message and exit."  # as click has it
# Each text as it was written, so that one process can speak both languages.
_OF_GROUP = ("COMMAND [ARGS]...", "[COMMAND] [ARGS]...")  # idem; the second may have none
_WRITTEN: dict[click.Command | click.Option, str] = {}
_NAMED: dict[click.Parameter, str] = {}
_WORD = re.compile(r"[A-Z]+(?:-[A-Z]+)*")  # of what a value is called
_NOW: dict[click.Command, str] = {}  # what each command of a tree speaks, with those below it


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """``nl`` or ``en``: as the command line says, or the environment, or else Dutch.

    >>> language_of(["load", "--lang=en"], {}), language_of([], {"VERDEEL_LANG": "en"})
    ('en', 'en')
    >>> language_of(["load", "--lang", "fr"], {})
    'nl'
    """
    said = environment.get(SPOKEN, "").strip().lower()
    for at, one in enumerate(arguments):
        if one.startswith(f"{_OPTION}="):
            said = one.partition("=")[2]
        elif one == _OPTION:
            said = "".join(arguments[at + 1 : at + 2])
    return said if said in LANGUAGES else LANGUAGES[0]


@contextmanager
def spoken(tree: click.Command, lang: str) -> Generator[None]:
    """Let a tree of commands, and click, speak a language while the block lasts."""
    _speak(tree, lang)
    before = os.environ.get(_ASKED)
    gettext.bindtextdomain(_DOMAIN, str(_HOME))
    os.environ[_ASKED] = lang
    try:
        yield
    finally:
        if before is None:
            del os.environ[_ASKED]
        else:
            os.environ[_ASKED] = before


def speak_too(command: click.Command) -> None:
    """Let a command that was loaded while something is spoken speak that as well."""
    lang = os.environ.get(_ASKED, "")
    if lang in LANGUAGES:
        _speak(command, lang)


def _speak(tree: click.Command, lang: str) -> None:
    """Let a command speak a language, with all below it that were loaded."""
    below = tree.commands if isinstance(tree, click.Group) else None
    for one in below.loaded() if isinstance(below, Later) else ():
        _speak(one, lang)
    if _NOW.get(tree) != lang:
        words = _catalogue(lang)
        for one, written in _own_texts(tree) if isinstance(below, Later) else _texts(tree):
            one.help = words.gettext(written)
            if isinstance(one, click.Command):
                one.options_metavar = words.gettext("[OPTIONS]")
            if isinstance(one, click.Group):
                one.subcommand_metavar = words.gettext(_OF_GROUP[one.invoke_without_command])
        for value, named in _values(tree, all_below=not isinstance(below, Later)):
            value.metavar = _WORD.sub(lambda word: words.gettext(word[0]), named)
        _NOW[tree] = lang


def spoken_texts(tree: click.Command) -> frozenset[str]:
    """Every text of the help, as it was written in English, and what it calls each value."""
    named = (name for _, name in _values(tree, all_below=True))
    called = frozenset(word for name in named for word in _WORD.findall(name))
    return called | frozenset(written for _, written in _texts(tree))


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, _HOME, [lang], fallback=True)


def _texts(command: click.Command) -> Iterator[tuple[click.Command | click.Option, str]]:
    """The texts of a command and of what is below it, each with what has it."""
    yield from _own_texts(command)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from _texts(below)


def _values(command: click.Command, *, all_below: bool) -> Iterator[tuple[click.Parameter, str]]:
    """The values that a command takes by a name of their own, such as FILE, each as written."""
    for one in command.params:
        if one not in _NAMED and one.metavar:
            _NAMED[one] = one.metavar
        if one in _NAMED:
            yield one, _NAMED[one]
    if all_below and isinstance(command, click.Group):
        for below in command.commands.values():
            yield from _values(below, all_below=True)


def _own_texts(command: click.Command) -> Iterator[tuple[click.Command | click.Option, str]]:
    context = click.Context(command, help_option_names=["-h", "--help"])
    of_help = command.get_help_option(context)
    if of_help is not None:  # which click made in the language that was spoken just then
        _WRITTEN.setdefault(of_help, _OF_HELP)
    for one in (command, *command.params, of_help):
        if not isinstance(one, click.Command | click.Option):
            continue
        if one not in _WRITTEN and one.help:
            _WRITTEN[one] = inspect.cleandoc(one.help)
        if one in _WRITTEN:
            yield one, _WRITTEN[one]
