"""The command ``verdeel round amend``: propose a change of what was sealed, or confirm one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from ....grants.applications.assessment import Answer
from ....grants.money import Euro
from ....grants.names import comparable
from ....grants.notation import AFFORDABLE, counted, whole
from ...config.policy import load_policy
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds import events
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...rounds.amending.effects import Effect, effect_of, worked_out_again
from ...rounds.checks.ahead import approvers_left
from ...rounds.checks.makers import makers_of
from ...rounds.state import as_decided
from ...steps.amendment import (
    Amended,
    Proposal,
    check_policy,
    check_reason,
    confirm,
    drop,
    history,
    may_confirm,
    propose,
    replayed,
)
from ...wording.outcomes import outcome_in
from ..console import Stages, say, show, show_json
from ..invocation import Invocation
from ..tables import table
from .actor import acting, keep_office, office_of, second_name

_EMPTY = "(leeg)"
_ANSWERS = {
    Answer.MET: "voldoet",
    Answer.NOT_MET: "voldoet niet",
    Answer.NEEDS_JUDGEMENT: "oordeel nodig",
}


def amend(
    call: Invocation,
    round_id: str,
    policy: Path | None,
    program: bool,
    reason: str | None,
    confirmed: bool,
    on: date | None,
    dropped: bool = False,
) -> int:
    """Propose an amendment, confirm or drop the one that waits, or, with neither, list them."""
    if sum((policy is not None, program, confirmed, dropped)) > 1:
        raise WrongUse("Kies één van --policy, --program, --confirm en --drop.")
    if confirmed and reason is not None:
        raise WrongUse("Bevestigen gaat zonder --reason: die staat al vast.")
    if confirmed:
        told, new = confirmed_now(call, round_id, on)
    elif dropped:
        with changing_round(call.database, round_id) as reader:
            told, new = drop(reader, acting(reader, call), reason or "", on)
    elif policy is not None or program:
        told, new = _proposed(call, round_id, policy, reason or "", on)
    else:
        return _listed(call, round_id)
    if call.as_json:
        show_json({**_as_json(told), "new": new})
    else:
        show_amended(told, new=new, second=second_name(call, round_id))
    if not (told.holds or told.dropped_by):
        say_who_can_approve(call, round_id, told.officer)
    return 0


def say_who_can_approve(call: Invocation, round_id: str, proposed: str) -> None:
    """Before anybody confirms: whoever does cannot approve, and who is left then."""
    with reading_round(call.database, round_id) as reader:
        if reader.policy.round.explores:
            return
        say("Wie een wijziging voorstelt of bevestigt, kan de ronde daarna niet vaststellen.")
        say(approvers_line(reader, call, proposed))


def _proposed(
    call: Invocation, round_id: str, policy: Path | None, reason: str, on: date | None
) -> tuple[Amended, bool]:
    """Reckon who wins and loses with the database free, and record it if nothing changed since."""
    stages = Stages()
    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        who = acting(reader, call)
        seen = events.count(reader)
        if policy is not None:
            read, _text = load_policy(policy)
            other = as_decided(reader, read)
            check_policy(reader, other, who)
            check_reason(reason)
            same, effect = False, effect_of(reader, other, watch=stages)
        else:
            same, effect = replayed(reader, who, watch=stages)
            other = reader.policy
    stages.end()
    what = Proposal(
        kind="program" if policy is None else "policy",
        policy=other,
        policy_file=Path() if policy is None else policy.resolve(),
        reason=reason,
        same=same,
        effect=effect,
    )
    with changing_round(call.database, round_id) as reader:
        if events.count(reader) != seen:
            raise RefusedByProcess(
                f"Terwijl de gevolgen werden berekend is er aan ronde {round_id} gewerkt. Er is "
                "niets vastgelegd; geef dezelfde opdracht opnieuw."
            )
        return propose(reader, what, acting(reader, call), on)


def confirmed_now(call: Invocation, round_id: str, on: date | None) -> tuple[Amended, bool]:
    """Reckon it anew with the database free, or again if the round changed since."""
    stages = Stages()
    with reading_round(call.database, round_id) as reader:
        seen = events.count(reader)
        who = acting(reader, call)
        waits = may_confirm(reader, who, on)
        if waits is not None and not reader.policy.round.explores:
            say(approvers_line(reader, call, waits.officer, who.name))
        again = worked_out_again(reader, stages) if waits is not None else None
    stages.end()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        same = events.count(reader) == seen
        return confirm(reader, who, on, again if same else None)


def _listed(call: Invocation, round_id: str) -> int:
    with reading_round(call.database, round_id) as reader:
        made = history(reader)
    if call.as_json:
        show_json([_as_json(one) for one in made])
    elif not made:
        show(f"Van ronde {round_id} is na de verzegeling niets gewijzigd.")
    else:
        for one in made:
            show_amended(one, new=False)
            show()
    return 0


def _as_json(told: Amended) -> dict[str, object]:
    return {
        **told.model_dump(mode="json", exclude={"row_id"}),
        "holds": told.holds,
    }


def show_amended(
    told: Amended,
    *,
    new: bool,
    command: str = "round amend",
    second: Callable[[str], str] = str,
) -> None:
    """An amendment as it stands; ``command`` is the one that confirms it.

    ``second`` writes it as whoever puts the second name types it.
    """
    what = "Beleid" if told.kind == "policy" else f"Programma, versie {told.program_version}"
    on = f" op {told.on:%d-%m-%Y}" if told.on is not None else ""
    show(f"{what}: voorgesteld door {told.officer}{on}. {told.reason}".rstrip())
    show(f"Zegel was {told.before_hash}")
    show(f"Zegel {'is' if told.holds else 'wordt'} {told.policy_hash}")
    for line in change_lines(told):
        show(line)
    for line in effect_lines(told.effect):
        show(line)
    if told.same:
        show("Het programma geeft bij herhaling dezelfde uitkomst, byte voor byte. Dit geldt.")
    elif told.dropped_by:
        show(f"Teruggenomen door {told.dropped_by}. Dit geldt niet.")
    elif told.confirmed_by:
        show(f"Bevestigd door {told.confirmed_by}. Dit geldt.")
        show(f"Hierna, als er al getoetst was: verdeel allocate --round {told.round}")
    else:
        show("Het geldt pas als een ander het bevestigt:")
        show(second(f"verdeel {command} {told.round} --confirm"))
    if not new and not told.holds and not told.dropped_by:
        show("Dit voorstel stond er al; er is niets gewijzigd.")


def change_lines(told: Amended) -> list[str]:
    """Which keys of the policy change, with what each was and what it becomes."""
    if told.kind != "policy":
        return []
    lines = [f"Wijzigt in het beleid ({counted(len(told.changes), 'sleutel', 'sleutels')}):"]
    return lines + [
        f"  {one.key}: {_EMPTY if one.before is None else one.before} → "
        f"{_EMPTY if one.after is None else one.after}"
        for one in told.changes
    ]


def effect_lines(effect: Effect) -> list[str]:
    """Who wins and who loses, the largest loss first."""
    if effect.nothing and effect.allocation_id is None:
        return ["Er is nog niet verdeeld: wie er iets anders door krijgt, is nog niet bekend."]
    if effect.nothing:
        return ["Niemand krijgt er iets anders door."]
    lines: list[str] = []
    if effect.turned:
        lines.append("De regels zeggen iets anders over:")
        lines += [
            f"  {one.application_id}: {_ANSWERS[one.before]} → {_ANSWERS[one.after]}"
            for one in effect.turned
        ]
    if effect.first:
        return [*lines, *_first_lines(effect)]
    if effect.allocation_id is None:
        return [*lines, "Er is nog geen verdeling, dus nog geen winnaars of verliezers."]
    sign = "+" if effect.homes_gained >= 0 else "-"
    lines.append(f"Verschil: {sign}{counted(abs(effect.homes_gained), *AFFORDABLE)}.")
    losers = [one for one in effect.changes if one.difference.cents < 0]
    winners = [one for one in effect.changes if one.difference.cents > 0]
    lines.append(
        f"{counted(len(losers), 'aanvraag verliest', 'aanvragen verliezen')}, "
        f"{counted(len(winners), 'wint', 'winnen')}."
    )
    rows: Sequence[Sequence[str]] = [
        (one.application_id, str(one.before), str(one.after), str(one.difference))
        for one in effect.changes
    ]
    return [*lines, table(("aanvraag", "nu", "straks", "verschil"), rows, numbers=(1, 2, 3))]


def _first_lines(effect: Effect) -> list[str]:
    """What everybody would get, where there was nothing to lose: the round had no list."""
    given = [one for one in effect.first if one.amount]
    rows = [
        (one.application_id, str(one.amount), outcome_in(one.outcome, "nl")) for one in effect.first
    ]
    return [
        "Er is nog geen verdeling, dus niemand verliest iets wat al was toegekend. Met dit beleid:",
        f"{counted(len(given), 'aanvraag krijgt', 'aanvragen krijgen')} geld, samen "
        f"{Euro.total(one.amount for one in given)}, voor {whole(effect.homes_gained)} betaalbare "
        f"woningen; {counted(len(rows) - len(given), 'aanvraag krijgt', 'aanvragen krijgen')} "
        "niets.",
        table(("aanvraag", "bedrag", "uitkomst"), rows, numbers=(1,)),
    ]


def approvers_line(reader: RoundReader, call: Invocation, *also: str) -> str:
    """Who can still approve once these people had a part in the amendment too; Dutch."""
    made = {comparable(name) for names in makers_of(reader).values() for name in names}
    made |= {comparable(name) for name in also}
    left = approvers_left(office_of(reader, call), made)
    if not left:
        return (
            "Let op: niemand kan de ronde daarna nog vaststellen: ieder met de rol approver heeft "
            "er dan deel aan. Laat een ander bevestigen, of geef een ander die rol in office.toml."
        )
    return f"Vaststellen kunnen daarna nog: {', '.join(left)}."
