"""The command ``verdeel round new``: it asks what nobody said, and writes two files that open."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click

from .....grants.money import Euro
from .....grants.names import comparable
from .....grants.rounds.policy import RoundKind
from .....instruments.instrument import Instrument, instruments
from .....instruments.law.parameters import CatalogueError
from ....config.new_round import (
    FundDraft,
    OfficerDraft,
    RoundDraft,
    SchemeDraft,
    office_text,
    policy_text,
)
from ....config.office import OFFICE, Role
from ....errors import WrongUse
from ....files.placing import place, ready
from ....files.toml import nearest
from ....rounds.checks.policy_file import problems
from ...console import say, show, show_json
from .policy import tell, typed

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_FORMATS = ("%Y-%m-%d", "%d-%m-%Y")
_POLICY = "policy.toml"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say; ``None`` or empty is what they leave open."""

    round_id: str | None
    title: str | None
    kind: str | None
    schemes: tuple[str, ...]
    funds: tuple[str, ...]
    ceilings: tuple[str, ...]
    opens: date | None
    closes: date | None
    decision: date | None
    officers: tuple[str, ...]
    approvers: tuple[str, ...]
    auditors: tuple[str, ...]
    administrators: tuple[str, ...]
    minister: str | None
    mandate: str | None
    signatory: str | None
    office: Path | None
    out: Path | None
    as_json: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing has to be asked."""
        needed = (self.round_id, self.schemes, self.funds, self.opens, self.closes)
        people = self.office is not None or (self.officers and self.approvers)
        return all(needed) and bool(people)


def new(asked: Asked) -> int:
    """Write the files of a round; 1 where they still lack something."""
    draft = _drafted(asked)
    folder = asked.out or Path(draft.id)
    policy_file = folder / _POLICY
    office_file = asked.office or folder / OFFICE
    written = {policy_file: policy_text(draft, typed(policy_file))}
    if asked.office is None:
        written[office_file] = office_text(draft)
    there = [path for path in written if path.exists()]
    if there:
        raise WrongUse(
            f"{there[0]} bestaat al en wordt niet overschreven. Kies een andere map met --out."
        )
    ready(written)
    for path, text in written.items():
        place(path, text.encode("utf-8"))
    found = problems(policy_file, office_file)
    if asked.as_json:
        show_json({
            "round": draft.id,
            "files": [str(path) for path in written],
            "problems": [one.model_dump(mode="json") for one in found],
        })  # fmt: skip
        return 1 if any(one.stops for one in found) else 0
    for path in written:
        show(f"Geschreven: {path}")
    if found:
        show("Nog te doen:")
        tell(found)
    of_office = "" if asked.office is None else f" --office {typed(asked.office)}"
    show(f"Lees na wat erin staat: verdeel policy show {typed(policy_file)}")
    show(f"Kijk of het klopt:      verdeel policy check {typed(policy_file)}{of_office}")
    stops = any(one.stops for one in found)
    first = "herstel wat moet, daarna " if stops else ""
    show(f"Hierna: {first}verdeel round open {draft.id} --policy {typed(policy_file)}{of_office}")
    return 1 if stops else 0


def _drafted(asked: Asked) -> RoundDraft:
    """The answers of the options, and of whoever sits there where they leave something open."""
    asks = not asked.is_whole
    number = _got(asked.round_id, "Naam van de ronde, zoals 2027-1", _round_id)
    title = _else(asked.title, asks, "Titel", f"Ronde {number}")
    kinds = [one.value for one in RoundKind]
    kind = _else(asked.kind, asks, f"Soort ({', '.join(kinds)})", "example", _one_of(kinds))
    opens = _got(asked.opens, "Eerste dag van het tijdvak (jjjj-mm-dd)", _day)
    closes = _got(asked.closes, "Laatste dag van het tijdvak (jjjj-mm-dd)", _day_from(opens))
    if closes < opens:
        raise WrongUse("Het tijdvak sluit voordat het opent. Verbeter --opens of --closes.")
    decision = asked.decision
    if decision is None and asks:
        decision = _prompted("Dag van het besluit (leeg: later)", _or_nothing(_day), "")
    funds = _funds(asked)
    schemes = _schemes(asked, funds, opens, asks=asks)
    signs, _, function = _else(
        asked.signatory, asks and asked.office is None, "Wie tekent (naam=functie; leeg: later)", ""
    ).partition("=")
    return RoundDraft(
        id=number, title=title, kind=kind, opens=opens, closes=closes, decision=decision,
        funds=funds, schemes=schemes, officers=_people(asked),
        minister=_else(
            asked.minister, asks and asked.office is None,
            "Bevoegde minister, 'de minister van ...' (leeg: later)", "",
        ),
        mandate=_else(
            asked.mandate, asks and asked.office is None, "Mandaat, met artikel (leeg: later)", ""
        ),
        signatory=signs.strip(), function=function.strip(),
    )  # fmt: skip


def _funds(asked: Asked) -> tuple[FundDraft, ...]:
    written = asked.funds or _prompted(
        "Geldbronnen met hun totaal, zoals 'vro=€ 160 mln'; meer dan een met een puntkomma",
        lambda text: _listed(text, ";"),
    )
    totals = _pairs(written, '--fund "vro=€ 160 mln"')
    for key, total in totals.items():
        if not _KEY.fullmatch(key):
            raise WrongUse(
                f"{key!r} kan geen sleutel van een geldbron zijn. Neem kleine letters, cijfers en "
                "streepjes."
            )
        _amount(total)
    return tuple(FundDraft(key, key, total) for key, total in totals.items())


def _schemes(
    asked: Asked, funds: Sequence[FundDraft], opens: date, *, asks: bool
) -> tuple[SchemeDraft, ...]:
    known = instruments()
    written = asked.schemes or _prompted(
        f"Regelingen ({', '.join(known)}); meer dan een met een puntkomma",
        lambda text: _listed(text, ";"),
    )
    ceilings = dict(_pairs(asked.ceilings, '--ceiling "woningbouwimpuls=€ 160 mln"'))
    drafts: list[SchemeDraft] = []
    for one in written:
        name, _, fund = (part.strip() for part in one.partition("="))
        own = known[_one_of(tuple(known))(name.casefold())]
        if own.key in {draft.key for draft in drafts}:
            raise WrongUse(f"De regeling {own.key} staat er twee keer. Noem haar één keer.")
        source = _fund_of(own, fund, funds, asks=asks)
        there = next(Euro.parse(draft.total) for draft in funds if draft.key == source)
        drafts.append(
            SchemeDraft(
                own.key, own.name_nl, own.prefix, source, own.own_rule.value, own.own_rule_article,
                _ceiling(own, ceilings.pop(own.key, ""), opens, there, asks=asks),
                own.leaves_open is not None,
            )
        )  # fmt: skip
    if ceilings:
        raise WrongUse(f"{next(iter(ceilings))} heeft een plafond en doet niet mee. Noem --scheme.")
    return tuple(drafts)


def _fund_of(own: Instrument, fund: str, funds: Sequence[FundDraft], *, asks: bool) -> str:
    keys = [one.key for one in funds]
    if fund:
        return _one_of(keys)(fund)
    if len(keys) == 1:
        return keys[0]
    if asks:
        return _prompted(f"Geldbron van {own.name_nl} ({', '.join(keys)})", _one_of(keys))
    raise WrongUse(
        f"Er zijn meer geldbronnen. Noem die van {own.key}: --scheme {own.key}={keys[0]}."
    )


def _ceiling(own: Instrument, written: str, opens: date, there: Euro, *, asks: bool) -> str:
    """The ceiling of a scheme: as it is said, or else the one that the law sets.

    Where its fund has less, it is what is ``there``: with more the policy would not open.
    """
    try:
        lawful = own.ceiling_on(opens, carry=True)
    except CatalogueError:
        lawful = None  # which the check of the policy tells
    known = "" if lawful is None else str(min(lawful, there)).replace("\u00a0", " ")
    if not written and asks:
        return (
            _prompted(f"Plafond van {own.name_nl} (leeg: geen)", _or_nothing(_amount), known) or ""
        )
    return _amount(written) if written else known


def _people(asked: Asked) -> tuple[OfficerDraft, ...]:
    if asked.office is not None:
        return ()
    form = "naam op de computer=naam; meer dan een met een puntkomma"
    officers = asked.officers or _prompted(f"Behandelaars ({form})", lambda t: _listed(t, ";"))
    approvers = asked.approvers or _prompted(f"Vaststellers ({form})", lambda t: _listed(t, ";"))
    found: list[OfficerDraft] = []
    for role, written, example in (
        (Role.OFFICER, officers, '--officer "s.vermeulen=S. Vermeulen"'),
        (Role.APPROVER, approvers, '--approver "y.haddou=Y. Haddou"'),
        (Role.AUDITOR, asked.auditors, '--auditor "c.oostveen=C. Oostveen"'),
        (Role.ADMINISTRATOR, asked.administrators, '--administrator "t.rademaker=T. Rademaker"'),
    ):
        for user, name in _pairs(written, example).items():
            same = [one.user for one in found if _is_same(one, user, name)]
            if same:
                raise WrongUse(
                    f"{name} ({user}) is niet te onderscheiden van {same[0]}. Ieder mens heeft één "
                    "naam op de computer en één rol."
                )
            found.append(OfficerDraft(user, name, role))
    return tuple(found)


def _is_same(one: OfficerDraft, user: str, name: str) -> bool:
    same_name = comparable(one.name) == comparable(name)
    return one.user.casefold() == user.casefold() or same_name


def _pairs(written: Sequence[str], example: str) -> Mapping[str, str]:
    """Texts as ``key=value``, by key."""
    found: dict[str, str] = {}
    for one in written:
        key, _, value = (part.strip() for part in one.partition("="))
        if not key or not value or key in found:
            raise WrongUse(f"{one!r} is niet te lezen, of staat er twee keer. Schrijf {example}.")
        found[key] = value
    return found


def _got(given: Value | str | None, question: str, read: Callable[[str], Value]) -> Value:
    """What an option says, or the answer to a question; both are read alike."""
    if given is None:
        return _prompted(question, read)
    return read(given) if isinstance(given, str) else given


def _else(
    given: str | None, asks: bool, question: str, otherwise: str,
    read: Callable[[str], str] = str.strip,
) -> str:  # fmt: skip
    """The same of what need not be said: it is asked only where something else is."""
    if given is not None:
        return read(given)
    return _prompted(question, read, otherwise) if asks else otherwise


def _prompted(question: str, read: Callable[[str], Value], otherwise: str | None = None) -> Value:
    """The answer to a question, asked again while it cannot be read."""
    while True:
        try:
            written = click.prompt(
                question, default=otherwise, show_default=bool(otherwise), err=True, type=str
            )
        except click.Abort as fault:
            if sys.stdin.isatty():
                raise
            raise WrongUse(
                f"Er was geen antwoord op: {question}. Antwoord, of noem het met een optie; "
                '"verdeel round new --help" noemt ze.'
            ) from fault
        try:
            return read(str(written).strip())
        except WrongUse as wrong:
            if not sys.stdin.isatty():
                raise
            say(str(wrong))


def _round_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise WrongUse(
            f"{text!r} kan geen naam van een ronde zijn. Neem letters, cijfers en streepjes, zoals "
            "2027-1."
        )
    return text


def _day(text: str) -> date:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise WrongUse(f"{text!r} is geen datum. Schrijf jjjj-mm-dd, zoals 2027-03-01.")


def _day_from(first: date) -> Callable[[str], date]:
    def read(text: str) -> date:
        last = _day(text)
        if last < first:
            raise WrongUse(f"{last:%d-%m-%Y} ligt voor {first:%d-%m-%Y}, de eerste dag.")
        return last

    return read


def _amount(text: str) -> str:
    try:
        Euro.parse(text)
    except ValueError as fault:
        raise WrongUse(f"{fault}. Schrijf bijvoorbeeld € 160 mln.") from fault
    return text


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text in known:
            return text
        near = nearest(text, known)
        meant = f" Bedoelt u {near}?" if near else ""
        raise WrongUse(f"{text!r} is geen mogelijkheid.{meant} Kies uit: {', '.join(known)}.")

    return read


def _or_nothing(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    return lambda text: read(text) if text else None


def _listed(text: str, divider: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(divider) if part.strip())
    if not parts:
        raise WrongUse("Noem er ten minste één.")
    return parts
