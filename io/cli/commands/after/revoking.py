"""The command ``verdeel revoke``: the intention, the proposal, and the decision of another."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from .....grants.money import ZERO
from ....errors import RefusedByProcess, WrongUse
from ....letters.after.matters import after_texts, intention_letter, revocation_letter
from ....records.rounds.reader import changing_round
from ....rounds.after.revoking import FINANCIAL, SAID, SILENT, Ground, NotHeard, to_decide
from ....steps.after import revocation as step
from ...console import show, show_json
from ...doors import check_at_the_door
from ...invocation import Invocation
from ...typed import amount_of, day_of
from ..actor import acting, mine
from ..papers import paper_of, write_matters
from .changes import application_of, check_confirm, tell


@dataclass(frozen=True, slots=True)
class RevokeOptions:
    """What was typed about a revocation, beside who, when and where to."""

    reason: str | None = None
    ground: str | None = None
    amount: str | None = None
    until: date | None = None
    heard: date | None = None
    view: str | None = None
    silent: bool = False
    not_heard: str | None = None
    interest: str | None = None
    weighed: str | None = None
    effect: date | None = None
    notice: str | None = None

    @property
    def given(self) -> tuple[object, ...]:
        """What was typed; ``None`` for what was not."""
        return tuple(getattr(self, one.name) or None for one in fields(self))


def revoke(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    intend: bool,
    confirm: bool,
    out: Path | None,
    **own: Any,
) -> int:
    """Tell of an intention to revoke, propose to revoke, or do so and write its letter."""
    typed, number = RevokeOptions(**own), application_id.upper()
    if intend:
        if confirm or out is None:
            raise WrongUse("Bij --intend hoort --out met de map voor de brief, en geen --confirm.")
        return _intend(call, number, round_id, day_of(on, "het voornemen"), typed, out)
    if typed.until is not None:
        raise WrongUse("--until hoort bij --intend: de laatste dag voor een zienswijze.")
    day = day_of(on, "het besluit")
    check_confirm(confirm, out, *typed.given)
    if confirm and out is not None:
        return _take(call, number, round_id, day, out)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = step.propose_revocation(reader, number, who, day, _weighing(typed))
    return _told(call, round_id, told, None)


def _ground(typed: RevokeOptions) -> Ground:
    if typed.ground is None:
        raise WrongUse("Noem met --ground waarom de toekenning wordt ingetrokken.")
    return Ground(typed.ground)


def _weighing(typed: RevokeOptions) -> step.Weighing:
    if typed.not_heard == "financial":
        raise RefusedByProcess(FINANCIAL)
    return step.Weighing(
        ground=_ground(typed),
        reason=_text(typed.reason),
        remains=amount_of(typed.amount, "--amount") or ZERO,
        heard_on=typed.heard,
        view=_text(typed.view),
        silent=typed.silent,
        not_heard=NotHeard(typed.not_heard) if typed.not_heard else None,
        interest=_text(typed.interest),
        weighed=_text(typed.weighed),
        effect=typed.effect,
        notice=_text(typed.notice),
    )


def _text(typed: str | None) -> str:
    return (typed or "").strip()


def _intend(
    call: Invocation, number: str, round_id: str, day: date, typed: RevokeOptions, out: Path
) -> int:
    """Record the intention, and write the letter in which the municipality reads it."""
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        check_at_the_door(reader)
        remains = amount_of(typed.amount, "--amount") or ZERO
        told = step.intend(
            reader,
            number,
            who,
            day,
            _ground(typed),
            _text(typed.reason),
            typed.until,
            remains,
            typed.effect,
        )
        application, paper = application_of(reader, number), paper_of(reader, call)
    one = told.intention
    matter = intention_letter(one, told.standing, application, told.paid, call.lang)
    write_matters(call, round_id, paper, [matter], out, one.on, after_texts())
    if call.as_json:
        written = one.model_dump(mode="json")
        show_json({"round": round_id, **written, "new": told.new, "folder": str(out)})
        return 0
    already = "" if told.new else " Dat stond al vast; er is niets gewijzigd."
    show(
        f"{number}: voornemen tot intrekken van {one.on:%d-%m-%Y}; de gemeente kan haar zienswijze "
        f"geven tot en met {one.until:%d-%m-%Y} (artikel 4:8 Awb; niet verschoven: een termijn die "
        f"het bestuursorgaan zelf stelt).{already}"
    )
    show(str(out))
    show("Hierna, als de zienswijze er is:")
    show(f"    {mine(call, to_decide(one, round_id, SAID))}")
    show(f"of, als zij na {one.until:%d-%m-%Y} uitblijft:")
    show(f"    {mine(call, to_decide(one, round_id, SILENT))}")
    return 0


def _take(call: Invocation, number: str, round_id: str, day: date, out: Path) -> int:
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = step.approve_revocation(reader, number, who, day)
        application, paper = application_of(reader, number), paper_of(reader, call)
        intention = next(
            (
                one
                for one in reader.after.revocation_intentions
                if one.row_id == told.decision.detail.intention
            ),
            None,
        )
    matter = revocation_letter(
        told.decision, told.standing, application, told.paid, intention, call.lang
    )
    write_matters(call, round_id, paper, [matter], out, day, after_texts())
    return _told(call, round_id, told, out)


def _told(call: Invocation, round_id: str, told: step.Revoked, out: Path | None) -> int:
    more: list[str] = []
    detail = told.decision.detail
    if told.decision.approver:
        more.append(f"Er komt {detail.freed} vrij onder het plafond.")
    if told.paid > detail.after.amount:
        more.append(
            f"Er is {told.paid} betaald; vorder wat te veel is terug bij eigen besluit (artikel "
            "4:86 Awb). Tot het terug is, kan niemand het krijgen."
        )
        if told.decision.approver:
            typed = (
                f"verdeel reclaim intend {told.decision.application_id} --round {round_id} "
                '--date jjjj-mm-dd --reason "..." --out <map>'
            )
            more.append(f"Hierna: {mine(call, typed)}")
    extra = {"paid": told.paid.cents}
    return tell(call, round_id, told.decision, "revoke", extra, more, new=told.new, out=out)
