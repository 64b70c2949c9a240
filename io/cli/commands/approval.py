"""The command ``verdeel approve``: print the decision list, or approve what stands on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ....grants.lives.round import ANOTHER_APPROVER
from ....grants.notation import counted
from ...errors import WrongUse
from ...files.placing import place
from ...pages.decision_list import decisions_pdf
from ...records.rounds.reader import changing_round, reading_round
from ...rounds.decision_list import DecisionList, check_paper, decision_list
from ...steps.approval import approve as approve_round
from ..console import show, show_json
from ..doors import check_at_the_door
from ..invocation import Invocation
from .actor import acting, next_here
from .checking import tell_ahead, tell_too_late


def approve(
    call: Invocation,
    round_id: str,
    on: date | None,
    typed: str | None,
    listing: bool,
    out: Path | None,
) -> int:
    """Approve an allocation, held against its printed list; or print that list."""
    if listing != (out is not None) or (listing and typed is not None):
        raise WrongUse("Afdrukken gaat met --list en --out samen, en zonder --check.")
    if out is not None:
        return _print(call, round_id, out)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        tell_ahead(reader, call)  # who signs the letters is known before anything is decided
        tell_too_late(reader, on)
        approval, new = approve_round(reader, who, on, lambda: check_paper(reader, typed))
        listed = decision_list(reader)
        after = next_here(reader, call)
    if approval is None:
        return _first(call, round_id, who.name, new, listed)
    if call.as_json:
        show_json(
            {
                **approval.model_dump(mode="json"),
                "round": round_id,
                "new": new,
                "list": listed.on_screen,
                "checked": typed is not None and new,
            }
        )
    else:
        done = "is vastgesteld" if new else "was al vastgesteld"
        names = " en ".join(approval.approvers)
        show(f"Ronde {round_id} {done} door {names} op {approval.on:%d-%m-%Y}.")
        show(f"Gemaakt door {approval.maker}. Lijst: {approval.digest}")
        show(f"Besluitenlijst: {listed.on_screen}")
        show(f"Hierna: {after}")
    return 0


def _first(call: Invocation, round_id: str, name: str, new: bool, listed: DecisionList) -> int:
    """The first of two names stands under a list that is not proven."""
    if call.as_json:
        show_json(
            {"round": round_id, "first": name, "new": new, "list": listed.on_screen, "approver": ""}
        )
        return 0
    done = "staat" if new else "stond al"
    show(f"De naam van {name} {done} als eerste onder de verdeling van ronde {round_id}.")
    show(listed.unproven)
    show("Zo'n verdeling wordt vastgesteld op twee namen; de ronde is dat nog niet.")
    show(
        f"Hierna: verdeel approve --round {round_id}, door {ANOTHER_APPROVER} dan "
        f"{listed.made_by} en {name}"
    )
    return 0


def _print(call: Invocation, round_id: str, out: Path) -> int:
    """Write the decision list; whoever may read the round may print it."""
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        listed = decision_list(reader)
        check_at_the_door(reader)
    return place_list(call, listed, out)


def place_list(call: Invocation, listed: DecisionList, out: Path) -> int:
    """Write a decision list to print, and say where it is."""
    place(out, as_pdf(listed))
    if call.as_json:
        show_json({"round": listed.round, "file": str(out), "list": listed.on_screen})
    else:
        show(str(out))
        show(f"Kenmerk, zonder de blokken die op papier staan: {listed.on_screen}")
    return 0


def as_pdf(listed: DecisionList) -> bytes:
    """The decision list to print."""
    first, second = listed.left_out
    facts = {
        "title": f"Besluitenlijst ronde {listed.round}",
        "mark": "VOORBEELD - GEEN BESLUIT" if listed.example else "",
        "footer": f"Besluitenlijst ronde {listed.round}, kenmerk {listed.hash}",
        "lead": f"{listed.title}. {counted(len(listed.lines), 'aanvraag', 'aanvragen')}; ten "
        f"laste van de plafonds komt {listed.total}. De verdeling is gemaakt door {listed.made_by}."
        + (f" {listed.unproven}" if listed.unproven else ""),
        "rests_on": f"Verdeling {listed.digest}. Beleid en regels {listed.policy_hash}.",
        "made_by": listed.made_by,
        "hash_heading": "Kenmerk van deze lijst",
        "hash_lead": f"Wie vaststelt, typt de blokken {first} en {second} over. Dan staat vast dat "
        "de lijst in de database deze lijst is.",
        "list_heading": "Besluiten",
        "head_application": "Aanvraag",
        "head_municipality": "Gemeente",
        "head_instrument": "Regeling",
        "head_outcome": "Uitkomst",
        "head_amount": "Bedrag",
        "signing_heading": "Ondertekening",
        "signing": "De maker en de twee vaststellers zijn drie personen."
        if listed.unproven
        else "De maker en de vaststeller zijn twee personen.",
        "sign_maker": f"Gemaakt: {listed.made_by}",
        "sign_approver": "Vastgesteld (naam, datum, handtekening)"
        + (", door de eerste en door de tweede:" if listed.unproven else ":"),
    }
    rows = [
        [
            line.application_id,
            line.municipality,
            line.instrument,
            line.outcome
            + (
                f", waarvan {line.next_window} uit het volgende tijdvak" if line.next_window else ""
            ),
            line.amount.format(cents=True),
        ]
        for line in listed.lines
    ]
    return decisions_pdf(facts, rows, listed.blocks, listed.planned_on)
