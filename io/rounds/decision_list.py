"""The decision list on paper (*besluitenlijst*), and the check that paper and database agree.

The list has a hash over all that is printed on it, in sixteen blocks of four signs. Paper shows
them all; every screen leaves two of them out. Whoever approves types those two from the paper, and
so shows to have the very list in hand that the database would approve.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date

from ...grants.applications.public_body import PublicBody
from ...grants.decisions.allocation import Award, Outcome
from ...grants.money import ZERO, Euro
from ...grants.municipality import municipalities
from ...grants.record import Record
from ...grants.rounds.policy import Policy, RoundKind
from ...instruments.instrument import instruments
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds.reader import RoundReader
from ..records.rounds.supplements import StoredSupplement
from ..wording.outcomes import refused_by_ceiling
from ..wording.unproven import unproven
from .incomplete import incomplete_of

_BLOCKS = 16
_HIDDEN = "····"
_TYPED = re.compile(r"([0-9A-Fa-f]{4})[- ]?([0-9A-Fa-f]{4})")
_FOR_THE_CEILING = "afgewezen wegens het plafond"
_OUTCOMES = {
    Outcome.GRANTED: "verleend",
    Outcome.PARTLY_GRANTED: "gedeeltelijk verleend",
    Outcome.REFUSED_RULE: "afgewezen op een regel",
    Outcome.REFUSED_CEILING: "afgewezen bij de verdeling",
    Outcome.REFUSED_LATE: "afgewezen, te laat ontvangen",
    Outcome.REFUSED_EARLY: "afgewezen, te vroeg ontvangen",
    Outcome.COUNTED_ELSEWHERE: "afgewezen, woningen tellen al elders mee",
    Outcome.NEEDS_JUDGEMENT: "oordeel nodig, geen besluit",
    Outcome.INCOMPLETE: "onvolledig, geen besluit",
    Outcome.NOT_TREATED: "niet in behandeling genomen",
    Outcome.SET_ASIDE: "aangehouden, geen besluit",
    Outcome.WITHDRAWN: "ingetrokken",
}


class Line(Record):
    """One decision, as it is printed. ``next_window`` is the part charged to the next window."""

    application_id: str
    instrument: str
    municipality: str
    outcome: str
    amount: Euro
    next_window: Euro = ZERO


class DecisionList(Record):
    """What is approved, line by line, with what it rests on.

    ``unproven`` says so where the list is not proven; two people besides its maker then approve it.
    """

    round: str
    title: str
    example: bool
    made_by: str
    planned_on: date
    policy_hash: str
    digest: str
    unproven: str = ""
    lines: tuple[Line, ...]

    @property
    def total(self) -> Euro:
        """What all lines give, compensable VAT included."""
        return Euro.total(line.amount for line in self.lines)

    @property
    def hash(self) -> str:
        """SHA-256 over everything on the list."""
        text = json.dumps(
            self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def blocks(self) -> tuple[str, ...]:
        """The hash in blocks of four, as paper shows it."""
        found = self.hash
        return tuple(found[4 * at : 4 * at + 4] for at in range(_BLOCKS))

    @property
    def left_out(self) -> tuple[int, int]:
        """The two blocks, counted from 1, that no screen shows; others for every list."""
        drawn = hashlib.sha256(f"left out {self.hash}".encode()).digest()
        return 1 + drawn[0] % (_BLOCKS // 2), 1 + _BLOCKS // 2 + drawn[1] % (_BLOCKS // 2)

    @property
    def on_screen(self) -> str:
        """The hash with two of its blocks left out."""
        hidden = self.left_out
        return " ".join(
            _HIDDEN if at in hidden else block for at, block in enumerate(self.blocks, 1)
        )


def decision_list(reader: RoundReader, of: StoredSupplement | None = None) -> DecisionList:
    """The list of the newest allocation of a round, in the order of application numbers.

    ``of`` is a supplementary list, which is printed and approved apart.

    Raises:
        WrongUse: there is no such round.
        RefusedByProcess: the round is not allocated yet.
    """
    stored, allocation, policy = reader.allocation_row, reader.allocation, reader.policy
    if of is not None:
        return DecisionList(
            round=reader.id,
            title=f"{policy.round.title}. Aanvullende lijst over wat was aangehouden",
            example=reader.example,
            made_by=of.made_by,
            planned_on=of.on,
            policy_hash=reader.seal,
            digest=of.digest,
            lines=tuple(_line(award, _bodies(reader), policy) for award in of.awards),
        )
    bodies = _bodies(reader)
    return DecisionList(
        round=reader.id,
        title=policy.round.title,
        example=reader.example,
        made_by=stored.made_by,
        planned_on=policy.round.decision_date or policy.round.window_closes,
        policy_hash=reader.seal,
        digest=stored.digest,
        unproven=unproven(allocation),
        lines=tuple(
            _line(award, bodies, policy)
            for award in sorted(allocation.awards, key=lambda a: a.application_id)
        ),
    )


def _bodies(reader: RoundReader) -> dict[str, str]:
    """The name of each public body that applies, or stands in the place of who does."""
    found = {one.application_id: one.body.name for one in incomplete_of(reader) if one.body}
    return found | {
        one.application.application_id: applicant.name
        for one in reader.applications
        if isinstance(applicant := one.application.applicant, PublicBody)
    }


def _line(award: Award, bodies: Mapping[str, str], policy: Policy) -> Line:
    ceiling = award.outcome is Outcome.REFUSED_CEILING
    ceiling = ceiling and refused_by_ceiling(award.instrument, policy)
    return Line(
        application_id=award.application_id,
        instrument=instruments()[award.instrument].name_nl,
        municipality=_place(award, bodies),
        outcome=_FOR_THE_CEILING if ceiling else _OUTCOMES[award.outcome],
        amount=award.amount,
        next_window=award.next_window,
    )


def _place(award: Award, bodies: Mapping[str, str]) -> str:
    """Who applied: a municipality, or another public body by its own name."""
    known = municipalities().get(award.municipality_code)
    return bodies.get(award.application_id, known.name if known else "onbekend")


def check_paper(reader: RoundReader, typed: str | None, listed: DecisionList | None = None) -> None:
    """Hold the two blocks that were typed from paper against the list that would be approved.

    ``listed`` is that list, where it is not the newest allocation of the round.

    In a real round they must be typed; in an example they may be left out.

    Raises:
        WrongUse: what was typed are no two blocks.
        RefusedByProcess: they are missing, or not those of this list.
    """
    if typed is None and reader.policy.round.kind is not RoundKind.REAL:
        return
    listed = listed or decision_list(reader)
    first, second = listed.left_out
    if typed is None:
        raise RefusedByProcess(
            f'Vaststellen gaat van papier. Druk de besluitenlijst af met "verdeel approve --list '
            f'--out besluitenlijst.pdf --round {reader.id}", en geef de blokken {first} en '
            f"{second} van haar kenmerk met --check XXXX-XXXX. Het scherm laat die weg: "
            f"{listed.on_screen}"
        )
    match = _TYPED.fullmatch(typed.strip())
    if match is None:
        raise WrongUse("Schrijf de twee blokken van de besluitenlijst als --check 1a2b-3c4d.")
    if (match[1].lower(), match[2].lower()) != (
        listed.blocks[first - 1], listed.blocks[second - 1],
    ):  # fmt: skip
        raise RefusedByProcess(
            f"De blokken {first} en {second} zijn niet die van de lijst in de database. Het papier "
            "is van een andere lijst, of de lijst is gewijzigd: er is niets vastgesteld. Druk haar "
            f'opnieuw af met "verdeel approve --list --out besluitenlijst.pdf --round {reader.id}" '
            "en leg beide naast elkaar."
        )
