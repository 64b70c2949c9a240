"""Another number of homes than was stated, settled with the statement of a later year (RS 2.4(5)).

The later decision holds it: its sheet of corrections names the year, the homes that were stated and
those that there are. Here is what that does to the award of the year itself, and what of the same
homes was claimed back as unlawful, so that no home is paid back twice.
"""

from __future__ import annotations

from typing import Any

from ....grants.money import ZERO, Euro
from ....grants.municipality import successions
from ....grants.notation import counted
from ....grants.record import Record
from ....instruments.after.besides import EarlierYear
from ....instruments.after.settling import Manner
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind
from ..after.standing import StandingAward, standing_awards
from ..dossier import corrections_of, dossier
from ..objections.made import applications_since, judged_since
from .carried import Carried, carried_of
from .claims import acts_of, claiming_acts, committed_of, settling_of, still_paid


class Corrected(Record):
    """A correction of an award by a later statement.

    ``lower`` is what came back with that statement, which the award is lower by, and ``carried``
    what is left for a still later one. ``claimed`` is what was claimed back of the award by other
    decisions, apart from what a correction had left.
    """

    statement: str
    round: str
    year: int
    stated: int
    actual: int
    lower: Euro
    carried: Euro
    claimed: Euro


def correction_of(
    reader: RoundReader, number: str, standing: StandingAward, statement: str
) -> Corrected:
    """What a later statement corrects of an award.

    Raises:
        WrongUse: no other round has such a statement, or it says nothing of this award.
        RefusedByProcess: the scheme corrects nothing, its decision has not gone, it says that there
            are more homes, or the homes are not those of the award.
    """
    _, law = settling_of(reader, standing.award.instrument)
    if law.manner is not Manner.CORRECTED:
        raise RefusedByProcess(
            f"Dit programma verrekent {number} niet met een latere opgave ({law.article})."
        )
    other, year = _statement(reader, number, statement), _year_of(reader, number)
    made = corrections_of(other, dossier(other))[statement]
    rows = made.years
    row = next((one for one in rows if one.start_year == year), None)
    if row is None:
        raise WrongUse(
            f"{statement} corrigeert {year} niet; op het blad Correcties staat: "
            f"{', '.join(str(one.start_year) for one in rows)}."
        )
    before = acts_of(reader, number, SettlingKind.CORRECTED)
    left = carried_of(acts_of(reader, number))
    if before and left is None:
        raise RefusedByProcess(f"{number} is al met een latere opgave verrekend.")
    if any(one.detail.statement == statement for one in before):
        raise RefusedByProcess(f"Wat {statement} van {number} verrekent, is al vastgelegd.")
    _same_homes(reader, number, standing, row, left)
    if row.amount >= ZERO:
        raise RefusedByProcess(
            f"Volgens {statement} gaat het om {counted(row.actual, 'woning', 'woningen')}, eerst "
            f"om {row.stated}. Wat er bij komt, hoort bij de verlening van {statement}; hier "
            "verandert niets."
        )
    if still_paid(reader, number) != committed_of(reader, number):
        raise RefusedByProcess(
            f"{number} is niet helemaal betaald, of er is te veel betaald. Verrekenen kan alleen "
            "wat betaald is; handel dat eerst af."
        )
    came = made.came_back(year)
    return Corrected(
        statement=statement, round=other.id, year=year, stated=row.stated, actual=row.actual,
        lower=came, carried=-row.amount - came, claimed=claimed_of(reader, number),
    )  # fmt: skip


def claimed_of(reader: RoundReader, number: str) -> Euro:
    """What was claimed back of an award by decisions of its own, for other homes than a correction
    is about."""
    own = [one for one in claiming_acts(reader, number) if one.kind is SettlingKind.RECLAIMED]
    return Euro.total(one.detail.amount for one in own if one.detail.carried is None)


def require_carried(reader: RoundReader, number: str, asked: Euro | None) -> Euro:
    """What is claimed apart of what a correction left: ``asked``, or all of that.

    Raises:
        WrongUse: no correction left anything, or it is more than that.
    """
    left = carried_of(acts_of(reader, number))
    if left is None:
        raise WrongUse(f"Van {number} is niets doorgeschoven naar een latere opgave.")
    amount = left.amount if asked is None else asked
    if amount > left.amount:
        raise WrongUse(
            f"Van {number} schoof {left.statement} {left.amount} door; {amount} is meer. Vorder "
            "de rest apart terug, zonder --carried."
        )
    return amount


def require_other_homes(
    reader: RoundReader, number: str, standing: StandingAward, other_homes: str
) -> None:
    """Refuse to claim back homes that a later statement settles, unless it is said that they are
    others.

    Raises:
        RefusedByProcess: with the statement and what it settles.
        WrongUse: it is said that they are others, and no statement settles any.
    """
    _, law = settling_of(reader, standing.award.instrument)
    found = corrected_elsewhere(reader, number) if law.manner is Manner.CORRECTED else ()
    if found and not other_homes:
        statement, of, amount = found[0]
        raise RefusedByProcess(
            f"In {statement} (ronde {of}) wordt {amount} over de opgave van {number} verrekend "
            f"({law.article}). Zijn het andere woningen die u terugvordert? Zeg dan met "
            "--other-homes waarom; dezelfde woningen worden niet twee keer terugbetaald. Wat een "
            "opgave niet kon verrekenen en doorschoof, vordert u apart terug met --carried."
        )
    if other_homes and not found:
        raise WrongUse(f"Geen latere opgave verrekent iets van {number}; laat --other-homes weg.")


def corrected_elsewhere(reader: RoundReader, number: str) -> tuple[tuple[str, str, Euro], ...]:
    """The statements of later rounds that settle fewer homes of an award: number, round, amount."""
    year, place = _year_of(reader, number), _place_of(reader, number)
    found: list[tuple[str, str, Euro]] = []
    for other in reader.rounds:
        if other.id == reader.id or not other.state.decided or other.published_on is None:
            continue
        of_place = {
            one.application.application_id
            for one in other.applications
            if getattr(one.application, "corrections", ()) and place == _code_of(one.application)
        }
        if not of_place:
            continue
        for statement, own in sorted(corrections_of(other, dossier(other)).items()):
            found += [
                (statement, other.id, -row.amount)
                for row in own.years
                if statement in of_place and row.start_year == year and row.amount < ZERO
            ]
    return tuple(found)


def _statement(reader: RoundReader, number: str, statement: str) -> RoundReader:
    """The round of a statement that was granted and whose decision went."""
    for other in reader.rounds:
        numbers = {one.application.application_id for one in other.applications}
        if other.id == reader.id or statement not in numbers:
            continue
        if _place_of(other, statement) != _place_of(reader, number):
            raise WrongUse(f"{statement} is van een andere gemeente dan {number}.")
        standing = standing_awards(other).get(statement) if other.state.decided else None
        if standing is None or standing.sent_on is None:
            raise RefusedByProcess(
                f"Op {statement} (ronde {other.id}) is nog niet beslist, of de brief is nog niet "
                "verstuurd; verrekend wordt in dat besluit."
            )
        return other
    raise WrongUse(f"Geen andere ronde in deze database heeft een opgave {statement}.")


def _same_homes(
    reader: RoundReader, number: str, standing: StandingAward, row: EarlierYear,
    left: Carried | None,
) -> None:  # fmt: skip
    granted = standing.award.amount
    homes = next(
        one.application.homes.affordable
        for one in judged_since(reader)
        if one.application.application_id == number
    )
    owed = ZERO if left is None else left.amount
    if row.owed != owed or (left is not None and row.stated != left.homes):
        known = (
            "geen eerdere opgave schoof iets door" if left is None
            else f"na {left.statement} waren het er {left.homes} en bleef {owed} over"
        )  # fmt: skip
        raise RefusedByProcess(
            f"De correctie noemt {counted(row.stated, 'woning', 'woningen')} en {row.owed} dat nog "
            f"te verrekenen is; {known}. Zoek het uit en corrigeer de opgave."
        )
    wanted = homes if left is not None else row.stated
    if wanted != homes or Euro(row.price.cents * wanted) != granted:
        raise RefusedByProcess(
            f"De correctie noemt {counted(row.stated, 'woning', 'woningen')} van {row.price}; "
            f"{number} kreeg {granted} "
            f"voor {homes}. Dat zijn niet dezelfde woningen: zoek het uit en corrigeer de opgave."
        )


def _application(reader: RoundReader, number: str) -> Any:
    return next(
        one.application
        for one in applications_since(reader)
        if one.application.application_id == number
    )


def _year_of(reader: RoundReader, number: str) -> int:
    """The start year that an award was given for: only statements have one."""
    return int(_application(reader, number).start_year)


def _place_of(reader: RoundReader, number: str) -> str:
    return _code_of(_application(reader, number))


def _code_of(application: Any) -> str:
    """The code of a municipality, or of the one that it went into since."""
    code = str(application.municipality_code)
    ended = successions().get(code)
    return code if ended is None else ended.successor
