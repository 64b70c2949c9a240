"""Whether the proof that no list is better is a proof of the list that was published."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from .....optimiser.proof.check_proof import Problem, check, need
from .adding import Awarded, Round
from .amounts import Said
from .claims import can_be, steps_of
from .published import Published


def by_optimum(found: Published, round_: Round) -> tuple[list[Said], bool]:
    """Of what was chosen so that it is best: that the proof is of this list, and that it holds."""
    chosen = [one for one in found.rule["schemes"] if one["rule"] == "optimise"]
    if not chosen:
        need(found.problem is None, "a proof stands beside a division by the schemes' own rules")
        return [], True
    if found.problem is None or found.trees is None:
        return [Said("Dat geen lijst beter is, staat er niet bij als bewijs.",
                     "That no list is better is not proven by these files.")], False  # fmt: skip
    is_of_this_list(found, round_, {str(one["key"]) for one in chosen})
    said, complete = check(found.problem, found.trees)
    shown = (
        "het toont van elk doel, in hun volgorde, en van de gepubliceerde volgorde dat geen lijst "
        "beter is"
        if complete
        else "niet van elk doel en van de volgorde toont het dat geen lijst beter is"
    )
    return [
        Said(
            f"Het bewijs hoort bij deze lijst en klopt van stap tot stap; {shown}.",
            f"The proof is of this list and holds step by step: {' '.join(said[1:])}",
        )
    ], complete


def is_of_this_list(found: Published, round_: Round, chosen: set[str]) -> None:
    """The problem of the proof has these claims at these prices, and this list."""
    stated = json.loads(found.problem or "")
    problem = Problem(stated)
    fixed = {str(one["application"]) for one in found.rule["choices"]
             if one["decision"] == "in" and one["amount_cents"] is not None}  # fmt: skip
    open_ = {one.claim.name: one for one in round_.awarded
             if one.claim.scheme in chosen and one.claim.name not in fixed}  # fmt: skip
    need({one.name for one in problem.order} == set(open_), "the proof is about other applications")
    need(len(problem.order) == len(open_), "the proof has an application twice")
    *_, money = problem.goals
    need(money.name == "money", "the last goal of the proof is not the money")
    price = dict(money.terms)
    priced, places = 0, [int(found.rows[one.name]["rank"]) for one in problem.order]
    need(places == sorted(set(places)), "the places are not those of the published order")
    for one in problem.order:
        got, left = open_[one.name], one.level
        steps = [(most, each) for most, each in steps_of(got.claim) if most and each]
        need([most for most, _ in steps] == one.most, f"{one.name}: other steps in the proof")
        added = 0
        for column, (most, each) in zip(one.columns, steps, strict=True):
            need(price.pop(column, 0) == each, f"{one.name}: another price in the proof")
            added += each * min(left, most)
            left -= min(left, most)
        need(added == got.cents, f"{one.name}: another award in the proof")
        need(can_be(got.claim, got.cents), f"{one.name}: its claim has no such award")
        priced += added
    need(not price, "the proof prices something that is no application")
    need(money.value == priced + money.constant, "the money of the proof is not that of the list")
    counted = [one for one in problem.goals if one.name == found.rule["objective"]]
    need(len(counted) == 1, "the proof has no such goal as the rule")
    if not found.rule["decided_later"]:
        need(
            counted[0].value == found.rule["totals"]["objective_homes"], "other homes in the proof"
        )
    homes_are_those(problem, counted[0].terms, round_)
    limits_are_those(stated, round_)


def homes_are_those(problem: Problem, terms: list[tuple[int, int]], round_: Round) -> None:
    """Whoever is alone in a project and gets all or nothing counts as its claim says."""
    if round_.rule["objective"] != "affordable homes":
        return
    together = Counter(one.project for one in round_.claims)
    by_name = {one.name: one for one in round_.claims}
    counts = dict(terms)
    for one in problem.order:
        claim = by_name[one.name]
        alone = together[claim.project] == 1 and round_.counts_homes[claim.scheme]
        if alone and len(one.columns) == 1 and len(steps_of(claim)) == 1:
            stated = counts.get(one.columns[0], 0)
            need(stated == sum(claim.homes[:3]), f"{one.name}: it counts for other homes")


def limits_are_those(stated: dict[str, Any], round_: Round) -> None:
    """Funds, ceilings and hard limits in money have the room in the proof that the rule has."""
    rows = {row["code"]: row for row in stated["rows"]}
    columns = {one["application"] for one in stated["order"]}
    constant = [one for one in round_.awarded if one.claim.name not in columns]
    for one in round_.rule["funds"]:
        room_is_that(
            rows, f"FUND-{one['key']}", {"fund": one["key"]}, one["left_cents"], round_, constant
        )
    for one in round_.rule["schemes"]:
        if one["left_cents"] is not None:
            group = {"instrument": one["key"]}
            room_is_that(rows, f"CEILING-{one['key']}", group, one["left_cents"], round_, constant)
    for one in round_.rule["limits"]:
        if one["hard"] and one["measure"] == "money" and one["of"] is None:
            turned = -1 if one["relation"] == ">=" else 1
            room_is_that(rows, one["code"], one["group"], one["limit"], round_, constant, turned)


def room_is_that(
    rows: dict[str, Any], code: str, group: dict[str, Any], limit: int, round_: Round,
    constant: Sequence[Awarded], turned: int = 1,
) -> None:  # fmt: skip
    """A row that nothing can break is left out of a problem; any other has the room of the rule."""
    taken = sum(one.charged for one in constant if round_.answers(one.claim, group))
    if code in rows:
        need(rows[code]["limit"] == turned * (limit - taken), f"{code} has other room in the proof")
