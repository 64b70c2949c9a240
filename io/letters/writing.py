"""Writing the letters of a round: all of them or none, and only what changed.

The letters are made in a folder beside the one asked for, and moved in when all are there. The
register ``letters.csv`` says what was written; by it a later run knows which letters are its own.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ...grants.allocation import Decided, Dossier
from ..errors import RefusedByProcess, Unreadable, WrongUse
from ..office import Office
from .checks import faults
from .clauses import LETTER_OUTCOMES
from .content import letter_in
from .rendering import Renderer
from .setting import Setting, reference_of, setting_of

REGISTER = "letters.csv"
_COLUMNS = (
    "aanvraagnummer",
    "kenmerk",
    "gemeentecode",
    "gemeente",
    "regeling",
    "uitkomst",
    "bedrag_in_centen",
    "bedrag",
    "bestand",
    "sha256",
    "datum",
)
_LETTER_FILE = re.compile(r"^[A-Z0-9][A-Z0-9-]{0,39}\.pdf$")


@dataclass(frozen=True, slots=True)
class LettersWritten:
    """What a run did: how many letters there are, and which changed on disk.

    ``removed`` names letters of an earlier run whose application no longer gets one. ``kept`` names
    such letters that were changed by hand since, and were left alone.
    """

    folder: Path
    register: Path
    letters: int
    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def write_letters(
    dossier: Dossier,
    office: Office,
    out: Path,
    *,
    lang: str = "nl",
    progress: Callable[[int, int], None] | None = None,
) -> LettersWritten:
    """Write one PDF a decision and the register into ``out``.

    An interrupted run leaves no half letter; the same run again completes it and gives the same
    bytes. ``progress`` is told how many letters are made, of how many.

    Raises:
        RefusedByProcess: no valid certificate, no approval, no sending date, or a decision that
            does not agree with itself; all that is wrong is in the one message.
        WrongUse: the language is unknown, or ``out`` is a file.
        Unreadable: the folder cannot be written, or its register cannot be read.
    """
    if lang not in ("nl", "en"):
        raise WrongUse(f"Brieven zijn er in nl en en, niet in {lang}.")
    wrong = faults(dossier, office)
    if wrong:
        raise RefusedByProcess("Er gaan geen brieven uit. " + " ".join(wrong))
    if out.exists() and not out.is_dir():
        raise WrongUse(f"{out} is een bestand. Noem een map voor de brieven.")
    due = sorted(
        (d for d in dossier.decided if d.award.outcome in LETTER_OUTCOMES),
        key=lambda d: d.application.application_id,
    )
    try:
        return _write(due, setting_of(dossier, office, lang), out, progress)
    except OSError as fault:
        raise Unreadable(
            f"De brieven kunnen niet in {out} worden geschreven ({fault.strerror}). Sluit "
            "geopende brieven, controleer de map, en geef de opdracht opnieuw."
        ) from fault


def _write(
    due: list[Decided], setting: Setting, out: Path, progress: Callable[[int, int], None] | None
) -> LettersWritten:
    beside = out.resolve().parent  # on the disk of the folder itself, so that moving is one step
    beside.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=beside))
    try:
        made = _make(due, setting, draft, progress)
        return _move_in(made, _register(due, setting, made), draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _make(
    due: list[Decided], setting: Setting, draft: Path, progress: Callable[[int, int], None] | None
) -> dict[str, str]:
    """Every letter in the draft folder: file name and SHA-256, in the order of the names."""
    renderer = Renderer(setting.office.house_style)
    made: dict[str, str] = {}
    for count, decided in enumerate(due, start=1):
        name = file_name(decided)
        pdf = renderer.pdf(letter_in(setting, decided))
        (draft / name).write_bytes(pdf)
        made[name] = hashlib.sha256(pdf).hexdigest()
        if progress is not None:
            progress(count, len(due))
    return made


def file_name(decided: Decided) -> str:
    """The file of a letter. Application numbers are safe as names on every system."""
    return f"{decided.application.application_id}.pdf"


def _register(due: list[Decided], setting: Setting, made: dict[str, str]) -> bytes:
    sheet = io.StringIO(newline="")
    table = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for decided in due:
        award, place = decided.award, decided.application.place
        table.writerow(
            (
                award.application_id,
                reference_of(decided, setting.dossier),
                place.code,
                place.name,
                award.instrument,
                setting.label(f"outcome_{award.outcome.value}"),
                award.amount.cents,
                setting.amount(award.amount),
                file_name(decided),
                made[file_name(decided)],
                setting.sent_on.isoformat(),
            )
        )
    return sheet.getvalue().encode("utf-8-sig")


def _move_in(made: dict[str, str], register: bytes, draft: Path, out: Path) -> LettersWritten:
    """Move what changed, take away what is stale, and write the register last of all.

    Until the register is written the old one still names the stale letters, so that a run that
    breaks off here can be repeated.
    """
    out.mkdir(exist_ok=True)
    before = _registered(out / REGISTER)
    written: list[str] = []
    for name, digest in made.items():
        if _digest(out / name) != digest:
            (draft / name).replace(out / name)
            written.append(name)
    stale = {name: digest for name, digest in before.items() if name not in made}
    removed: list[str] = []
    kept: list[str] = []
    for name, digest in sorted(stale.items()):
        found = _digest(out / name)
        if found == digest:
            (out / name).unlink()
            removed.append(name)
        elif found is not None:
            kept.append(name)
    if not (out / REGISTER).exists() or (out / REGISTER).read_bytes() != register:
        (draft / REGISTER).write_bytes(register)
        (draft / REGISTER).replace(out / REGISTER)
    return LettersWritten(
        folder=out,
        register=out / REGISTER,
        letters=len(made),
        written=tuple(written),
        unchanged=len(made) - len(written),
        removed=tuple(removed),
        kept=tuple(kept),
    )


def _digest(file: Path) -> str | None:
    """The SHA-256 of a file; ``None`` where there is no such file."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None


def _registered(register: Path) -> dict[str, str]:
    """File names and hashes in an earlier register; a name that cannot be a letter is passed by."""
    if not register.exists():
        return {}
    try:
        rows = csv.DictReader(register.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
        named = [(row.get("bestand") or "", row.get("sha256") or "") for row in rows]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Unreadable(
            f"Het register {register} is geen leesbaar CSV-bestand meer. Verplaats het naar een "
            "andere map en geef de opdracht opnieuw."
        ) from fault
    return {name: digest for name, digest in named if _LETTER_FILE.match(name)}
