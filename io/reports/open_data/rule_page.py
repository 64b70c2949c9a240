"""The rule by which a round was divided, as a page for people, in Dutch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ....grants.after.weighing import WooGround
from ....grants.dossier import Dossier
from ....grants.money import Euro
from ....grants.notation import day, whole
from ....instruments.instrument import instruments
from ...rounds.after.publicity import field_label
from ...wording.divisions import division_lines, division_rows
from ...wording.grounds import grounds_of
from ...wording.texts import sentences_in
from .blocks import Block, Heading, Items, Paragraph, Table
from .fields import texts_of_open_data
from .register import deviations, is_shown


def rule_page(dossier: Dossier, rule: Mapping[str, Any]) -> tuple[Block, ...]:
    """The page as blocks; ``rule`` is the same as data (:func:`.rule.published_rule`)."""
    return tuple(_page(dossier, rule))


def _page(dossier: Dossier, rule: Mapping[str, Any]) -> Iterator[Block]:
    texts: Mapping[str, Any] = texts_of_open_data()["rule_page"]
    yield Heading(1, texts["title"].format(**rule))
    if rule["example"]:
        yield Paragraph(texts["example"], strong=True)
    begins = texts["begins"].format(**{**rule, "decided_on": _day(rule["decided_on"])})
    yield Paragraph(begins)
    if dossier.approval is not None:
        names = len(dossier.approval.approvers)
        yield Paragraph(texts["decided"].format(on=_day(rule["decided_on"]), count=names))
    yield from (Paragraph(sentence) for sentence in grounds_of(dossier))
    yield from _outcome(texts, rule)
    yield from _schemes(texts, rule, deviations(dossier))
    if rule["stages"]:
        yield from _stages(texts, rule, dossier)
    yield from _money(texts, rule)
    yield from _limits(texts, rule)
    yield from _choices(texts, rule)
    yield from _beside(texts, dossier)
    yield from _later(texts, rule["today"])
    yield from _withheld(texts, rule)
    yield from [Heading(2, texts["check_title"]), Paragraph(texts["check"].strip())]


def _outcome(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[Block]:
    """What came of it: in total, and how many applications had which outcome."""
    totals = rule["totals"]
    told = texts["outcome"].format(
        applications=whole(totals["applications"]),
        granted=whole(totals["granted"]),
        amount=Euro(totals["amount_cents"]),
        homes=whole(totals["affordable_homes"]),
    )
    yield from [Heading(2, texts["outcome_title"]), Paragraph(told)]
    rows = [[texts["outcomes"][key], whole(count)] for key, count in totals["by_outcome"].items()]
    yield Table.of(texts["outcome_columns"], rows)


def _beside(texts: Mapping[str, Any], dossier: Dossier) -> Iterator[Block]:
    """The three divisions of the same money, and what may be said of their differences."""
    allocation, policy = dossier.allocation, dossier.policy
    rows = division_rows(allocation, policy, "nl", dossier.supplemented)
    if not rows:
        return
    words = sentences_in("nl")
    yield Heading(2, texts["beside_title"])
    heads = ("name", "homes", "amount", "cost", "more", "less", "stands")
    cells = [
        [
            row.name, whole(row.affordable), str(row.amount), str(row.cost or texts["none"]),
            whole(row.more), whole(row.less), row.stands or texts["this_list"],
        ]
        for row in rows
    ]  # fmt: skip
    yield Table.of([words(f"division.{key}") for key in heads], cells)
    approved = dossier.approval is not None
    for line in division_lines(allocation, policy, "nl", dossier.supplemented, approved=approved):
        yield Paragraph(line)


def _withheld(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[Block]:
    """What each scheme keeps back, and what was weighed otherwise, by its ground."""
    told = rule["publication"]
    yield from [Heading(2, texts["withheld_title"]), Paragraph(texts["withheld"])]
    yield Items(
        tuple(
            texts["withheld_scheme"].format(
                scheme=instruments()[key].name_nl,
                fields=", ".join(field_label(instruments()[key], one).lower() for one in fields)
                or texts["none"],
            )
            for key, fields in told["withheld_by_default"].items()
        )
    )
    if not told["weighed"]:
        return
    yield Paragraph(texts["withheld_weighed"])
    by_ground = Counter(one["ground"] for one in told["weighed"])
    rows = [
        [
            WooGround(ground).article if ground else texts["none"],
            WooGround(ground).told.nl if ground else texts["withheld_published"], whole(count),
        ]
        for ground, count in sorted(by_ground.items())
    ]  # fmt: skip
    yield Table.of(texts["withheld_columns"], rows)


def _later(texts: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[Block]:
    """What was decided since, where anything was, or was paid."""
    if not today["later_decisions"] and not today["paid_cents"]:
        return
    told = texts["later"].format(
        later_decisions=today["later_decisions"],
        committed=Euro(today["committed_cents"]),
        added=Euro(today["added_on_objection_cents"]),
        paid=Euro(today["paid_cents"]),
    )
    yield from [Heading(2, texts["later_title"]), Paragraph(told)]


def _schemes(
    texts: Mapping[str, Any], rule: Mapping[str, Any], deviations: Sequence[str]
) -> Iterator[Block]:
    yield Heading(2, texts["schemes_title"])
    rows: list[Sequence[str]] = []
    for one in rule["schemes"]:
        told = texts["rule"][one["rule"]]
        if one["rule"] in ("rank", "first_come", "lottery"):
            told += " " + texts["fits"][one["when_it_does_not_fit"]]
        if one["rule"] == "rank":
            told += _ranked_by(texts, rule, one["key"])
        if one["marginal_application"]:
            told += " " + texts["marginal"]
        if one["marginal_decided"]:
            told += " " + texts["marginal_decided"].format(number=one["marginal_decided"])
        window = rule["windows"][one["key"]]
        ceiling = one["ceiling_cents"]
        rows.append([
            one["name_nl"], told, one["basis"] or texts["none"],
            texts["window" if window["opens"] else "last_day"].format(
                opens=_day(window["opens"] or window["closes"]), closes=_day(window["closes"])
            ),
            texts["none"] if ceiling is None else str(Euro(ceiling)),
        ])  # fmt: skip
    yield Table.of(texts["schemes_columns"], rows)
    yield Items(tuple(deviations))


def _ranked_by(texts: Mapping[str, Any], rule: Mapping[str, Any], scheme: str) -> str:
    """By what a scheme ranks: the keys are the same for each of its claims."""
    claims: Sequence[Mapping[str, Any]] = rule["claims"]
    none: Sequence[Mapping[str, Any]] = ()
    keys = next((one["rank_keys"] for one in claims if one["scheme"] == scheme), none)
    told = [
        f"{key['name']} ({texts['first']['high' if key['higher_first'] else 'low']})"
        for key in keys
    ]
    return f" {texts['ranked_by'].format(keys=', '.join(told))}" if told else ""


def _stages(texts: Mapping[str, Any], rule: Mapping[str, Any], dossier: Dossier) -> Iterator[Block]:
    """What is made as good as can be, one after another."""
    chosen, fixed = ([one["name_nl"] for one in rule["schemes"] if (one["rule"] == "optimise") is
                      searched] for searched in (True, False))  # fmt: skip
    first = texts["stages_first"].format(schemes=", ".join(chosen))
    yield Heading(2, texts["stages_title"])
    if fixed:
        yield Paragraph(texts["stages_facts"].format(schemes=", ".join(fixed)))
    yield Paragraph(first)
    goals: dict[int, list[str]] = {}
    for one in rule["limits"]:
        if not one["hard"]:
            weight = "" if one["weight"] == 1 else texts["weight"].format(weight=one["weight"])
            goal = f"{one['sentence_nl']} ({one['code']}{weight})"
            goals.setdefault(one["importance"], []).append(goal)
    told = [
        texts["stage_goals"].format(goals=" ".join(goals[importance]))
        for importance in sorted(goals)
    ]
    keys = ", ".join(texts["key"][key] for key in rule["published_order"]["keys"])
    names = {one["key"]: one["name_nl"] for one in rule["schemes"]}
    order = ", ".join(names[key] for key in rule["published_order"]["schemes"]) or texts["none"]
    counted = texts["objective"].get(rule["objective"], rule["objective"])
    told += [
        texts["stage_homes"].format(objective=counted), texts["stage_money"],
        texts["stage_order"].format(keys=keys, schemes=order),
    ]  # fmt: skip
    yield Items(tuple(told), ordered=True)
    shown = texts_of_open_data()["register"]["shown" if is_shown(dossier) else "not_shown"]
    yield Paragraph(shown.strip())


def _money(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(2, texts["money_title"])
    rows = [
        [
            one["name_nl"],
            str(Euro(one["total_cents"])),
            str(Euro(one["objection_reserve_cents"])),
            str(Euro(one["left_cents"])),
            one["source"] or texts["none"],
        ]
        for one in rule["funds"]
    ]
    yield Table.of(texts["money_columns"], rows)
    yield Paragraph(texts["money_left"])
    years = [
        [one["name_nl"], year, str(Euro(cents)), str(Euro(one["carry_over_cents"]))]
        for one in [*rule["funds"], *rule["schemes"]]
        for year, cents in one["cash_cents"].items()
    ]
    if years:
        yield Table.of(texts["years_columns"], years)


def _limits(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[Block]:
    if not rule["limits"]:
        return
    yield Heading(2, texts["limits_title"])
    rows = [
        [
            one["code"],
            one["sentence_nl"],
            texts["hard"] if one["hard"] else texts["soft"].format(**one),
            one["source"],
        ]
        for one in rule["limits"]
    ]
    yield Table.of(texts["limits_columns"], rows)


def _choices(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(2, texts["choices_title"])
    if not rule["choices"]:
        yield Paragraph(texts["no_choices"])
        return
    rows = [
        [
            one["application"],
            texts["decision"][one["decision"]],
            texts["none"] if one["amount_cents"] is None else str(Euro(one["amount_cents"])),
            one["reason"],
            one["article"],
            texts["names"].format(count=one["authorised_by"]),
        ]
        for one in rule["choices"]
    ]
    yield Table.of(texts["choices_columns"], rows)


def _day(text: str) -> str:
    return day(date.fromisoformat(text), "nl")
