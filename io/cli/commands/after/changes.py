"""The commands ``verdeel change``: what is asked, and the decision on it; and what decisions on
awards share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .....grants.applications.application import Application
from .....grants.lives.round import ANOTHER_APPROVER, APPROVERS
from .....grants.money import Euro
from .....grants.notation import share
from ....errors import WrongUse
from ....letters.after.matters import after_texts, change_letter
from ....records.after.award_decisions import ChangeAsked, DecisionKind, StoredAwardDecision
from ....records.rounds.reader import RoundReader, changing_round
from ....rounds.after.changing import CONTENTS
from ....rounds.objections.made import applications_since
from ....steps.after import change as changing
from ...console import show, show_json
from ...invocation import Invocation
from ...typed import amount_of, day_of
from ..actor import acting, mine, second_name
from ..papers import paper_of, write_matters


@dataclass(frozen=True, slots=True)
class ChangeRequestOptions:
    """What was asked, as it was typed."""

    reason: str | None = None
    amount: str | None = None
    part: int = 1
    year: int | None = None
    last_start: date | None = None
    measures_ready: date | None = None
    measure: str | None = None
    area: str | None = None
    starts: date | None = None
    shortfall: str | None = None
    holds: str | None = None


def request(
    call: Invocation, application_id: str, round_id: str, on: date | None, **own: Any
) -> int:
    """Record a request to change an award."""
    day, asked = day_of(on, "het verzoek"), _asked(ChangeRequestOptions(**own))
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = changing.ask(reader, application_id.upper(), who, day, asked)
    if call.as_json:
        show_json(
            {
                "round": round_id, **told.request.model_dump(mode="json"),
                "term": told.term.day.isoformat(),
                "term_reasons": [one.nl for one in told.term.reasons],
                "lacking": list(told.lacking), "new": told.new,
            }
        )  # fmt: skip
        return 1 if told.lacking else 0
    number = told.request.application_id
    why = "; ".join(one.nl for one in told.term.reasons)
    already = "" if told.new else " Dat stond al vast; er is niets gewijzigd."
    show(
        f"{number}: verzoek tot wijziging van {told.request.on:%d-%m-%Y}. Beslis uiterlijk "
        f"{told.term.day:%d-%m-%Y} ({why}).{already}"
    )
    for key in told.lacking:
        show(f"  ontbreekt: {key}. {CONTENTS[key].nl}")
    typed = f"verdeel change decide {number} --round {round_id} --date jjjj-mm-dd --reason ..."
    show(f"Hierna: {mine(call, typed)}")
    return 1 if told.lacking else 0


def _asked(typed: ChangeRequestOptions) -> ChangeAsked:
    holds = tuple(sorted({key.strip().lower() for key in (typed.holds or "").split(",")} - {""}))
    unknown = [key for key in holds if key not in CONTENTS]
    if unknown:
        known = "; ".join(f"{key}. {text.nl}" for key, text in CONTENTS.items())
        raise WrongUse(f"--with kent geen {', '.join(unknown)}. Kies uit: {known}.")
    return ChangeAsked(
        text=(typed.reason or "").strip(),
        amount=amount_of(typed.amount, "--amount"),
        part=typed.part,
        year=typed.year,
        last_start=typed.last_start,
        measures_ready=typed.measures_ready,
        measure=(typed.measure or "").strip().lower(),
        area=(typed.area or "").strip(),
        starts=typed.starts,
        shortfall=amount_of(typed.shortfall, "--shortfall"),
        holds=holds,
    )


def decide(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    special: str | None,
    refuse: bool,
    confirm: bool,
    out: Path | None,
) -> int:
    """Propose a decision on what was asked, or take it and write its letter."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    check_confirm(confirm, out, reason, special, refuse or None)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if confirm:
            told = changing.approve_change(reader, number, who, day)
        else:
            given = ((reason or "").strip(), (special or "").strip())
            told = changing.propose_change(reader, number, who, day, *given, refuse=refuse)
        application, paper = application_of(reader, number), paper_of(reader, call)
    if confirm and out is not None:
        shares = None
        if told.shares is not None:
            shares = (share(told.shares[0], call.lang), share(told.shares[1], call.lang))
        matter = change_letter(
            told.decision, told.standing, application, told.term, told.paid, shares, call.lang
        )
        write_matters(call, round_id, paper, [matter], out, day, after_texts())
    extra = {"term": told.term.day.isoformat(), "late": told.late, "paid": told.paid.cents}
    more = [f"Na de termijn: die eindigde op {told.term.day:%d-%m-%Y}."] if told.late else []
    above = told.paid - told.decision.detail.after.amount
    if told.decision.kind is DecisionKind.CHANGED and above > Euro(0):
        more.append(
            f"Er is {above} te veel betaald; vorder dat terug bij eigen besluit (4:86 Awb)."
        )
    command = "change decide"
    return tell(call, round_id, told.decision, command, extra, more, new=told.new, out=out)


def check_confirm(confirm: bool, out: Path | None, *given: object) -> None:
    """Refuse what a confirmation does not take, and one without a folder for its letter.

    Raises:
        WrongUse: with what to leave out or to name.
    """
    if confirm and any(one is not None for one in given):
        raise WrongUse("Bij --confirm staat het voorstel al vast; noem alleen --date en --out.")
    if confirm and out is None:
        raise WrongUse(
            "Noem met --out de map voor de brief: een besluit geldt als het is verstuurd."
        )


def application_of(reader: RoundReader, number: str) -> Application:
    """The application of that number, as it was filed."""
    return next(
        one.application
        for one in applications_since(reader)
        if one.application.application_id == number
    )


def tell(
    call: Invocation,
    round_id: str,
    one: StoredAwardDecision,
    command: str,
    extra: dict[str, Any],
    more: list[str],
    *,
    new: bool,
    out: Path | None,
) -> int:
    """What was proposed or decided, and what comes next."""
    if call.as_json:
        show_json(
            {
                "round": round_id, "application_id": one.application_id, "kind": one.kind.value,
                "on": one.on.isoformat(), "article": one.article, "reason": one.reason,
                "before": one.detail.before.amount.cents, "after": one.detail.after.amount.cents,
                "payments": [p.model_dump(mode="json") for p in one.detail.after.payments],
                "made_by": one.made_by, "approver": one.approver,
                "approved_on": one.approved_on.isoformat() if one.approved_on else None,
                "digest": one.digest, "new": new, "folder": None if out is None else str(out),
                **extra,
            }
        )  # fmt: skip
        return 0
    by = f"{one.made_by} en {one.approver}" if one.approver else one.made_by
    done = one.kind.dutch if one.approver else f"voorgesteld: {one.kind.dutch}"
    show(
        f"{one.application_id}: {done}, door {by}, op {one.approved_on or one.on:%d-%m-%Y}: "
        f"{one.detail.before.amount} wordt {one.detail.after.amount} ({one.article})."
    )
    for sentence in more:
        show(sentence)
    if out is not None and one.approver:
        show(str(out))
    if not one.approver:
        typed = second_name(call, round_id, APPROVERS)(
            f"verdeel {command} {one.application_id} --confirm --round {round_id} "
            "--date jjjj-mm-dd --out <map>"
        )
        show(f"Het is besloten als {ANOTHER_APPROVER} het vaststelt: {typed}")
    return 0
