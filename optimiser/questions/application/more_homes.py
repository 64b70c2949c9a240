"""An application with more homes, and whether more of them can break anything."""

from __future__ import annotations

from ....grants.applications.candidate import Candidate
from ....grants.applications.located_homes import LocatedHomes, in_order
from ....grants.rounds.constraint import Measure
from ....grants.rounds.policy import Policy
from ...model.case import Case
from ...model.limits import SEGMENTS_OF, Limit

SOCIAL_RENT = 0  # the segment in which homes are added: it answers to every goal


def with_more(own: Candidate, more: int) -> Candidate:
    """A candidate with so many homes of social rent more, in the municipality that leads."""
    homes = own.homes.model_copy(update={"social_rent": own.homes.social_rent + more})
    if not own.places:
        return own.model_copy(update={"homes": homes})
    lead = own.municipality_codes[0]
    known = {one.municipality_code: one for one in own.places}
    there = known.get(lead, LocatedHomes(municipality_code=lead))
    known[lead] = there.model_copy(update={"social_rent": there.social_rent + more})
    return own.model_copy(update={"homes": homes, "located": in_order(known.values())})


def only_helps(case: Case, i: int) -> bool:
    """Whether more homes of social rent at an item can break no limit that held before."""
    return all(_is_helped(limit, i) for limit in case.limits if i in in_homes(limit))


def without_limits_of_homes(case: Case, policy: Policy, i: int) -> Policy:
    """The policy without the constraints on homes that an item takes part in.

    More homes could help it in those. In all others, and in the number of homes that a list has, a
    home more is one at the most.
    """
    helped = {limit.code for limit in case.limits if i in in_homes(limit)}
    rest = tuple(one for one in policy.constraint if one.code not in helped)
    return policy.model_copy(update={"constraint": rest})


def in_homes(limit: Limit) -> set[int]:
    """The items whose homes of social rent the limit counts."""
    return {i for term in limit.terms if _counts(term.measure) for i in term.members}


def _counts(measure: Measure) -> bool:
    return SOCIAL_RENT in SEGMENTS_OF.get(measure, ())


def _is_helped(limit: Limit, i: int) -> bool:
    terms = [term for term in limit.terms if _counts(term.measure) and i in term.members]
    sign = 1 if limit.relation == ">=" else -1
    if all(sign * term.times >= 0 for term in terms):
        return True
    alike = len({(term.members, term.where) for term in terms}) == 1
    return alike and sign * sum(term.times for term in terms) >= 0
