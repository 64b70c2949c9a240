"""The files of a round that begins: a policy and an office file, commented in Dutch, that open.

Every key that a policy or an office can have stands in them, the optional ones behind ``#``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from ..errors import WrongUse
from .office import FILL_IN, Role

_DELETE = "\x7f"


@dataclass(frozen=True, slots=True)
class FundDraft:
    """A fund by its key, with its name and its total as a policy writes them."""

    key: str
    name: str
    total: str


@dataclass(frozen=True, slots=True)
class SchemeDraft:
    """A scheme with the fund it draws on, its own rule, and the ceiling of the window, if any.

    ``prefix`` is how the numbers of its applications begin, ``leaves_open`` whether the policy has
    to answer what its law does not.
    """

    key: str
    name: str
    prefix: str
    fund: str
    rule: str
    article: str
    ceiling: str = ""
    leaves_open: bool = False


@dataclass(frozen=True, slots=True)
class OfficerDraft:
    """Somebody at the office: the login, the name, and what this person may do."""

    user: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """What an office says of a round before it begins; at least one fund and one scheme.

    ``minister``, ``mandate``, ``signatory`` and ``function`` are empty where not known yet.
    """

    id: str
    title: str
    kind: str
    opens: date
    closes: date
    decision: date | None
    funds: tuple[FundDraft, ...]
    schemes: tuple[SchemeDraft, ...]
    officers: tuple[OfficerDraft, ...] = ()
    minister: str = ""
    mandate: str = ""
    signatory: str = ""
    function: str = ""


def policy_text(draft: RoundDraft, file: str = "policy.toml") -> str:
    """The policy as a file; ``file`` is how a command would name it.

    Raises:
        WrongUse: a text has signs that no file of text can hold.
    """
    return _filled(
        "policy.toml.j2",
        file=file,
        id=draft.id,
        title=draft.title,
        kind=draft.kind,
        opens=draft.opens.isoformat(),
        closes=draft.closes.isoformat(),
        decision="" if draft.decision is None else draft.decision.isoformat(),
        before=(draft.opens - timedelta(days=31)).isoformat(),
        after=(draft.closes + timedelta(days=365)).isoformat(),
        first_year=draft.opens.year,
        funds=draft.funds,
        schemes=draft.schemes,
    )


def office_text(draft: RoundDraft) -> str:
    """The office file; what only the office knows is marked in it.

    Raises:
        WrongUse: a text has signs that no file of text can hold.
    """
    minister = draft.minister or f"{FILL_IN}: de minister van ..."
    department = draft.minister.partition("minister van ")[2]
    return _filled(
        "office.toml.j2",
        id=draft.id,
        officers=draft.officers,
        schemes=draft.schemes,
        after=(draft.closes + timedelta(days=1)).isoformat(),
        minister=minister,
        ministry=f"Ministerie van {department or FILL_IN}",
        mandate=draft.mandate or f"{FILL_IN}: mandaatbesluit ..., artikel ...",
        signatory=draft.signatory or f"{FILL_IN}: de naam van wie tekent",
        function=draft.function or f"{FILL_IN}: de functie van wie tekent",
    )


def _filled(name: str, **values: str | int | Sequence[object]) -> str:
    from jinja2 import Environment, StrictUndefined  # late: it takes long, and one command fills in

    bare = Environment(
        undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    bare.filters["toml"] = quoted
    source = files("verdeelsleutel.io.config").joinpath(name).read_text(encoding="utf-8")
    text = bare.from_string(source).render(**values)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise WrongUse(
            "Een van de antwoorden heeft een teken dat niet in een bestand kan. Typ het opnieuw."
        ) from fault
    return text


def quoted(text: str) -> str:
    r"""A text as TOML writes it, whatever stands in it.

    >>> quoted('Ronde "A" \\ B')
    '"Ronde \\"A\\" \\\\ B"'
    """
    return json.dumps(text, ensure_ascii=False).replace(_DELETE, "\\u007F")
