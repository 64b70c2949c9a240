"""The commands about a policy file: what is wrong with it, and what it says."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .....grants.notation import counted
from ....config.office import OFFICE
from ....config.policy import load_policy
from ....rounds.checks.policy_file import PolicyProblem, problems
from ....rounds.lawful import require_known
from ....wording.policy import policy_told
from ...console import show, show_json

_WIDTH = 80  # columns of a terminal


def check(file: Path, office: Path | None, on: date | None, as_json: bool) -> int:
    """Show everything that is wrong or worth a look; 1 where there is anything."""
    found = problems(file, office_beside(file, office), on)
    if as_json:
        show_json([one.model_dump(mode="json") for one in found])
        return 1 if found else 0
    tell(found)
    if not any(one.stops for one in found):
        named = load_policy(file)[0].round.id
        of_office = "" if office is None else f" --office {typed(office)}"
        show(f"Het beleid kan open: verdeel round open {named} --policy {typed(file)}{of_office}")
    return 1 if found else 0


def office_beside(policy: Path, given: Path | None) -> Path | None:
    """The office file that goes with a policy; ``None`` where there is none and none was named."""
    if given is not None:
        return given
    beside = policy.parent / OFFICE
    return beside if beside.exists() else None


def tell(found: Sequence[PolicyProblem]) -> None:
    """Each problem by file and line, within the width of a terminal."""
    if not found:
        show("Er is niets mis.")
        return
    file = ""
    for one in sorted(found, key=lambda one: (one.file, one.line or 0)):
        if one.file != file:
            file = one.file
            show(f"{file}:")
        place = f"regel {one.line}, {one.key}" if one.line else one.key
        head = f"{'moet' if one.stops else 'let op'}: {f'{place}: ' if place else ''}"
        for line in _wrapped(head + one.sentence):
            show(line)
    stops = sum(1 for one in found if one.stops)
    mend = "niets daarvan houdt de ronde tegen"
    if stops:
        mend = counted(stops, "moet worden hersteld", "moeten worden hersteld")
    show(f"{counted(len(found), 'punt', 'punten')}; {mend}.")


def show_policy(file: Path, lang: str, as_json: bool) -> int:
    """Say what a policy decides."""
    policy, _text = load_policy(file)
    require_known(policy)
    told = policy_told(policy, lang)
    if as_json:
        show_json([one.model_dump(mode="json") for one in told])
        return 0
    for at, part in enumerate(told):
        show(("\n" if at else "") + part.heading)
        for sentence in part.sentences:
            for line in _wrapped(sentence):
                show(line)
    return 0


def typed(path: Path) -> str:
    """A path as it is typed: between quotes where it has a space.

    >>> typed(Path("ronde een/policy.toml"))
    '"ronde een/policy.toml"'
    """
    text = str(path)
    return f'"{text}"' if " " in text else text


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
