"""The command ``verdeel round supplement``: what was set aside, decided after the approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ....grants.lives.round import ANOTHER_APPROVER, APPROVERS
from ....grants.money import Euro
from ....grants.notation import counted
from ....instruments.instrument import instruments
from ...config.office import load_office
from ...errors import WrongUse
from ...letters.making import Formats
from ...letters.writing import Beside, LetterOptions, write_letters
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...records.rounds.supplements import StoredSupplement
from ...rounds.actor import office_path
from ...rounds.aside.over import replaced_by
from ...rounds.aside.waiting import waiting_aside
from ...rounds.decision_list import check_paper, decision_list
from ...rounds.dossier import dossier
from ...rounds.ledger import committed_to
from ...rounds.receipts import receipts_of, write_receipts
from ...steps import supplement as step
from ...wording.outcomes import outcome_in
from ..console import Counter, show, show_json
from ..doors import check_at_the_door
from ..invocation import Invocation
from ..tables import table
from .actor import acting, by_another, keep_office, mine
from .approval import place_list


@dataclass(frozen=True, slots=True)
class SupplementRequest:
    """What was asked besides the round: to make the list, print it, approve it, or send it."""

    on: date | None = None
    approve: bool = False
    letters: bool = False
    listing: bool = False
    typed: str | None = None
    out: Path | None = None
    time_limit: int | None = None


def supplement(call: Invocation, round_id: str, asked: SupplementRequest) -> int:
    """Make a supplementary list, print it, approve it, or write its letters."""
    if asked.approve + asked.letters + asked.listing > 1:
        raise WrongUse("Kies een van --list, --approve en --letters.")
    if (asked.letters or asked.listing) != (asked.out is not None):
        raise WrongUse("Bij --list en --letters hoort --out, en anders niet.")
    if asked.listing and asked.out is not None:
        return _print(call, round_id, asked.out)
    if asked.on is None:
        raise WrongUse("Noem de datum met --date jjjj-mm-dd.")
    if asked.letters and asked.out is not None:
        return _letters(call, round_id, asked.on, asked.out)
    if asked.approve:
        return _approve(call, round_id, asked.on, asked.typed)
    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        who = acting(reader, call)
    made, new = step.make_supplement(call.database, round_id, who, asked.on, asked.time_limit)
    _tell(call, round_id, made, new=new)
    return 0


def _tell(call: Invocation, round_id: str, made: StoredSupplement, *, new: bool) -> None:
    if call.as_json:
        show_json(
            {
                "round": round_id, "new": new, "digest": made.digest, "made_by": made.made_by,
                "on": made.on.isoformat(), "approver": made.approver,
                "approved_on": made.approved_on.isoformat() if made.approved_on else None,
                "awards": [award.model_dump(mode="json") for award in made.awards],
            }
        )  # fmt: skip
        return
    rows = [
        (
            award.application_id, instruments()[award.instrument].name_nl,
            outcome_in(award.outcome, "nl"), str(award.amount),
        )
        for award in made.awards
    ]  # fmt: skip
    show(table(("aanvraag", "regeling", "uitkomst", "bedrag"), rows, numbers=(3,)))
    for award in made.awards:
        for reason in award.reasons:
            show(f"{award.application_id}  {reason.text(call.lang)}")
    with reading_round(call.database, round_id) as reader:
        left = [n for n in waiting_aside(reader) if n not in made.numbers]
        before = replaced_by(reader, made)
        second = by_another(reader, call, APPROVERS)
    if before is not None and before.approved_on is not None:
        show(
            f"Deze lijst komt in de plaats van die van {before.approved_on:%d-%m-%Y}: de brieven "
            "daarvan zijn niet uitgegaan, en een besluit werkt pas als het is bekendgemaakt "
            "(artikel 3:40 van de Algemene wet bestuursrecht)."
        )
    if left:
        show(f"Blijft aangehouden, nog te beslissen: {', '.join(left)}.")
    if made.approver and made.approved_on:
        already = "" if new else "Dat was al vastgelegd; er is niets gewijzigd. "
        show(f"{already}Vastgesteld door {made.approver} op {made.approved_on:%d-%m-%Y}.")
        first = min((p.year for a in made.awards for p in a.payments if p.amount), default=None)
        if first == made.on.year:
            show(f"Haar brieven moeten uit met een dag in {first}: daarin valt een betaling.")
        typed = f"verdeel round supplement {round_id} --letters --date jjjj-mm-dd --out <map>"
        show(f"Hierna: {mine(call, typed)}")
    else:
        typed = second(f"verdeel round supplement {round_id} --approve --date jjjj-mm-dd")
        show(f"Hierna: {typed}, door {ANOTHER_APPROVER}")


def _approve(call: Invocation, round_id: str, on: date, typed: str | None) -> int:
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        made, new = step.approve_supplement(
            reader, who, on, lambda one: _on_paper(reader, typed, one)
        )
    _tell(call, round_id, made, new=new)
    return 0


def _on_paper(reader: RoundReader, typed: str | None, one: StoredSupplement) -> None:
    check_paper(reader, typed, decision_list(reader, one))
    check_at_the_door(reader)


def _print(call: Invocation, round_id: str, out: Path) -> int:
    """Write the decision list of the supplement that waits; whoever may read may print it."""
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        listed = decision_list(reader, step.open_supplement(reader))
        check_at_the_door(reader)
    return place_list(call, listed, out)


def _letters(call: Invocation, round_id: str, on: date, out: Path) -> int:
    """Write the decisions of the newest approved supplement, with a register of their own."""
    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        who = acting(reader, call)
        made = step.to_send(reader, who, on)
        check_at_the_door(reader)
        whole_round = dossier(reader, sent_on=on, of=made)
        receipts = [
            one for one in receipts_of(reader, whole_round) if one.application_id in made.numbers
        ]
        office = load_office(office_path(reader, call.office))
        beside = Beside(committed=_committed(reader, made))
    options = LetterOptions(
        formats=Formats(word=True), others_stay=True, register="aanvullend_besluit.csv",
        only=made.numbers,
    )  # fmt: skip
    written = write_letters(
        whole_round, office, out, lang=call.lang, progress=Counter("brieven"), options=options,
        beside=beside,
    )  # fmt: skip
    write_receipts(receipts, out, "aanvullend_receipts.json")
    with changing_round(call.database, round_id) as reader:
        new = step.sent_supplement(reader, step.to_send(reader, who, on), who, on)
    if call.as_json:
        show_json(
            {
                "round": round_id, "letters": written.letters, "folder": str(written.folder),
                "register": str(written.register), "new": new,
            }
        )  # fmt: skip
    else:
        what = counted(written.letters, "brief", "brieven")
        show(f"{what} in {written.folder}, met {written.register.name}.")
    return 0


def _committed(reader: RoundReader, made: StoredSupplement) -> dict[str, Euro] | None:
    return committed_to(reader, made.numbers)
