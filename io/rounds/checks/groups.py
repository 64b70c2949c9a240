"""Whether the group of each constraint names something that there is; a group of nobody is a slip.

A floor for a province with a typing error can never be reached, and a cap on it holds nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....grants.municipality import canonical_code, code_of, provinces
from ....grants.rounds.constraint import Group
from ....grants.rounds.policy import Policy
from ....instruments.screening.candidacy import AREA_FIELDS
from ...config.policy import Amiss
from ...errors import Unreadable
from ...files.toml import Location, nearest

TAGS = ("industrialised", *sorted(of.value for _, of in AREA_FIELDS))
"""The tags that the schemes of this program give; one from elsewhere may give others."""


def groups_amiss(policy: Policy) -> Iterator[Amiss]:
    """What a constraint looks at that is not there; a round from before this was asked keeps it."""
    if not policy.asks:
        return
    for at, constraint in enumerate(policy.constraint):
        for table, group in (("group", constraint.group), ("of_group", constraint.of_group)):
            for key, told in _unknown(group, policy):
                place: Location = ("constraint", at, table, key)
                yield Amiss(place, Unreadable(f"De voorwaarde {constraint.code} noemt {told}"))


def _unknown(group: Group, policy: Policy) -> Iterator[tuple[str, str]]:
    """The keys of a group with a value that is nowhere, each with what to do."""
    for key, written, known, what in (
        ("instrument", group.instrument, tuple(policy.instruments), "de regeling"),
        ("fund", group.fund, tuple(policy.funds), "de geldbron"),
        ("province", group.province, provinces(), "de provincie"),
    ):
        if written is not None and written not in known:
            near = nearest(written, known)
            advice = f"Bedoelt u {near}?" if near else f"Kies uit: {', '.join(known)}."
            yield key, f"{what} {written!r}, en die is er niet in deze ronde. {advice}"
    place = group.municipality
    if place is not None and canonical_code(place) != place:
        code = code_of(place)
        advice = f"Schrijf {code}." if code else "Schrijf haar code, zoals GM0363."
        yield "municipality", f"de gemeente {place!r}, en dat is geen gemeentecode. {advice}"


def strange_tags(policy: Policy) -> Iterator[tuple[Location, str]]:
    """Tags that no scheme of this program gives: worth a look, and no fault."""
    for at, constraint in enumerate(policy.constraint):
        for table, group in (("group", constraint.group), ("of_group", constraint.of_group)):
            for key, tag in (("tag", group.tag), ("without_tag", group.without_tag)):
                if tag is not None and tag.partition(":")[0] not in TAGS:
                    yield (
                        ("constraint", at, table, key),
                        f"De voorwaarde {constraint.code} telt naar {tag!r}, en dat kent geen "
                        f"regeling van dit programma. Bekend zijn: {', '.join(TAGS)}.",
                    )
