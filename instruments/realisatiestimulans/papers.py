"""What letters of the Realisatiestimulans show of a statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from ...grants.money import ZERO, Euro
from ...grants.rounds.policy import InstrumentPolicy
from ..law.catalogue import Law
from ..papers import Paper, Papers, Row, Sheet, Shown, Sign
from .application import RealisatiestimulansStatement as Statement

CutOf = Callable[[Statement, InstrumentPolicy], Fraction]


def papers(cut_of: CutOf) -> Papers:
    """The papers; ``cut_of`` says what cut the policy decides for a municipality (art. 2.2(3))."""
    return Papers(
        homes_first=_homes_first,
        homes_last=_homes_last,
        calculation=lambda statement, paper: _calculation(statement, paper, cut_of),
        settled=_settled,
        asked_label="claim",
        worksheet=lambda sheet, statement, paper: _worksheet(sheet, statement, paper, cut_of),
        fact_names=("cut", "has_supplements"),
        facts=lambda statement, paper: {
            "cut": bool(cut_of(statement, paper.policy)),
            "has_supplements": bool(statement.supplements),
        },
        fields=lambda statement, paper: _fields(statement, paper, cut_of),
        corrections=lambda statement: statement.corrections,
        counted=_counted,
    )


def _homes_first(statement: Statement) -> Iterator[Row]:
    yield Row("start_year", str(statement.start_year))


def _homes_last(statement: Statement) -> Iterator[Row]:
    for name in type(statement.kinds).model_fields:
        count: int = getattr(statement.kinds, name)
        if count:
            yield Row(f"kinds_{name}", count)
    if statement.already_subsidised:
        yield Row("excluded_homes", statement.already_subsidised, capital=True)


def _a_home(statement: Statement, paper: Paper) -> Euro | None:
    """The amount for each home that counts, where the claim is that many times it."""
    counted = _counted(statement)
    a_home = paper.award.asked.per(counted)
    return a_home if a_home is not None and a_home * counted == paper.award.asked else None


def _counted(statement: Statement) -> int:
    return max(statement.homes.affordable - statement.already_subsidised, 0)


def _calculation(statement: Statement, paper: Paper, cut_of: CutOf) -> Iterator[Row]:
    stated, counted = statement.homes.affordable, _counted(statement)
    yield Row("stated_affordable", stated)
    if statement.already_subsidised:
        yield Row("excluded_homes", counted - stated, sign=Sign.LESS)
        yield Row("counted_homes", counted)
    a_home = _a_home(statement, paper)
    if a_home is None:
        return
    cut = cut_of(statement, paper.policy)
    if cut:
        by_law = paper.law().euro("RS-01.price")
        yield Row("price_by_law", by_law, alone=True)
        yield Row("cut_per_home", a_home - by_law, sign=Sign.LESS, alone=True, fill={"cut": cut})
    yield Row("amount_per_home", a_home, alone=True)


def _settled(statement: Statement, paper: Paper) -> Iterator[Row]:
    """What earlier years add to what is paid, or take off it (art. 2.4(5))."""
    correction = paper.correction
    if correction is None:
        return
    for one in correction.years:
        sign = Sign.LESS if one.amount < ZERO else Sign.PLUS
        yield Row("correction_of", one.amount, sign=sign, fill={"year": str(one.start_year)})
    left = correction.settled.carried
    if left:
        yield Row("carried_on", -left, sign=Sign.PLUS)
    yield Row("payable", correction.settled.payable)


def _worksheet(sheet: Sheet, statement: Statement, paper: Paper, cut_of: CutOf) -> None:
    award, counted = paper.award, _counted(statement)
    homes = sheet.given(Row("stated_affordable", statement.homes.affordable))
    if statement.already_subsidised:
        less = sheet.given(Row("excluded_homes", statement.already_subsidised, capital=True))
        homes = sheet.add(Row("counted_homes", counted), f"{homes} - {less}")
    a_home, whole = _a_home(statement, paper), "from_statement"
    if a_home is not None:
        made, cut = "from_rules", cut_of(statement, paper.policy)
        if cut:
            by_law = paper.law().euro("RS-01.price")
            full = sheet.add(Row("price_by_law", by_law), made)
            off = Row("cut_per_home", by_law - a_home, capital=True, fill={"cut": cut})
            made = f"{full} - {sheet.add(off, made)}"
        price = sheet.add(Row("amount_per_home", a_home), made)
        whole = f"{homes} × {price}"
    claim = sheet.add(Row("claim", award.asked), whole)
    letter = sheet.granted()
    sheet.part("part_of_claim", award.amount, letter, award.asked, claim)
    correction = paper.correction
    if correction is None:
        return
    terms = [letter]
    for one in correction.years:
        row = Row("correction_of", one.amount, True, fill={"year": str(one.start_year)})
        terms.append(sheet.add(row, "from_correction"))
    left = correction.settled.carried
    if left:
        terms.append(sheet.add(Row("carried_on", -left, capital=True), "from_correction"))
    sheet.add(Row("payable", correction.settled.payable), " + ".join(terms))


def _fields(statement: Statement, paper: Paper, cut_of: CutOf) -> Mapping[str, Shown]:
    correction = paper.correction
    last = max((one.year for one in statement.supplements), default=None)
    return {
        "start_year": str(statement.start_year),
        "homes_counted": _counted(statement),
        "cut_share": cut_of(statement, paper.policy),
        "carried": ZERO if correction is None else -correction.settled.carried,
        "to_pay": paper.award.payable if correction is None else correction.settled.payable,
        "supplement_by": "" if last is None else _decided_by(last, paper.law()),
    }


def _decided_by(year: int, law: Law) -> date:
    """When a supplement on costs of a year is decided on at the latest.

    Articles 3.4 and 3.8 have the term of article 2.4(3), which RS-08 holds.
    """
    after = law.number("RS-08.years_after_start")
    return date(year + after, law.number("RS-08.month"), law.number("RS-08.day"))
