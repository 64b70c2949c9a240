"""The rule by which a round was divided, as a page for people, in Dutch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ....grants.allocation import Dossier
from ....grants.money import Euro
from ....grants.notation import day
from ...wording.grounds import grounds_of
from .tables import texts_of_open_data


def rule_page(dossier: Dossier, rule: Mapping[str, Any]) -> str:
    """The page in Markdown; ``rule`` is the same as data (:func:`.rule.published_rule`)."""
    return "\n".join(_lines(dossier, rule)) + "\n"


def _lines(dossier: Dossier, rule: Mapping[str, Any]) -> Iterator[str]:
    texts: Mapping[str, Any] = texts_of_open_data()["rule_page"]
    yield f"# {texts['title'].format(**rule)}"
    yield ""
    if rule["example"]:
        yield f"**{texts['example']}**"
        yield ""
    yield texts["begins"].format(**{**rule, "decided_on": _day(rule["decided_on"])})
    for sentence in grounds_of(dossier):
        yield ""
        yield sentence
    yield from _schemes(texts, rule)
    if rule["stages"]:
        yield from _stages(texts, rule)
    yield from _money(texts, rule)
    yield from _limits(texts, rule)
    yield from _choices(texts, rule)
    yield from _later(texts, rule["today"])
    yield from ["", f"## {texts['check_title']}", "", texts["check"]]


def _later(texts: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[str]:
    """What was decided since, where anything was, or was paid."""
    if not today["later_decisions"] and not today["paid_cents"]:
        return
    told = texts["later"].format(
        later_decisions=today["later_decisions"],
        committed=Euro(today["committed_cents"]),
        added=Euro(today["added_on_objection_cents"]),
        paid=Euro(today["paid_cents"]),
    )
    yield from ["", f"## {texts['later_title']}", "", told]


def _schemes(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[str]:
    yield from ["", f"## {texts['schemes_title']}", ""]
    rows: list[Sequence[str]] = []
    for one in rule["schemes"]:
        told = texts["rule"][one["rule"]]
        if one["rule"] in ("rank", "first_come", "lottery"):
            told += " " + texts["fits"][one["when_it_does_not_fit"]]
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
    yield from _table(texts["schemes_columns"], rows)
    different = [one["name_nl"] for one in rule["schemes"] if one["rule"] != one["own_rule"]]
    if different:
        yield from ["", texts["differs"].format(schemes=", ".join(different))]


def _stages(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[str]:
    """What is made as good as can be, one after another."""
    yield from ["", f"## {texts['stages_title']}", "", texts["stages_first"], ""]
    goals: dict[int, list[str]] = {}
    for one in rule["limits"]:
        if not one["hard"]:
            weight = "" if one["weight"] == 1 else texts["weight"].format(weight=one["weight"])
            told = f"{one['sentence_nl']} ({one['code']}{weight})"
            goals.setdefault(one["importance"], []).append(told)
    place = 0
    for importance in sorted(goals):
        place += 1
        yield f"{place}. {texts['stage_goals'].format(goals=' '.join(goals[importance]))}"
    keys = ", ".join(texts["key"][key] for key in rule["published_order"]["keys"])
    names = {one["key"]: one["name_nl"] for one in rule["schemes"]}
    order = ", ".join(names[key] for key in rule["published_order"]["schemes"]) or texts["none"]
    counted = texts["objective"].get(rule["objective"], rule["objective"])
    for told in (
        texts["stage_homes"].format(objective=counted), texts["stage_money"],
        texts["stage_order"].format(keys=keys, schemes=order),
    ):  # fmt: skip
        place += 1
        yield f"{place}. {told}"


def _money(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[str]:
    yield from ["", f"## {texts['money_title']}", ""]
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
    yield from _table(texts["money_columns"], rows)
    yield from ["", texts["money_left"]]
    years = [
        [one["name_nl"], year, str(Euro(cents)), str(Euro(one["carry_over_cents"]))]
        for one in [*rule["funds"], *rule["schemes"]]
        for year, cents in one["cash_cents"].items()
    ]
    if years:
        yield ""
        yield from _table(texts["years_columns"], years)


def _limits(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[str]:
    if not rule["limits"]:
        return
    yield from ["", f"## {texts['limits_title']}", ""]
    rows = [
        [
            one["code"],
            one["sentence_nl"],
            texts["hard"] if one["hard"] else texts["soft"].format(**one),
            one["source"],
        ]
        for one in rule["limits"]
    ]
    yield from _table(texts["limits_columns"], rows)


def _choices(texts: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[str]:
    yield from ["", f"## {texts['choices_title']}", ""]
    if not rule["choices"]:
        yield texts["no_choices"]
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
    yield from _table(texts["choices_columns"], rows)


def _day(text: str) -> str:
    return day(date.fromisoformat(text), "nl")


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown; what would end a cell is written as it is shown."""
    yield _row(heading)
    yield _row(["---"] * len(heading))
    for row in rows:
        yield _row(row)


def _row(cells: Sequence[str]) -> str:
    shown = [" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in cells]
    return f"| {' | '.join(shown)} |"
