"""The command ``verdeel objection list``, and how an objection is shown with its terms."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from .....grants.after.objection import ObjectionStep
from .....grants.notation import counted
from .....instruments.terms.deadlines import moved_or_not
from .....instruments.terms.objections import Term
from ....records.rounds.objections import StoredObjection
from ....records.rounds.reader import RoundReader, reading_round
from ....rounds.objections.fields import TREATED
from ....rounds.objections.finding import objection_of
from ....rounds.objections.following import following
from ....rounds.objections.terms import ObjectionTerms, terms_of
from ...console import show, show_json
from ...invocation import Invocation
from ...tables import table
from ..actor import mine, office_of


def equated_of(reader: RoundReader, call: Invocation) -> Collection[date]:
    """The days that a decree equates with holidays, by the office file."""
    return office_of(reader, call).days_equated_with_holidays


def listed(call: Invocation, objection: str | None, round_id: str, on: date | None) -> int:
    """List the register with its terms, or one objection in full."""
    with reading_round(call.database, round_id) as reader:
        found = (
            (objection_of(reader, objection),)
            if objection
            else (reader.objections if reader.row else ())
        )
        equated = equated_of(reader, call)
        told = [(one, terms_of(reader, one, equated, on)) for one in found]
    if call.as_json:
        show_json([as_json(round_id, one, terms) for one, terms in told])
    elif objection:
        for one, terms in told:
            for line in objection_lines(one, terms):
                show(line)
            show_following(call, round_id, one, terms)
    elif not told:
        show(f"In ronde {round_id} is geen bezwaar ingeschreven.")
    else:
        heads = ("bezwaar", "aanvraag", "van", "ontvangen", "op tijd", "beslissen", "staat")
        show(table(heads, [_row(one, terms) for one, terms in told], numbers=()))
        show(f"Een bezwaar in het geheel: verdeel objection list <bezwaar> --round {round_id}")
    return 0


def show_following(
    call: Invocation, round_id: str, one: StoredObjection, terms: ObjectionTerms
) -> None:
    """Say what comes next about an objection, with the command under it.

    Who may decide on an objection depends on who decided first, so that no name is put there.
    """
    after = following(round_id, one, terms)
    if after is None:
        return
    show(f"Hierna: {after.nl}{':' if after.command else '.'}")
    if after.command:
        decides = re.match(r"verdeel objection (decide|penalty|cover)\b", after.command)
        show(f"    {after.command if decides else mine(call, after.command)}")


def _row(one: StoredObjection, terms: ObjectionTerms) -> tuple[str, ...]:
    last = terms.deciding
    return (
        one.name, one.application_id, one.objector, f"{one.received:%d-%m-%Y}",
        terms.arrived.dutch.partition(" (")[0].partition(",")[0],
        "" if last is None else f"{last.last:%d-%m-%Y}", stands(one),
    )  # fmt: skip


def stands(one: StoredObjection) -> str:
    """Where an objection stands, in a word."""
    if one.decision is not None:
        return one.decision.outcome.dutch
    return "ingetrokken" if one.withdrawn is not None else "open"


def as_json(round_id: str, one: StoredObjection, terms: ObjectionTerms) -> dict[str, Any]:
    """An objection with its terms, as JSON."""
    return {
        "round": round_id, "objection": one.name,
        **one.model_dump(mode="json", exclude={"row_id", "number"}),
        "terms": terms.model_dump(mode="json"),
    }  # fmt: skip


def objection_lines(one: StoredObjection, terms: ObjectionTerms) -> list[str]:
    """An objection in full, for the screen: each term with what set it and what moved it."""
    lines = [
        f"{one.name}: bezwaar van {one.objector} tegen het besluit over {one.application_id}, "
        f"{one.channel.dutch} ontvangen op {one.received:%d-%m-%Y} ({one.kind.dutch}). "
        f"Staat: {stands(one)}.",
        f"Gronden: {one.grounds}",
        f"Ingediend: {terms.arrived.dutch}.",
    ]
    if terms.objecting is not None:
        lines.append(f"Bezwaartermijn: tot en met {_told(terms.objecting)}")
    if terms.deciding is not None and one.decision is None:
        lines.append(f"Beslissen: uiterlijk {_told(terms.deciding)}")
    if terms.mending is not None:
        why = moved_or_not(terms.mending, may_move=True).nl
        lines.append(
            f"Herstel van een verzuim: tot en met {terms.mending:%d-%m-%Y}: zoals gevraagd "
            f"(artikel 6:6 Awb; {why})."
        )
    if terms.posting is not None:
        why = moved_or_not(terms.posting, may_move=True).nl
        lines.append(
            f"De dag van posten laten zien: tot en met {terms.posting:%d-%m-%Y}: zoals gevraagd "
            f"(de Awb stelt hiervoor geen termijn; {why})."
        )
    if terms.explaining is not None and one.decision is None:
        why = moved_or_not(terms.explaining, may_move=True).nl
        lines.append(
            f"Uitleggen waarom het te laat kwam: tot en met {terms.explaining:%d-%m-%Y}: zoals "
            f"gevraagd (artikel 6:11 Awb stelt hiervoor geen termijn; {why})."
        )
    for act in one.acts:
        by = "op" if act.kind is ObjectionStep.INVITED else "tot en met"
        until = f", {by} {act.until:%d-%m-%Y}" if act.until else ""
        lines.append(f"{act.on:%d-%m-%Y}: {act.kind.dutch}{until}. {act.reason} ({act.officer})")
    lines += _penalty_lines(terms)
    return [*lines, *_decision_lines(one, terms)]


def _told(term: Term) -> str:
    return f"{term.last:%d-%m-%Y}: {term.text('nl')}."


def _penalty_lines(terms: ObjectionTerms) -> list[str]:
    due = terms.penalty
    if due is None:
        return []
    if due.premature:
        return ["De ingebrekestelling kwam voor het einde van de termijn en heeft geen gevolg."]
    lines = [
        f"Dwangsom: vanaf {due.first:%d-%m-%Y} ({due.grace.text('nl')}), ten hoogste 42 dagen, tot "
        f"en met {due.last:%d-%m-%Y}; {counted(due.days, 'dag', 'dagen')}, {due.due('nl')}."
    ]
    if due.fixed_by is not None:
        lines.append(
            f"Dwangsom vaststellen: uiterlijk {due.fixed_by:%d-%m-%Y} (artikel 4:18 Awb; een "
            "werkdag volgens artikel 1, eerste lid, Algemene termijnenwet)."
        )
    return lines


def _decision_lines(one: StoredObjection, terms: ObjectionTerms) -> list[str]:
    made = one.decision
    if made is None:
        return []
    lines = [
        f"Beslist op {made.on:%d-%m-%Y} door {made.approver}: {made.outcome.dutch}. {made.reason}"
    ]
    if made.award is not None:
        lines.append(
            f"{one.application_id} krijgt {made.award.amount}; uit de bezwaarreserve komt "
            f"{made.from_reserve}."
        )
    if made.beyond:
        covered = one.of_kind(ObjectionStep.COVERED)[-1:]
        lines.append(
            f"Vraagt dekking: {made.beyond} voor {one.application_id} ({one.name}), boven de "
            "bezwaarreserve."
            if not covered
            else f"Dekking van {made.beyond}: {covered[0].reason}"
        )
    if made.outcome.revises and TREATED in made.corrections:
        got = "zij is alsnog afgewezen" if made.award is None else f"zij krijgt {made.award.amount}"
        lines.append(
            f"{one.application_id} is alsnog behandeld (artikel 7:11, tweede lid, Awb): {got}. Zij "
            "staat niet in de lijst van de ronde; wat hierop is beslist, geldt."
        )
    if made.outcome.revises and one.contested.later:
        lines.append(
            "Dat besluit is herroepen; een ander is ervoor in de plaats gekomen, in deze "
            "beslissing (artikel 7:11, tweede lid, Awb)."
        )
    if terms.appealing is not None:
        lines.append(f"Beroep: tot en met {_told(terms.appealing)}")
    return lines
