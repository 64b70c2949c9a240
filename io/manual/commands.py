"""A page for each command, from what the command line says of itself in Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from ..cli.program import verdeel
from ..cli.speaking import spoken
from .marks import code, page, section, table, text

_GROUPED = "opdrachten"
_SHARED = ("database", "office", "as_name", "lang", "as_json")  # those of `options.common`
_EXAMPLE = re.compile(r"^\x08\n", re.MULTILINE)


def command_pages() -> dict[str, str]:
    """By the name of a page: one for each command, with the commands below it, and their list."""
    with spoken(verdeel, "nl"):
        own = {
            f"{_GROUPED}/{name}": _page(name, command)
            for name, command in sorted(verdeel.commands.items())
        }
        return {_GROUPED: _overview(), **own}


def command_names(command: click.Command = verdeel, above: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command that can be typed, without ``verdeel``: ``round open``."""
    if isinstance(command, click.Group):
        if above and command.invoke_without_command:
            yield " ".join(above)
        for name, below in command.commands.items():
            yield from command_names(below, (*above, name))
    else:
        yield " ".join(above)


def _overview() -> str:
    listed = [
        (f"[{code(f'verdeel {name}')}](#opdracht-{name})", text(_first(command)))
        for name, command in sorted(verdeel.commands.items())
    ]
    tree = "\n".join(f"{_GROUPED}/{name}" for name in sorted(verdeel.commands))
    codes = re.search(r"^Exitcodes: (.+?)\n\n", _help(verdeel), re.MULTILINE | re.DOTALL)
    if codes is None:
        raise ValueError("the help does not say what the exit codes mean")
    # A comma stands before each number, and within some of the meanings.
    told = re.findall(r"(\d) (.+?)(?=, \d |\.$)", " ".join(codes[1].split()))
    return page(
        "naslag-opdrachten",
        "Opdrachten",
        "Typ `verdeel` zonder iets erachter, en u leest waar u bent en wat er nu komt. Achter "
        "iedere opdracht geeft `--help` dezelfde uitleg als hier.",
        table(("opdracht", "wat zij doet"), listed),
        section("naslag-opties", "Opties bij bijna iedere opdracht", _options(_shared())),
        section(
            "naslag-exitcodes",
            "Exitcodes",
            "Een opdracht eindigt met een getal. Een script kan ermee zien hoe het afliep.",
            table(("exitcode", "betekenis"), [(code(one), text(what)) for one, what in told]),
        ),
        f"```{{toctree}}\n:hidden:\n\n{tree}\n```",
    )


def _shared() -> list[click.Option]:
    """What a command on a database takes besides its own, as the shortest of them has it."""
    every = verdeel.commands["screen"].params
    return [one for one in every if isinstance(one, click.Option) and one.name in _SHARED]


def _page(name: str, command: click.Command) -> str:
    parts = [_said(command), *_usage((name,), command)]
    if isinstance(command, click.Group):
        parts += [
            section(
                f"opdracht-{name}-{below}", code(f"verdeel {name} {below}"), _said(one),
                *_usage((name, below), one),
            )
            for below, one in sorted(command.commands.items())
        ]  # fmt: skip
    return page(f"opdracht-{name}", code(f"verdeel {name}"), *parts)


def _usage(path: tuple[str, ...], command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    if isinstance(command, click.Group) and not command.invoke_without_command:
        return
    own = [one for one in command.params if isinstance(one, click.Option)]
    needed = [f"{one.opts[0]} {one.make_metavar(context)}" for one in own if one.required]
    given = [one.make_metavar(context) for one in command.params if isinstance(one, click.Argument)]
    yield f"```text\n{' '.join(('verdeel', *path, *given, *needed))}\n```"
    rest = [one for one in own if one.name not in _SHARED]
    if rest:
        yield _options(rest)
    if any(one.name in _SHARED for one in own):
        yield "Ook: [de opties van iedere opdracht](#naslag-opties)."


def _options(options: list[click.Option]) -> str:
    return table(("optie", "uitleg"), [(_typed(one), _meaning(one)) for one in options])


def _typed(option: click.Option) -> str:
    """How an option is written, with what follows it."""
    context = click.Context(verdeel)
    names = ", ".join(code(one) for one in (*option.opts, *option.secondary_opts))
    if option.is_flag or isinstance(option.type, click.Choice):
        return names
    return f"{names} {code(option.make_metavar(context))}"


def _meaning(option: click.Option) -> str:
    parts = [text(option.help or "")]
    if isinstance(option.type, click.Choice):
        parts.append(f"Kies uit: {', '.join(code(str(one)) for one in option.type.choices)}.")
    if option.required:
        parts.append("**Nodig.**")
    if option.show_default and option.default not in (None, False):
        parts.append(f"Standaard {code(str(option.default))}.")
    if option.multiple:
        parts.append("Mag meer dan eens.")
    return " ".join(part for part in parts if part)


def _help(command: click.Command) -> str:
    return command.help or ""


def _first(command: click.Command) -> str:
    return _help(command).split("\n\n")[0].replace("\n", " ")


def _said(command: click.Command) -> str:
    """The help as paragraphs; what it shows line by line stays so."""
    told: list[str] = []
    for part in re.split(r"\n\n+", _EXAMPLE.sub("", _help(command))):
        lines = part.splitlines()
        if any(line.startswith("  ") for line in lines):
            told.append("```text\n" + "\n".join(lines) + "\n```")
        else:
            told.append(text(part))
    return "\n\n".join(told)
