"""The same asked twice (*dubbel ingediend*): which application of a pair waits for an answer.

What could be paid twice is paid once, to whoever came first, until an officer said that both are
right; a question about it stands at one of the two.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from ...grants.applications.application import Application
from ...grants.applications.finding import Finding
from ...grants.homes import differ_in_segments
from ...grants.municipality import municipalities
from ...grants.notation import counted
from ...grants.record import Record
from ..screening.candidacy import asked_of, place_and_code, project_of
from .agreement import QUESTION, finding

SAME_ASKED = "INT-173"
SAME_HOMES = "INT-158"
OTHER_SEGMENTS, SAME_CODE, NO_SUCH_PROJECT = "INT-174", "INT-175", "INT-178"
Filed = tuple[str, Application]


class Double(Record):
    """Two applications of one scheme that would be paid for the same.

    ``waits`` came later than ``first``; the question is ``code``, and stands at ``asked_of``.
    """

    code: str
    asked_of: str
    first: str
    waits: str


def doubles(filed: Iterable[Filed]) -> tuple[Double, ...]:
    """The pairs of a round, by number; withdrawn applications are in none."""
    standing = [(key, one) for key, one in filed if one.withdrawn_on is None]
    found = dict.fromkeys(_sharing(standing), SAME_HOMES)
    found |= dict.fromkeys(_alike(standing), SAME_ASKED)
    by_number = {one.application_id: one for _, one in standing}
    return tuple(
        _double(code, by_number[a], by_number[b]) for (a, b), code in sorted(found.items())
    )


def _double(code: str, one: Application, other: Application) -> Double:
    first, later = sorted((one, other), key=lambda a: (a.received_at, a.application_id))
    return Double(
        code=code,
        asked_of=one.application_id,
        first=first.application_id,
        waits=later.application_id,
    )


def _pairs(groups: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        yield from combinations(sorted(set(group)), 2)


def _alike(standing: Sequence[Filed]) -> Iterator[tuple[str, str]]:
    """Applications of one scheme that ask the very same, whatever their number and moment."""
    groups: dict[Hashable, list[str]] = {}
    for key, one in standing:
        # What is asked without an amount, as a yearly statement, can well be the same.
        if one.requested and one.homes.total:
            groups.setdefault((key, asked_of(one)), []).append(one.application_id)
    return _pairs(groups.values())


def _sharing(standing: Sequence[Filed]) -> Iterator[tuple[str, str]]:
    """Applications of one scheme with a BAG object in both."""
    groups: dict[Hashable, list[str]] = {}
    for key, one in standing:
        for bag_id in one.bag_ids:
            groups.setdefault((key, bag_id), []).append(one.application_id)
    return _pairs(groups.values())


def other_segments(filed: Sequence[Filed]) -> Iterator[Finding]:
    """INT-174: applications for one part of a project that state other segments for its homes."""
    groups: dict[tuple[str, frozenset[str]], list[Application]] = {}
    for _, one in filed:
        if one.project_id:
            key = project_of(one, one.project_id), frozenset(one.phases)
            groups.setdefault(key, []).append(one)
    for key in sorted(groups, key=lambda key: (key[0], sorted(key[1]))):
        group = groups[key]
        if differ_in_segments(one.homes_by_segment for one in group):
            others = ", ".join(one.application_id for one in group[1:])
            most = max(one.homes_by_segment.total for one in group)
            yield finding(
                group[0], OTHER_SEGMENTS, QUESTION, "project_id", group[0].project_id or "",
                f"Voor dezelfde woningen staan in {others} andere aantallen per segment. Zij tellen "
                f"een keer: samen {counted(most, 'woning', 'woningen')}.",
                "Stel vast welke segmenten kloppen, en laat de andere aanvraag verbeteren.",
            )  # fmt: skip


def same_code(filed: Sequence[Filed]) -> Iterator[Finding]:
    """INT-175: one project code in several municipalities, which are projects apart."""
    groups: dict[str, dict[str, Application]] = {}
    for _, one in filed:
        if one.project_id:
            place, code = place_and_code(one, one.project_id)
            groups.setdefault(code, {}).setdefault(place, one)
    for code in sorted(groups):
        places = [groups[code][key] for key in sorted(groups[code])]
        if len(places) > 1:
            others = ", ".join(f"{one.application_id} ({one.place.name})" for one in places[1:])
            yield finding(
                places[0], SAME_CODE, QUESTION, "project_id", places[0].project_id or "",
                f"Projectcode {places[0].project_id} staat ook in {others}. Het zijn verschillende "
                "gemeenten, en zo verschillende projecten.",
                "Is het een project van beide, laat de ene dan naar de andere verwijzen, als in "
                f"{places[0].municipality_code}:{places[0].project_id}.",
            )  # fmt: skip


def project_elsewhere(filed: Sequence[Filed]) -> Iterator[Finding]:
    """INT-178: a project of another municipality that no application of the round is for.

    With a slip in the code it would be a project of its own, and its homes would count twice.
    """
    named = [(one, place_and_code(one, one.project_id)) for _, one in filed if one.project_id]
    own = {project for one, project in named if project[0] in one.participants}
    for one, (place, code) in named:
        if (place, code) not in own:
            yield finding(
                one, NO_SUCH_PROJECT, QUESTION, "project_id", one.project_id or "",
                f"De projectcode verwijst naar een project {code} van {municipalities()[place].name}"
                ", en dat staat bij geen aanvraag van die gemeente in deze ronde.",
                "Ga na welk project is bedoeld, en laat een verkeerde code verbeteren.",
            )  # fmt: skip


def same_asked(filed: Sequence[Filed]) -> Iterator[Finding]:
    """INT-173: one question a pair, at the application whose number comes first."""
    by_number = {one.application_id: one for _, one in filed}
    for double in doubles(filed):
        if double.code != SAME_ASKED:
            continue
        one = by_number[double.asked_of]
        other = double.waits if double.waits != double.asked_of else double.first
        yield finding(
            one, SAME_ASKED, QUESTION, "requested", one.requested or "",
            f"Aanvraag {other} vraagt precies hetzelfde. Tot hier is geantwoord, doet alleen "
            f"{double.first} mee, die het eerst binnenkwam.",
            "Ga na of het twee projecten zijn. Is het er een, laat de gemeente dan een van de twee "
            "intrekken.",
        )  # fmt: skip
