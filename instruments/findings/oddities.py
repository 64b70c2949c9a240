"""A screen for odd input: what an officer has to see about the applications of a round.

Nothing here refuses an application. A question waits for an answer; a warning is a remark. What is odd enough to ask is data (ODD-01 and
following), with its source.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from statistics import median_low

from ...grants.applications.application import Application
from ...grants.applications.assessment import Answer
from ...grants.applications.finding import Finding
from ...grants.money import Euro
from ...grants.municipality import plain_name
from ...grants.said import named
from ..areas.areas import AreaList
from ..instrument import Instrument, instruments
from ..law.catalogue import Law
from ..law.quantity import HomeCount, Quantity, Share, written
from ..law.setting import RuleContext
from ..listing import general
from ..screening.every_application import counts_by
from .agreement import QUESTION, WARNING, breakthrough, finding
from .doubles import (
    NO_SUCH_PROJECT,
    OTHER_SEGMENTS,
    SAME_ASKED,
    SAME_CODE,
    other_segments,
    project_elsewhere,
    same_asked,
    same_code,
)
from .overlap import (
    CORRECTED_BEFORE,
    COSTS_BEFORE,
    PROJECT_PAID,
    STATED_BEFORE,
    Elsewhere,
    PaidBefore,
    already_paid,
    corrected_before,
    costs_before,
    same_homes,
    same_project,
    similar_name,
)

CODES = frozenset(
    {
        "INT-105", *(f"INT-{number}" for number in range(151, 161)),
        SAME_ASKED, OTHER_SEGMENTS, SAME_CODE, NO_SUCH_PROJECT, STATED_BEFORE, PROJECT_PAID,
        CORRECTED_BEFORE, COSTS_BEFORE,
    }
)  # fmt: skip
"""The codes of the questions about a round, which are not about one workbook."""


def questions(
    settings: Mapping[str, RuleContext],
    elsewhere: Sequence[Elsewhere] = (),
    paid: Sequence[PaidBefore] = (),
) -> tuple[Finding, ...]:
    """Every question about a round, from the setting of each of its schemes.

    ``elsewhere`` are applications of other rounds whose homes are listed, ``paid`` those that an
    earlier round gave money. Withdrawn applications are left out. The findings have a field, and no file or cell yet.
    """
    found: list[Finding] = []
    filed: list[tuple[str, Application]] = []
    law: Law | None = None
    for key, setting in settings.items():
        law = general().law_on(setting.law_date, carry=True)
        instrument = instruments()[key]
        standing = [one for one in setting.others if one.withdrawn_on is None]
        filed += [(key, one) for one in standing]
        found += _near_limits(instrument, standing, setting, law.share("ODD-02.margin").value)
        found += _prices(instrument, standing, law)
        found += _repeated(standing)
        by_location = counts_by(AreaList.BREAKTHROUGH.value, setting.tags)
        found += [a for one in standing for a in breakthrough(one, counted=by_location)]
    if law is not None:
        found += same_project(filed)
        found += similar_name(filed, law.share("ODD-03.likeness").value)
        found += same_homes(filed, elsewhere)
        if any(one.asks for one in settings.values()):
            found += [*same_asked(filed), *other_segments(filed), *same_code(filed)]
            found += project_elsewhere(filed)
        found += [*already_paid(filed, paid), *corrected_before(filed, paid)]
        found += costs_before(filed, paid)
        found += _absent(filed)
    return tuple(found)


def _absent(filed: Sequence[tuple[str, Application]]) -> Iterator[Finding]:
    """INT-160. An application that the round does not have can exclude nobody in it."""
    there = {one.application_id for _, one in filed}
    for _, one in filed:
        gone = [number for number in named(one.excludes) if number not in there]
        if gone:
            yield finding(
                one, "INT-160", QUESTION, "excludes", gone[0],
                f"Bij Sluit uit aanvraag staat {gone[0]}. Die aanvraag doet niet mee in deze ronde, "
                "zodat deze niets uitsluit.",
                "Ga na welke aanvraag is bedoeld.",
            )  # fmt: skip


def _near_limits(
    instrument: Instrument, standing: Sequence[Application], setting: RuleContext, margin: Fraction
) -> Iterator[Finding]:
    """INT-153. What exactly meets a limit is usual for amounts and shares, and not for homes."""
    of_the_round = instrument.ceiling_parameter.partition(".")[0]
    for one in standing:
        for version, found in instrument.measure(one, setting):
            if found.answer is not Answer.MET or version.code == of_the_round:
                continue
            if _near(found.measured, found.threshold, margin):
                measured = written(found.measured, beside=found.threshold)
                money = isinstance(found.measured, Euro)
                yield finding(
                    one, "INT-153", WARNING, "requested" if money else "application_id", measured,
                    f"Regel {version.code} is net gehaald: {measured}, bij een grens van "
                    f"{written(found.threshold)} ({version.article}).",
                    "Ga na waarop dit getal rust.",
                )  # fmt: skip


def _near(measured: Quantity, limit: Quantity, margin: Fraction) -> bool:
    match measured, limit:
        case Euro(), Euro():
            return 0 < abs(measured.cents - limit.cents) <= margin * limit.cents
        case Share(), Share():
            return 0 < abs(measured.value - limit.value) <= margin * limit.value
        case HomeCount(), HomeCount():
            room = margin * limit.value
            return room >= 1 and abs(measured.value - limit.value) <= room
        case _:
            return False


def _prices(instrument: Instrument, standing: Sequence[Application], law: Law) -> Iterator[Finding]:
    """INT-154 and INT-155: cents a home against what is usual, else against the round itself."""
    key = f"ODD-01.{instrument.key}"
    if not law.has(f"{key}_low"):
        return
    low, high = law.euro(f"{key}_low"), law.euro(f"{key}_high")
    prices = [(one, price) for one in standing if (price := _price(one)) is not None]
    outside = [(one, price) for one, price in prices if not low <= price <= high]
    usual = f"gebruikelijk is {low} tot {high} per woning ({law.values[f'{key}_low'].source})"
    if prices and Fraction(len(outside), len(prices)) > law.share("ODD-04.share_outside").value:
        times = law.number("ODD-04.times_the_median")
        middle = Euro(median_low([price.cents for _, price in prices]))
        first = outside[0][0]
        yield finding(
            first, "INT-155", WARNING, "requested", middle,
            f"{len(outside)} van de {len(prices)} aanvragen voor {instrument.name_nl} vallen buiten "
            f"wat gebruikelijk is; {usual}. In deze ronde is de middelste {middle} per woning.",
            "Ga na of dat te verklaren is. Naar een enkele aanvraag is alleen gevraagd bij meer dan "
            f"{times} keer dat bedrag, of minder dan 1/{times} ervan.",
        )  # fmt: skip
        outside = [
            (one, p)
            for one, p in outside
            if p.cents > middle.cents * times or p.cents * times < middle.cents
        ]
        usual = f"in deze ronde is de middelste {middle}"
    for one, price in outside:
        yield finding(
            one, "INT-154", QUESTION, "requested", price,
            f"De aanvraag vraagt {price} per woning; {usual}.",
            "Vraag de gemeente om een verklaring.",
        )  # fmt: skip


def _price(application: Application) -> Euro | None:
    """The amount asked for each home, in whole euros; ``None`` where there is none to tell."""
    asked, homes = application.requested, application.homes.total
    if not asked or not homes:
        return None
    return Euro.euros(asked.cents // homes // Euro.euros(1).cents)


def _repeated(standing: Sequence[Application]) -> Iterator[Finding]:
    """INT-156 and INT-157: the same words or figures; one project in parts repeats its own."""
    names: dict[Hashable, list[Application]] = {}
    figures: dict[Hashable, list[Application]] = {}
    for one in standing:
        if one.project_name:
            names.setdefault(plain_name(one.project_name), []).append(one)
        if one.requested and one.homes.total:
            same = (one.requested.cents, *one.homes.by_segment().values())
            figures.setdefault(same, []).append(one)
    for group in names.values():
        if _of_several_projects(group):
            yield finding(
                group[0], "INT-156", QUESTION, "project_name", group[0].project_name or "",
                f"De projectnaam {group[0].project_name} staat ook in {_others(group)}.",
                "Ga na of het verschillende projecten zijn.",
            )  # fmt: skip
    for group in figures.values():
        if _of_several_projects(group):
            asked = group[0].requested or Euro(0)
            yield finding(
                group[0], "INT-157", QUESTION, "requested", asked,
                f"Hetzelfde bedrag van {asked} en dezelfde aantallen woningen staan ook in "
                f"{_others(group)}.",
                "Ga na of de cijfers van dit project zelf zijn.",
            )  # fmt: skip


def _of_several_projects(group: Sequence[Application]) -> bool:
    return len({plain_name(one.project_id or one.application_id) for one in group}) > 1


def _others(group: Sequence[Application]) -> str:
    return ", ".join(one.application_id for one in group[1:])
