"""The commands ``verdeel objection replay``, ``decide`` and ``cover``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .....grants.after.objection import Contested, Inadmissible, ObjectionOutcome
from .....grants.money import ZERO
from ....errors import WrongUse
from ....letters.objecting.deciding import decision_of
from ....letters.objecting.matters import penalty_letter
from ....records.rounds.reader import RoundReader, changing_round, reading_round
from ....rounds.actor import Actor
from ....rounds.completing.asking import life_of
from ....rounds.objections.fields import TREATED
from ....rounds.objections.finding import also_told, objection_of
from ....rounds.objections.replaying import How, Replayed, replayed
from ....rounds.objections.terms import terms_of
from ....rounds.settling.upcoming import Upcoming
from ....steps.objections import deciding as step
from ....steps.objections.penalties import fix_penalty
from ....steps.objections.verdict import Advice, Verdict
from ....steps.settling import claiming, fixing, interest
from ....wording.outcomes import outcome_in
from ...console import show, show_json, stage_nl
from ...doors import check_at_the_door
from ...invocation import Invocation
from ...typed import amount_of, day_of
from ..actor import acting, keep_office
from ..papers import paper_for
from ..settling.papers import next_of, show_next
from .handling import write
from .listing import as_json, equated_of, objection_lines, show_following


def corrections_of(written: Sequence[str]) -> dict[str, str]:
    """The corrections as they were typed, by field.

    Raises:
        WrongUse: one is not written as FIELD=VALUE, or a field is named twice.
    """
    found: dict[str, str] = {}
    for one in written:
        field, equals, value = one.partition("=")
        if not equals or not field.strip() or not value.strip():
            raise WrongUse(
                f"Schrijf --set als veld=waarde, zoals homes.social_rent=120, niet {one}."
            )
        if field.strip() in found:
            raise WrongUse(f"Noem {field.strip()} met --set één keer.")
        found[field.strip()] = value.strip()
    return found


def replay(
    call: Invocation, objection: str, round_id: str, corrections: tuple[str, ...], treat: bool,
    time_limit: int | None,
) -> int:  # fmt: skip
    """Do the sealed round over with corrections; nothing changes by it."""
    wanted = corrections_of(corrections) | _treated(treat)
    if not wanted:
        raise WrongUse(
            "Noem met --set wat er wordt gecorrigeerd, zoals homes.social_rent=120; of met --treat "
            "dat zij alsnog wordt behandeld."
        )
    with reading_round(call.database, round_id) as reader:
        number = objection.strip().upper()
        listed = {one.application.application_id for one in reader.applications}
        if number not in listed and number not in reader.untreated:
            number = objection_of(reader, objection).application_id
        told = replayed(reader, number, wanted, seconds=time_limit)
    if call.as_json:
        show_json({**told.model_dump(mode="json"), "wins": told.wins})
    else:
        for line in replay_lines(told, call.lang):
            show(line)
    return 0


def _treated(treat: bool) -> dict[str, str]:
    return {TREATED: "ja"} if treat else {}


_HOW = {
    How.UNCHANGED: "De correctie verandert niets waarop de verdeling rust.",
    How.RULES: "De regels beslissen; wie er verder in de lijst staat, doet niet ter zake.",
    How.QUESTION: "Zonder haar blijft de lijst de beste; gevraagd is of zij erin komt.",
    How.DIVIDED: "Het geld is opnieuw verdeeld, met een certificaat.",
}


def replay_lines(told: Replayed, lang: str) -> list[str]:
    """What the round done over says, for the screen."""
    lines = [f"{c.label}: {c.before} wordt {c.shown}." for c in told.corrections]
    before, after = (
        f"{outcome_in(award.outcome, lang)}, {award.amount}" for award in (told.before, told.after)
    )
    lines.append(f"Nu: {before}. In de ronde met deze correctie: {after}. {_HOW[told.how]}")
    lines += [
        f"{reason.text(lang)} ({reason.article})" if reason.article else reason.text(lang)
        for reason in told.after.reasons
    ]
    if told.asks_judgement:
        lines.append(
            "Wat zij had gekregen, is hier niet te zeggen: dat hangt af van een oordeel dat er "
            "niet is. Beslis zonder --set, en leg het oordeel uit in --reason."
        )
        return lines
    if not told.wins:
        lost = told.after.amount < told.before.amount
        lines.append(
            "De uitkomst blijft: ook zo had zij niet meer gekregen."
            + (" Een bezwaar maakt het niet slechter: zij houdt wat zij heeft." if lost else "")
        )
        return lines
    if told.better_by is not None:
        what = {"homes": "betaalbare woningen", "cents": "cent"}.get(told.unit, told.unit)
        lines.append(
            f"Een lijst met haar erin is ten minste {told.better_by} {what} beter, bij de stap "
            f"{stage_nl(told.stage)}."
        )
    lines.append(f"Zij had {told.gains} meer gekregen.")
    lines.append(
        f"Uit de bezwaarreserve, waarin {told.reserve} is, komt {told.takes}."
        + (f" Boven de reserve is {told.beyond}: dat vraagt dekking." if told.beyond else "")
    )
    return [*lines, "De toekenningen van anderen blijven zoals zij zijn. Er is niets gewijzigd."]


def decide(
    call: Invocation, objection: str, round_id: str, outcome: str, ground: str | None,
    excused: str, advised: date | None, adviser: str, departs: str,
    corrections: tuple[str, ...], treat: bool, amount: str | None, costs: str | None,
    costs_refused: str, time_limit: int | None, reason: str | None, on: date | None,
    out: Path | None, word: bool,
) -> int:  # fmt: skip
    """Decide on an objection, and write the decision."""
    day = day_of(on, "de beslissing")
    corrected = corrections_of(corrections) | _treated(treat)
    verdict = Verdict(
        outcome=ObjectionOutcome(outcome), reason=(reason or "").strip(),
        ground=Inadmissible(ground) if ground else None, excused=excused.strip(),
        departs=departs.strip(), amount=amount_of(amount, "--amount"),
        costs=amount_of(costs, "--costs") or ZERO, corrections=corrected,
        costs_refused=costs_refused.strip(), advice=_advice(advised, adviser.strip()),
    )  # fmt: skip
    over = _done_over(call, round_id, objection, corrected, time_limit)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        check_at_the_door(reader)
        told = step.decide(reader, objection, verdict, over, who, day, equated_of(reader, call))
        coming = _in_its_place(reader, call, told, who, day)
        paper = paper_for(reader, call, out)
        copies = also_told(reader, told.objection, day)
        # Written within the transaction: a decision whose letter cannot be made is not taken.
        written = None
        if out is not None and paper is not None:
            _, matter = decision_of(reader, told.objection, paper.office, call.lang)
            written = write(call, round_id, paper, matter, out, day, word=word)
    if call.as_json:
        show_json(
            {
                **as_json(round_id, told.objection, told.terms),
                "to_court": told.to_court, "also_told": list(copies), "new": told.new,
                "letter": None if written is None else str(written),
            }
        )  # fmt: skip
        return 0
    if not told.new:
        show("Dat was al vastgelegd; er is niets gewijzigd.")
    for line in objection_lines(told.objection, told.terms):
        show(line)
    if told.to_court:
        show("Er is beroep ingesteld: stuur dit ook aan de rechtbank (artikelen 6:19 en 6:20 Awb).")
    if coming is not None:
        show_next(*coming)
    if copies:
        show(f"Deel dit ook mee aan: {', '.join(copies)} (artikel 7:12, tweede en derde lid, Awb).")
    if written is not None:
        show(str(written))
    show_following(call, round_id, told.objection, told.terms)
    return 0


def _advice(advised: date | None, adviser: str) -> Advice | None:
    if advised is None and not adviser:
        return None
    if advised is None or not adviser:
        raise WrongUse("Noem --advised en --adviser samen: de dag van het advies, en van wie.")
    return Advice(by=adviser, on=advised)


def _in_its_place(
    reader: RoundReader, call: Invocation, told: step.DecidedOn, who: Actor, day: date
) -> tuple[Upcoming | None, str] | None:
    """Take what comes in the place of a decision on a settlement, in the same transaction; what
    comes next about that award then."""
    one = told.objection
    if one.decision is None or not (one.contested.later and one.decision.outcome.revises):
        return None
    number, equated = one.application_id, equated_of(reader, call)
    if told.new and one.contested is Contested.SETTLED:
        fixing.approve_settlement(reader, number, who, day)
    elif told.new and one.contested is Contested.INTEREST:
        interest.approve_interest(reader, number, who, day, equated)
    elif told.new:
        claiming.approve_lower_claim(reader, number, who, day, equated)
    return next_of(reader, call, number, day), number


def _done_over(
    call: Invocation, round_id: str, objection: str, corrections: dict[str, str],
    seconds: int | None,
) -> Replayed | None:  # fmt: skip
    """The round done over, before the transaction that decides."""
    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        one = objection_of(reader, objection)
        if not corrections or not one.open:
            return None
        return replayed(reader, one.application_id, corrections, seconds=seconds)


def penalty(
    call: Invocation, objection: str, round_id: str, on: date | None, out: Path | None, word: bool
) -> int:
    """Fix the penalty for a late decision, and write that decision."""
    day = day_of(on, "de vaststelling")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        check_at_the_door(reader)
        equated = equated_of(reader, call)
        told = fix_penalty(reader, objection, who, day, equated)
        paper = paper_for(reader, call, out)
        written = None
        if out is not None and paper is not None:
            one = told.objection
            scheme = life_of(reader, one.application_id).instrument
            matter = penalty_letter(one, told.terms, scheme, day, call.lang, equated)
            written = write(call, round_id, paper, matter, out, day, word=word)
    if call.as_json:
        show_json(
            {
                **as_json(round_id, told.objection, told.terms), "new": told.new,
                "letter": None if written is None else str(written),
            }
        )  # fmt: skip
        return 0
    if not told.new:
        show("Dat was al vastgelegd; er is niets gewijzigd.")
    for line in objection_lines(told.objection, told.terms):
        show(line)
    if written is not None:
        show(str(written))
    show_following(call, round_id, told.objection, told.terms)
    return 0


def cover(
    call: Invocation, objection: str, round_id: str, reason: str | None, on: date | None
) -> int:
    """Name what covers the part of a decision that is beyond the objection reserve."""
    day = day_of(on, "de dekking")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        one = step.cover(reader, objection, (reason or "").strip(), who, day)
        terms = terms_of(reader, one, equated_of(reader, call), day)
    if call.as_json:
        show_json(as_json(round_id, one, terms))
    else:
        for line in objection_lines(one, terms):
            show(line)
        show_following(call, round_id, one, terms)
    return 0
