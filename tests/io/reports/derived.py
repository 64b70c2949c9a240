"""The numbers of a round worked out again for the tests, without any code that makes reports.

From the awards of the allocation, the policy and what was applied for, by adding integers. What a
reader sees is written here too, by functions of a few lines, so that a fault in the notation of the
program is not a fault in both. Dutch only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, cast

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.decisions.allocation import (
    Award,
    CheckedConstraint,
    IncompleteApplication,
    Unit,
)
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.homes import SEGMENTS, Homes
from verdeelsleutel.grants.ledger.ledger import ceilings_of
from verdeelsleutel.grants.municipality import municipalities, plain_name
from verdeelsleutel.grants.rounds.constraint import Group, Measure
from verdeelsleutel.grants.rounds.fund import CeilingRange
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.areas.areas import AreaList, area_named, areas
from verdeelsleutel.io.wording.limits import limit_told

GRANTED = ("granted", "partly_granted")
SCHEMES = {
    "woningbouwimpuls": "Woningbouwimpuls",
    "gebiedsbudget": "Gebiedsbudget",
    "realisatiestimulans": "Realisatiestimulans",
    "bereikbaarheid": "Bereikbaarheid",
}
SEGMENT_NAMES = dict(
    zip(SEGMENTS, ("Sociale huur", "Middenhuur", "Betaalbare koop", "Overig"), strict=True)
)
AREAS = {
    "nplv_area": "NPLV-gebieden",
    "breakthrough_location": "Doorbraaklocaties",
    "large_scale_area": "Grootschalige gebieden",
}
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
# Numbers that are words of the report itself, each with what it is.
FIXED = (
    "SHA-256",  # the name of the hash
    "(streven: 2/3)", "(streven: 30%)",  # the goals of national policy, in labels
    "CC BY 4.0",  # the licence of the borders on the map
    "Kamerstukken II 2024/25, 32 847, nr. 1344",  # the source of those goals
)  # fmt: skip
HOMES_A_YEAR, NPLV_AREAS = 100_000, 20
NUMBER = re.compile(r"[-−+]?(?:€\s?)?[0-9](?:[0-9.,]*[0-9])?%?")


def grouped(number: int) -> str:
    """1234567 as 1.234.567."""
    text = f"{abs(number):,}".replace(",", ".")
    return f"−{text}" if number < 0 else text


def money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}€ {abs(cents) // 100:,}".replace(",", ".") + f",{abs(cents) % 100:02d}"


def euros(cents: int) -> str:
    return f"€ {(cents + 50) // 100:,}".replace(",", ".")


def tenths(cents: int) -> str:
    """Millions with one decimal, a half rounded up."""
    tenth = (cents + 5_000_000) // 10_000_000
    return f"{grouped(tenth // 10)},{tenth % 10}" if cents else "0"


def millions(cents: int) -> str:
    if cents < 99_999_950:
        return euros(cents)
    if cents < 99_995_000_000:
        return f"€ {tenths(cents)}"
    thousandth = (cents + 50_000_000) // 100_000_000
    return f"€ {thousandth // 1000},{thousandth % 1000:03d}"


def percent(part: int, of: int) -> str:
    return f"{grouped(part * 1000 // of // 10)},{part * 1000 // of % 10}%" if of else ""


def day(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def numbers(text: str) -> list[str]:
    """The numbers that stand in a text, in their order, with their sign and unit."""
    return [found.replace("\u00a0", " ") for found in NUMBER.findall(text)]


class Derived:
    """A round added up again."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.totals, self.policy = dossier.allocation.totals, dossier.policy
        self.awards = sorted(dossier.allocation.awards, key=lambda one: one.application_id)
        self.asked: dict[str, Application | IncompleteApplication] = {
            one.award.application_id: one.application for one in dossier.decided
        }
        self.asked |= {one.application_id: one for one in dossier.incomplete}
        self.other = dossier.allocation.counterpart
        certificate = dossier.allocation.certificate
        self.checks = (
            tuple(_told(one, self.policy) for one in certificate.checks) if certificate else ()
        )
        self._whole = {one.project_name for one in self.asked.values()}
        self._exactly = {
            *_texts_of(dossier),
            *(f"{one.sentence_nl}".replace("\u00a0", " ") for one in self.checks),
            *(one.source for one in self.checks),
        }
        self._sources = sorted(self._exactly, key=lambda text: (-len(text), text))

    def area(self, award: Award, field: str) -> str:
        """What an application names in that field; nothing for one that could not be read."""
        return getattr(self.asked[award.application_id], field, None) or ""

    def stated(self, award: Award) -> Homes:
        """The homes that an application states; none for one that could not be read."""
        asked = self.asked[award.application_id]
        return asked.homes_by_segment if isinstance(asked, Application) else Homes()

    def fund(self, award: Award) -> str:
        return self.policy.instruments[award.instrument].fund

    def years(self) -> list[tuple[tuple[str, str, str], dict[str, int]]]:
        """The rows by fund, year and scheme in words, each with its amounts in cents."""
        found: list[tuple[tuple[str, str, str], dict[str, int]]] = []
        for one in self.dossier.years:
            known = self.policy.funds.get(one.fund)
            fund = known.name_nl if known else one.fund
            scheme = SCHEMES[one.instrument] if one.instrument else "hele geldbron"
            told = one.model_dump(mode="json", exclude={"fund", "instrument", "year"})
            amounts = {name: cents for name, cents in told.items() if cents is not None}
            found.append(((fund, str(one.year), scheme), amounts))
        return found

    def ceiling(self, scheme: str) -> int | None:
        ceiling = self.policy.instruments[scheme].ceiling
        if isinstance(ceiling, CeilingRange):
            return ceiling.at_most.cents
        return None if ceiling is None else ceiling.cents

    def where(self, wanted: Callable[[Award], bool]) -> dict[str, int]:
        """The sums over the awards that are wanted: amounts in cents, homes, applications."""
        chosen = [award for award in self.awards if wanted(award)]
        sums = {
            key: sum(getattr(award, key).cents for award in chosen)
            for key in ("requested", "amount", "compensable_vat", "payable", "next_window")
        }
        sums["applications"] = len(chosen)
        sums["awarded"] = sum(1 for award in chosen if award.outcome.value in GRANTED)
        for segment in SEGMENTS:
            sums[segment] = sum(getattr(award.homes, segment) for award in chosen)
        sums["homes"] = sum(sums[segment] for segment in SEGMENTS)
        sums["affordable"] = sums["homes"] - sums["other"]
        return sums

    def of_one(self, number: str) -> dict[str, int]:
        return self.where(lambda award: award.application_id == number)

    def counterpart(self, number: str) -> int:
        amount = self.other.amounts.get(number) if self.other else None
        return amount.cents if amount else 0

    def payments(self, wanted: Callable[[Award], bool]) -> dict[int, int]:
        """Cash by year; under 0 what no payment places in a year."""
        found: dict[int, int] = {}
        for award in filter(wanted, self.awards):
            placed = 0
            for payment in award.payments:
                found[payment.year] = found.get(payment.year, 0) + payment.amount.cents
                placed += payment.amount.cents
            if award.amount.cents > placed:
                found[0] = found.get(0, 0) + award.amount.cents - placed
        return found

    def cash(self, fund: str) -> list[tuple[int, int, int | None, int | None, int | None]]:
        """Of a fund: year, paid, limit, moved in from the year before, and free."""
        known = self.policy.funds[fund]
        carry = known.carry_over.cents if known.carry_over else 0
        limits = {year: amount.cents for year, amount in known.cash.items()}
        paid = self.payments(lambda award: self.fund(award) == fund)
        years = sorted({*paid, *limits} - {0})
        rows: list[tuple[int, int, int | None, int | None, int | None]] = []
        if 0 in paid:
            rows.append((0, paid[0], None, None, None))
        left = 0
        for year in range(years[0], years[-1] + 1) if years else ():
            cash, limit = paid.get(year, 0), limits.get(year)
            if limit is None:
                rows.append((year, cash, None, None, None))
                left = 0
                continue
            moved = min(carry, max(0, left))
            left = limit + moved - cash
            rows.append((year, cash, limit, moved, left))
        return rows

    def committed(self) -> dict[tuple[str, str, int], tuple[int, int | None]]:
        """By fund, scheme (empty: the fund as a whole) and budget year: charged, and ceiling."""
        decided = self.policy.round.decision_date or self.policy.round.window_closes
        found: dict[tuple[str, str, int], tuple[int, int | None]] = {}
        for cell, ceiling in ceilings_of(self.policy).items():
            found[(cell.fund, cell.instrument, cell.year)] = (0, ceiling.cents)
        for award in self.awards:
            now = award.amount.cents - award.next_window.cents
            for year, cents in ((decided.year, now), (decided.year + 1, award.next_window.cents)):
                for scheme in (award.instrument, "") if cents else ():
                    key = (self.fund(award), scheme, year)
                    charged, ceiling = found.get(key, (0, None))
                    found[key] = (charged + cents, ceiling)
        return found

    def set_aside(self) -> dict[tuple[str, str, int], int]:
        """By cell as in ``committed``: kept for what is set aside; nothing where nothing is."""
        decided = self.policy.round.decision_date or self.policy.round.window_closes
        found: dict[tuple[str, str, int], int] = {}
        for award in self.awards:
            for scheme in (award.instrument, "") if award.reserved.cents else ():
                key = (self.fund(award), scheme, decided.year)
                found[key] = found.get(key, 0) + award.reserved.cents
        return found

    def placed_with(self, award: Award) -> int:
        """How many awards have a place in the order that this one has its place in."""
        rules = {key: one.rule.value for key, one in self.policy.instruments.items()}
        shared = [key for key in rules if rules[key] == "optimise"]
        among = shared if award.instrument in shared else [award.instrument]
        return sum(o.rank is not None and o.instrument in among for o in self.awards)

    def province(self, award: Award) -> str:
        return municipalities()[award.municipality_code].province

    def national(self) -> list[tuple[str, str, str]]:
        """Of each goal for the country the sentence, where the round stands, and the aim."""
        homes = self.totals.homes
        year = percent(homes.total, HOMES_A_YEAR)
        affordable = percent(homes.affordable, homes.total) or "–"
        social = percent(homes.social_rent, homes.total) or "–"
        named, nplv = self._nplv()
        sums = self.where(lambda a: bool(self.area(a, "breakthrough_location")))
        return [
            (f"De ronde steunt {grouped(homes.total)} woningen. Het doel is 100.000 woningen per "
             f"jaar; dit is {year} van een jaar.", f"{grouped(homes.total)} woningen",
             "100.000 woningen"),
            (f"Van de gesteunde woningen is {affordable} betaalbaar. Het doel is ten minste 2/3.",
             affordable, "2/3"),
            (f"Van de gesteunde woningen is {social} sociale huur. Het doel is ten minste 30%.",
             social, "30%"),
            (f"In {named} van de {NPLV_AREAS} NPLV-gebieden steunt de ronde een project dat zijn "
             f"gebied noemt; in alle NPLV-gebieden samen {grouped(nplv)} woningen.",
             f"{grouped(nplv)} woningen", ""),
            (f"Aanvragen op een doorbraaklocatie: {grouped(sums['applications'])}. Toegekend: "
             f"{grouped(sums['awarded'])}, samen {grouped(sums['affordable'])} betaalbare "
             f"woningen voor {euros(sums['amount'])}.", grouped(sums["awarded"]), ""),
        ]  # fmt: skip

    def _nplv(self) -> tuple[int, int]:
        """How many areas of the list the supported applications name, and their homes, each project
        once: as applied for."""
        names: set[str] = set()
        projects: dict[str, int] = {}
        for award in self.awards:
            asked = self.asked[award.application_id]
            enabling = self.policy.instruments[award.instrument].enables_homes
            field = self.area(award, "nplv_area")
            area = area_named(AreaList.NPLV, field)
            inside = area is not None or plain_name(field) == "ja"
            if award.amount.cents and enabling and inside:
                names |= {area.name} if area else set()
                homes = self.stated(award)
                project = asked.project_id or award.application_id
                projects.setdefault(project, homes.affordable + homes.other)
        return len(names), sum(projects.values())

    def share(self, code: str) -> tuple[str, str] | None:
        """Where a goal that is a share stands and what it asks; ``None`` where it is no share."""
        goal = next((one for one in self.policy.constraint if one.code == code), None)
        if goal is None or goal.of is None or goal.group.tag or goal.group.without_tag:
            return None
        part, whole = self._counted(goal.measure, goal.group), self._counted(goal.of, goal.of_group)
        sign, limit = "≥" if goal.at_least is not None else "≤", Fraction(goal.limit)
        asked = f"{limit * 100}%" if 100 % limit.denominator == 0 else str(limit)
        return percent(part, whole), f"{sign} {asked}"

    def _counted(self, measure: Measure, group: Group) -> int:
        if group == Group() and measure not in (Measure.MONEY, Measure.NUMBER):
            homes = self.totals.homes
            sums = {"homes": homes.total, "affordable": homes.affordable}
            sums |= {segment: getattr(homes, segment) for segment in SEGMENTS}
        else:
            sums = self.where(lambda award: self._inside(award, group))
        names = {"money": "amount", "number": "awarded", "affordable_homes": "affordable"}
        return sums[names.get(measure.value, measure.value)]

    def _inside(self, award: Award, group: Group) -> bool:
        asked = (
            (group.instrument, award.instrument), (group.fund, self.fund(award)),
            (group.province, self.province(award)), (group.municipality, award.municipality_code),
        )  # fmt: skip
        return all(wanted in (None, found) for wanted, found in asked)

    def measured(self, check: CheckedConstraint, value: int) -> str:
        return money(value) if check.unit is Unit.CENTS else grouped(value)

    def untold(self, text: str) -> list[str]:
        """The numbers of a text that are not the words of a source of this round, word for word:
        of the policy, of an application, of a reason in the allocation, or a hash.
        """
        said = text.replace("\u00a0", " ")
        if text in self._whole or said in self._exactly or not numbers(said):
            return []
        return numbers(self.without_sources(said))

    def without_sources(self, text: str) -> str:
        """A text without what a source of the round says word for word."""
        left = text.replace("\u00a0", " ")
        for source in self._sources:
            left = left.replace(source, " ")
        return left


def _told(check: CheckedConstraint, policy: Policy) -> CheckedConstraint:
    """A check in the words of a reader, which tests/io/wording/test_limits.py holds."""
    told = limit_told(check, policy, "nl")
    return check.model_copy(update={"sentence_nl": told.sentence, "source": told.source})


def _counts_told(dossier: Dossier) -> Iterable[str]:
    """What is provisional and undecided in a round, counted here."""
    articles = [{a.article for a in one.assessments if a.provisional} for one in dossier.decided]
    by_law = [{a[:7] in ("artikel", "bijlage") for a in some} for some in articles]
    yield (
        "Zo veel aanvragen zijn getoetst aan een voorlopige regel, die in geen regeling staat: "
        f"{grouped(sum(False in some for some in by_law))}."
    )
    valued = sum(True in some for some in by_law)
    yield (
        "Zo veel aanvragen zijn getoetst aan een regel met een voorlopig getal, uit het beleid van "
        f"de ronde of niet in de regeling nagekeken: {grouped(valued)}."
    )
    outcomes = [award.outcome.value for award in dossier.allocation.awards]
    waiting = outcomes.count("needs_judgement") + outcomes.count("incomplete")
    yield f"Over zo veel aanvragen is nog niet beslist: {grouped(waiting)}."


def _texts_of(dossier: Dossier) -> set[str]:
    """Every text with a digit in it that the round brings itself, and its dates in words."""
    found = {text for text in _strings(dossier.model_dump(mode="json")) if re.search("[0-9]", text)}
    lettered = {text for text in found if re.search("[A-Za-z]", text)}  # no bare amount or share
    said = {day(when) for when in _days(dossier.model_dump())} | set(_counts_told(dossier))
    shown = {one.replace("\u00a0", " ") for one in (*lettered, *said)}
    hashes = [dossier.policy_hash]
    if dossier.allocation.certificate is not None:
        hashes.append(dossier.allocation.certificate.digest)
    return {*shown, *(text[:12] for text in hashes), dossier.policy.round.id, *FIXED}


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, held in cast("Mapping[Any, Any]", value).items():
            yield from _strings(key)
            yield from _strings(held)
    elif isinstance(value, list | tuple):
        for held in cast("list[Any]", value):
            yield from _strings(held)


def _days(value: Any) -> Iterable[date]:
    if isinstance(value, date):
        yield value
    elif isinstance(value, Mapping):
        for held in cast("Mapping[Any, Any]", value).values():
            yield from _days(held)
    elif isinstance(value, list | tuple):
        for held in cast("list[Any]", value):
            yield from _days(held)


def shades(derived: Derived) -> Iterable[tuple[str, int, int | None]]:
    """What each shade and mark of the map is, of how many municipalities, and their homes."""
    codes = {award.municipality_code for award in derived.awards}
    sums = [derived.where(lambda a, code=code: a.municipality_code == code) for code in codes]
    paid = [(one["amount"], one["affordable"]) for one in sums if one["amount"]]
    amounts = sorted(cents for cents, _ in paid)
    fifths = [amounts[len(amounts) * part // 5] // 100 for part in (1, 2, 3, 4)] if paid else []
    steps = [step * 10**tens for tens in range(12) for step in (1, 2, 5)]
    rounds = {max(one for one in steps if one <= euros) * 100 for euros in fifths}
    bounds = sorted(bound for bound in rounds if bound > amounts[0])
    for low, high in zip([0, *bounds], [*bounds, 10**15], strict=True):
        homes = [its for cents, its in paid if low <= cents < high]
        if homes:
            name = f"{_bound(low)} tot {_bound(high)}"
            if not low:
                name = f"Minder dan {_bound(high)}" if bounds else "Krijgt geld"
            elif high == 10**15:
                name = f"{_bound(low)} of meer"
            yield name, len(homes), sum(homes)
    if len(codes) > len(paid):
        yield "Gevraagd, niets gekregen", len(codes) - len(paid), None
    yield "Niets gevraagd", len(municipalities()) - len(codes), None
    listed = areas(AreaList.NPLV, derived.policy.round.window_opens)
    yield "Stip: een NPLV-gebied", len({c for area in listed for c in area.municipalities}), None


def _bound(cents: int) -> str:
    """A round amount: whole euros, or millions without needless decimals."""
    said = euros(cents) if cents < 100_000_000 else f"€ {grouped(cents // 100_000_000)} mln"
    return said.replace(" ", "\u00a0")
