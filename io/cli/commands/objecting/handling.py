"""The commands ``verdeel objection`` up to the decision: register, mend, adjourn, hear, withdraw.

What was done is recorded first, then its letter is written. The same command again records nothing
and writes the letter anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from .....grants.after.objection import Channel, Contested, WithoutHearing
from .....grants.municipality import canonical_code
from .....instruments.terms.objections import Arrived
from ....errors import WrongUse
from ....letters.comparing import OF_OBJECTIONS
from ....letters.objecting.author import ObjectionAuthor, ObjectionMatter
from ....letters.objecting.matters import (
    adjournment,
    invitation,
    mending_letter,
    posting_letter,
    receipt_of_objection,
)
from ....records.rounds.reader import RoundReader, changing_round
from ....rounds.actor import Actor
from ....rounds.completing.asking import life_of
from ....steps.objections import handling as step
from ....steps.objections import lateness as lateness_step
from ....steps.objections import posting as posting_step
from ....steps.objections import registering
from ...console import show, show_json
from ...doors import check_at_the_door
from ...invocation import Invocation
from ...typed import amount_of, day_of
from ..actor import acting
from ..papers import Paper, paper_for, write_beside
from .listing import as_json, equated_of, objection_lines, show_following


def write(
    call: Invocation, round_id: str, paper: Paper, matter: ObjectionMatter, out: Path,
    sent_on: date, *, word: bool,
) -> Path:  # fmt: skip
    """Write one letter about an objection; where its PDF stands."""
    author = ObjectionAuthor(round_id, paper.office, call.lang, sent_on, example=paper.example)
    write_beside(author, [matter], paper, out, OF_OBJECTIONS, word=word)
    return out / f"{author.stem(matter)}.pdf"


_Act = Callable[[RoundReader, Actor, Collection[date]], step.Handled]
_Letter = Callable[[step.Handled, str], ObjectionMatter]


def _done(
    call: Invocation, round_id: str, act: _Act, letter: _Letter | None = None,
    out: Path | None = None, sent_on: date | None = None, *, word: bool = True,
) -> int:  # fmt: skip
    """Record an act, write its letter where asked for, and tell where the objection stands."""
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if letter is not None and out is not None:
            check_at_the_door(reader)
        told = act(reader, who, equated_of(reader, call))
        instrument = life_of(reader, told.objection.application_id).instrument
        paper = paper_for(reader, call, out)
    written = None
    if letter is not None and out is not None and paper is not None and sent_on is not None:
        written = write(call, round_id, paper, letter(told, instrument), out, sent_on, word=word)
    if call.as_json:
        show_json(
            {
                **as_json(round_id, told.objection, told.terms), "new": told.new,
                "letter": None if written is None else str(written),
            }
        )  # fmt: skip
    else:
        if not told.new:
            show("Dat was al vastgelegd; er is niets gewijzigd.")
        for line in objection_lines(told.objection, told.terms):
            show(line)
        if written is not None:
            show(str(written))
        show_following(call, round_id, told.objection, told.terms)
    odd = told.terms.arrived in (Arrived.LATE, Arrived.PREMATURE, Arrived.UNSHOWN)
    return 1 if odd and told.objection.open else 0


def open_objection(
    call: Invocation, application_id: str, round_id: str, received: date | None,
    dated: date | None, posted: date | None, channel: str, municipality: str | None,
    objector: str | None, committee: bool, reason: str | None, on: date | None,
    against: str | None, out: Path | None, word: bool,
) -> int:  # fmt: skip
    """Register an objection, and write the acknowledgement of its receipt."""
    day = day_of(on, "de inschrijving")
    if received is None:
        raise WrongUse("Noem met --received jjjj-mm-dd wanneer het bezwaar is ontvangen.")
    code = canonical_code(municipality) if municipality else ""
    if code is None:
        raise WrongUse(f"{municipality} is geen gemeentecode.")
    filed = registering.Filed(
        application_id=application_id.upper(), received=received, grounds=(reason or "").strip(),
        channel=Channel(channel), dated=dated, posted=posted, objector=(objector or "").strip(),
        municipality_code=code, committee=committee,
        against=Contested(against) if against else None,
    )  # fmt: skip
    return _done(
        call, round_id,
        lambda reader, who, equated: registering.register(reader, filed, who, day, equated),
        lambda told, scheme: receipt_of_objection(
            told.objection, told.terms, scheme, day, call.lang
        ),
        out, day, word=word,
    )  # fmt: skip


def mend(
    call: Invocation, objection: str, round_id: str, defects: tuple[str, ...], done: bool,
    until: date | None, on: date | None, out: Path | None, word: bool,
) -> int:  # fmt: skip
    """Ask to mend a defect, or record that it was mended."""
    day = day_of(on, "het herstel" if done else "het verzoek")
    if done:
        if defects or until is not None or out is not None:
            raise WrongUse("Bij --done hoort alleen --date.")
        return _done(
            call, round_id,
            lambda reader, who, equated: step.mended(reader, objection, who, day, equated),
        )  # fmt: skip
    return _done(
        call, round_id,
        lambda reader, who, equated: step.ask_to_mend(
            reader, objection, defects, until, who, day, equated
        ),
        lambda told, scheme: mending_letter(told.objection, scheme, call.lang),
        out, day, word=word,
    )  # fmt: skip


def posting(
    call: Invocation, objection: str, round_id: str, shown: date | None, until: date | None,
    reason: str | None, on: date | None, out: Path | None, word: bool,
) -> int:  # fmt: skip
    """Ask when an objection was posted, or record on which day it was."""
    day, why = (
        day_of(on, "het verzoek" if shown is None else "wat er bleek"),
        (reason or "").strip(),
    )
    if shown is not None:
        if until is not None or out is not None:
            raise WrongUse("Bij --shown horen alleen --reason en --date.")
        return _done(
            call, round_id,
            lambda reader, who, equated: posting_step.show_posting(
                reader, objection, shown, why, who, day, equated
            ),
        )  # fmt: skip
    if why:
        raise WrongUse("Bij het verzoek hoort geen --reason; bij --shown wel.")
    return _done(
        call, round_id,
        lambda reader, who, equated: posting_step.ask_when_posted(
            reader, objection, until, who, day, equated
        ),
        lambda told, scheme: posting_letter(told.objection, told.terms, scheme, call.lang),
        out, day, word=word,
    )  # fmt: skip


def lateness(
    call: Invocation, objection: str, round_id: str, reason: str | None, on: date | None
) -> int:
    """Record why an objection came late, as was explained."""
    day, why = day_of(on, "de uitleg"), (reason or "").strip()
    return _done(
        call, round_id,
        lambda reader, who, equated: lateness_step.explain_lateness(
            reader, objection, why, who, day, equated
        ),
    )  # fmt: skip


def adjourn(
    call: Invocation, objection: str, round_id: str, until: date | None, consent: bool,
    reason: str | None, on: date | None, out: Path | None, word: bool,
) -> int:  # fmt: skip
    """Adjourn the decision, or put it off further by consent."""
    day, why = day_of(on, "de verdaging"), (reason or "").strip()
    act = step.put_off_by_consent if consent else step.adjourn
    return _done(
        call, round_id,
        lambda reader, who, equated: act(reader, objection, until, why, who, day, equated),
        lambda told, scheme: adjournment(told.objection, scheme, call.lang),
        out, day, word=word,
    )  # fmt: skip


def hear(
    call: Invocation, objection: str, round_id: str, hearing: date | None, at: str, place: str,
    held: bool, names: tuple[str, ...], without: str | None, reason: str | None,
    on: date | None, out: Path | None, word: bool,
) -> int:  # fmt: skip
    """Invite to a hearing, record it, or record why nobody is heard."""
    if (hearing is not None) + held + (without is not None) != 1:
        raise WrongUse("Kies een van --invite, --held en --without.")
    day, why = day_of(on, "de hoorzitting"), (reason or "").strip()
    if hearing is not None:
        asked = step.Hearing(on=hearing, at=at, place=place)
        return _done(
            call, round_id,
            lambda reader, who, equated: step.invite(
                reader, objection, asked, who, day, equated
            ),
            lambda told, scheme: invitation(told.objection, scheme, call.lang),
            out, day, word=word,
        )  # fmt: skip
    if without is not None:
        ground = WithoutHearing(without)
        return _done(
            call, round_id,
            lambda reader, who, equated: step.not_heard(
                reader, objection, ground, why, who, day, equated
            ),
        )  # fmt: skip
    return _done(
        call, round_id,
        lambda reader, who, equated: step.heard(
            reader, objection, names, why, who, day, equated
        ),
    )  # fmt: skip


def default(
    call: Invocation, objection: str, round_id: str, reason: str | None, on: date | None,
    per_day: tuple[str, ...],
) -> int:  # fmt: skip
    """Record a notice of default."""
    day, why = day_of(on, "de ingebrekestelling"), (reason or "").strip()
    rates = [amount_of(text, "--per-day") for text in per_day]
    return _done(
        call, round_id,
        lambda reader, who, equated: step.notice_of_default(
            reader, objection, why, who, day, equated, rates
        ),
    )  # fmt: skip


def appeal(
    call: Invocation, objection: str, round_id: str, reason: str | None, on: date | None
) -> int:
    """Record an appeal to the court."""
    day, why = day_of(on, "het beroep"), (reason or "").strip()
    return _done(
        call, round_id,
        lambda reader, who, equated: step.appealed(reader, objection, why, who, day, equated),
    )  # fmt: skip


def withdraw(
    call: Invocation, objection: str, round_id: str, reason: str | None, on: date | None
) -> int:
    """Record that an objection was withdrawn."""
    day, why = day_of(on, "de intrekking"), (reason or "").strip()
    return _done(
        call, round_id,
        lambda reader, who, equated: step.withdraw(reader, objection, why, who, day, equated),
    )  # fmt: skip
