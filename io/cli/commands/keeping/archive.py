"""A round in one file, that file done over, and contact persons taken away after their term."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .....grants.notation import counted, whole
from ....errors import RefusedByProcess, Unreadable, WrongUse, why_not
from ....files.archive import Contents
from ....files.placing import place
from ....letters.register import hurt
from ....records.database import emptied, place_of
from ....records.rounds.reader import changing_round, reading_round
from ....rounds.bundle import Manifest, bundle_of
from ....steps.purge import due, looked_through
from ....steps.purge import purge as purge_contacts
from ....steps.replay import replay as done_over
from ...console import show, show_json
from ...invocation import Invocation
from ..actor import acting, office_of

_SHOWN = 10


def bundle(call: Invocation, round_id: str, out: Path, letters: Path | None) -> int:
    """Pack a round into a new file, which is there whole or not at all.

    Raises:
        WrongUse: the file exists and holds something else.
        RefusedByProcess: a letter that the register names is not there as it was sent; or see
            :func:`bundle.bundle_of`.
        Unreadable: the file cannot be written.
    """
    if out.is_dir() or not out.parent.is_dir():
        raise WrongUse(f"{out} is geen bestand in een bestaande map. Noem een nieuw bestand.")
    if letters is not None:
        _require_whole(letters)
    with reading_round(call.database, round_id) as reader:
        made = bundle_of(reader, letters)
    try:
        _place(made, out)
    except OSError as fault:
        raise Unreadable(
            f"De bundel {out} kan niet worden geschreven ({why_not(fault)}). Maak ruimte of noem "
            "een andere map, en geef dezelfde opdracht opnieuw."
        ) from fault
    told = {"file": str(out), "sha256": made.sha256, "bytes": len(made.data)}
    if call.as_json:
        show_json({**told, **made.manifest.model_dump(mode="json")})
        return 0
    show(
        f"{out}: ronde {round_id} in {len(made.parts)} onderdelen, {whole(len(made.data))} bytes, "
        "zonder contactpersonen."
    )
    show(f"SHA-256 van het bestand: {made.sha256}")
    show(f"Kop van het spoor: {made.manifest.head.hash}, gebeurtenis {made.manifest.head.number}.")
    show(f"Hierna, waar en wanneer ook: verdeel replay {out.name}")
    return 0


def _require_whole(letters: Path) -> None:
    """Refuse a register that names files which are not there as they were sent."""
    gone = hurt(letters)
    if gone:
        more = f" en nog {len(gone) - _SHOWN}" if len(gone) > _SHOWN else ""
        raise RefusedByProcess(
            f"Het register in {letters} noemt bestanden die er niet staan zoals zij zijn "
            f"verstuurd: {', '.join(gone[:_SHOWN])}{more}. Zet ze terug, of "
            'maak ze opnieuw met "verdeel letters"; er is geen bundel gemaakt.'
        )


def _place(made: Contents[Manifest], out: Path) -> None:
    if out.exists():
        if out.read_bytes() == made.data:
            return
        raise WrongUse(
            f"{out} bestaat al en bevat iets anders. Een bundel wordt niet overschreven: noem een "
            "nieuw bestand."
        )
    place(out, made.data, private=True)


def replay(file: Path, *, solve: bool, anchor: str | None, as_json: bool) -> int:
    """Do a bundle over and compare. 1 where anything differs.

    Raises:
        Unreadable: the file is damaged.
    """
    found = done_over(file, solve=solve, anchor=anchor)
    if as_json:
        show_json({"same": found.same, **found.model_dump(mode="json")})
        return 0 if found.same else 1
    show(f"Ronde {found.round}; inhoud {found.content}")
    for step in found.steps:
        show(f"{step.what}: {step.difference or 'gelijk'}")
    for remark in found.remarks:
        show(remark)
    if found.same:
        show(f"Gelijk. Hash van de lijst: {found.digest}")
    else:
        first = next(step for step in found.steps if step.difference)
        show(f"Niet gelijk. Het eerste verschil is in {first.what}.")
    return 0 if found.same else 1


def purge(call: Invocation, round_id: str, before: date, *, dry_run: bool) -> int:
    """Take the contact persons of a round away; a dry run only tells."""
    if dry_run:
        with reading_round(call.database, round_id) as reader:
            told = due(reader, before, office_of(reader, call))
            policy = Path(reader.row.policy_file).parent
    else:
        with changing_round(call.database, round_id) as reader:
            who = acting(reader, call)
            told = purge_contacts(reader, before, office_of(reader, call), who)
            policy = Path(reader.row.policy_file).parent
        emptied(call.database)
    here = place_of(call.database)
    told = looked_through(told, [Path.cwd(), policy, *([here.parent] if here else [])])
    if call.as_json:
        show_json(told.model_dump(mode="json"))
        return 0
    did = "zijn weggenomen" if told.done else "zouden worden weggenomen"
    versions = counted(told.contacts, "versie", "versies")
    show(
        f"Ronde {round_id}: de contactpersonen van {versions} van aanvragen {did}. "
        f"Bewaard tot en met {told.kept_until:%d-%m-%Y} (de bewaartermijn van het kantoorbestand; "
        "artikel 5, eerste lid, onder e, AVG; niet verschoven: een termijn van het kantoor)."
    )
    for left in told.abandoned:
        gone = "is weggenomen" if told.done else "wordt weggenomen"
        show(f"Achtergebleven werkmap van een afgebroken opdracht, die {gone}: {left}")
    for copy in told.copies:
        show(f"Deze reservekopie heeft ze nog; vervang haar door een nieuwe: {copy}")
    show("Wat blijft:")
    for line in told.remains:
        show(f"- {line}")
    return 0
