"""Writing the letters of a round: all of them or none; on disk only what is not there changes.

The letters are made in a folder beside the one asked for, and moved in when all are there and
right. The register ``letters.csv`` says what was written; by it a later run knows which letters are
its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...grants.dossier import Decided, Dossier
from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.notation import counted
from ...instruments.after.besides import Correction
from ..config.office import HouseStyle, Office
from ..errors import RefusedByProcess, Unreadable, WrongUse, why_not
from ..files.privacy import without_contacts
from ..files.temporary import draft_beside
from ..pages.blocks import Letter
from ..pages.logo import logo_of
from ..pages.pdf import as_picture
from .authors import Author, DecisionAuthor, Entry
from .clauses import LETTER_OUTCOMES
from .covers import Cover, CoverAuthor, covers
from .look import clauses_of
from .making import Formats, Job, Made, make_letters
from .preconditions import faults
from .register import (
    REGISTER,
    Row,
    as_csv,
    as_workbook,
    files_of,
    registered,
    row_of,
    row_without_letter,
    stem_of,
)
from .setting import setting_of

_SHOWN = 10

PDF_AND_WORD = Formats()
Progress = Callable[[int, int], None]


@frozen
class LettersWritten:
    """What a run did: how many letters there are, and which files changed on disk.

    ``removed`` names files of an earlier run whose application no longer gets a letter. ``kept``
    names such files that were changed by hand since, and were left alone. ``merged`` is the one
    PDF for printing, where it was asked for.
    """

    folder: Path
    register: Path
    letters: int
    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    merged: Path | None = None


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """How letters are to be written.

    ``concept`` marks them as no decision yet, and asks for no approval. ``merged`` also makes one
    PDF of all letters, each on a sheet of its own. ``others_stay``: letters of an earlier run that
    are not made now stay in the folder and in the register. ``only`` names the applications whose
    letters are made; empty means all. ``covers`` adds a cover letter for each municipality with
    several decisions, unless ``only`` names some.
    """

    formats: Formats = PDF_AND_WORD
    concept: bool = False
    merged: bool = False
    others_stay: bool = False
    register: str = REGISTER
    only: tuple[str, ...] = ()
    covers: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a round beside its dossier, by application number.

    ``corrections`` are the earlier years that a decision settles, and ``committed`` is what the
    ledger has committed at the approval; ``None`` where no ledger is kept.
    """

    corrections: Mapping[str, Correction] = field(default_factory=dict[str, Correction])
    committed: Mapping[str, Euro] | None = None


def write_letters(
    dossier: Dossier,
    office: Office,
    out: Path,
    *,
    lang: str = "nl",
    progress: Progress | None = None,
    options: LetterOptions = LetterOptions(),
    beside: Beside = Beside(),
) -> LettersWritten:
    """Write a PDF and a Word file a decision, and the register, into ``out``.

    Each letter is read back from its PDF and held against the decision. An interrupted run leaves
    no half letter; the same run again completes it and gives the same bytes. ``progress`` is told
    how many letters are made, of how many. Many letters are made in processes of their own, which
    import the program's main module anew: a script that calls this keeps its own start behind
    ``if __name__ == "__main__"``. ``beside`` is what else the letters say or must agree with.

    Raises:
        RefusedByProcess: no valid certificate, no approval, no sending date, a decision that does
            not agree with itself, or a letter that does not agree with its decision; all that is
            wrong is in the one message.
        WrongUse: the language is unknown, or ``out`` is a file.
        Unreadable: the folder cannot be written, its register cannot be read, or the logo or the
            clauses of the office cannot.
    """
    if lang not in ("nl", "en"):
        raise WrongUse(f"Brieven zijn er in nl en en, niet in {lang}.")
    own_clauses = clauses_of(office.house_style)
    wrong = faults(dossier, office, own_clauses, concept=options.concept, only=options.only)
    if wrong:
        raise RefusedByProcess("Er gaan geen brieven uit. " + " ".join(wrong))
    dossier = without_contacts(dossier)  # other processes are given it as a file
    author = author_of(dossier, office, lang, options, beside)
    matters = matters_of(dossier, office, options)
    gone = [d for d in _asked(dossier, options) if _is_gone(dossier, d)]
    told = tuple(row_without_letter(author.decisions.entry(one)) for one in gone)
    return write_all(matters, author, office.house_style, out, options, progress, told=told)


def matters_of(
    dossier: Dossier, office: Office, options: LetterOptions
) -> tuple[Decided | Cover, ...]:
    """What letters are written about: each decision that was taken, and covers where asked."""
    due = [
        d
        for d in _asked(dossier, options)
        if d.award.outcome in LETTER_OUTCOMES and not _is_gone(dossier, d)
    ]
    on_top = covers(due, office) if options.covers and not options.only else ()
    return (*due, *on_top)


def _asked(dossier: Dossier, options: LetterOptions) -> tuple[Decided, ...]:
    """The decisions that letters are asked of, by number."""
    return tuple(
        d
        for d in sorted(dossier.decided, key=lambda d: d.application.application_id)
        if not options.only or d.application.application_id in options.only
    )


def _is_gone(dossier: Dossier, decided: Decided) -> bool:
    return _gone_unsent(dossier, decided.application.application_id)


def author_of(
    dossier: Dossier, office: Office, lang: str, options: LetterOptions, beside: Beside
) -> RoundAuthor:
    """Who writes the letters of a round in one language."""
    setting = setting_of(
        dossier,
        office,
        lang,
        concept=options.concept,
        corrections=beside.corrections,
        own_clauses=clauses_of(office.house_style),
        committed=beside.committed,
    )
    return RoundAuthor(DecisionAuthor(setting), CoverAuthor(setting))


def _gone_unsent(dossier: Dossier, number: str) -> bool:
    """Whether it was withdrawn before its letter went: then nothing is awarded to it any more."""
    since = dossier.since_decided(number)
    return since is not None and since.unsent


@frozen
class RoundAuthor:
    """Writes what a round sends: the decisions, and the cover letters on top of them."""

    decisions: DecisionAuthor
    covers: CoverAuthor

    def _of(self, matter: Any) -> Author:
        return self.covers if isinstance(matter, Cover) else self.decisions

    def stem(self, matter: Any) -> str:
        return self._of(matter).stem(matter)

    def letter(self, matter: Any) -> Letter:
        return self._of(matter).letter(matter)

    def faults(self, matter: Any, letter: Letter) -> tuple[str, ...]:
        return self._of(matter).faults(matter, letter)

    def entry(self, matter: Any) -> Entry:
        return self._of(matter).entry(matter)


def write_all(
    matters: Sequence[Any],
    author: Author,
    style: HouseStyle,
    out: Path,
    options: LetterOptions,
    progress: Progress | None = None,
    *,
    told: Sequence[Row] = (),
) -> LettersWritten:
    """Write the letters of one author into ``out``, all or none.

    ``told`` are lines of the register about decisions of which there is no letter.

    Raises:
        RefusedByProcess: a letter is not right.
        WrongUse: ``out`` is a file.
        Unreadable: the folder cannot be written, or its register cannot be read.
    """
    if out.exists() and not out.is_dir():
        raise WrongUse(f"{out} is een bestand. Noem een map voor de brieven.")
    logo = logo_of(style)
    if logo is not None and options.formats.word:
        as_picture(logo.svg)  # a picture that cannot be drawn is found before any letter
    try:
        with draft_beside(out) as draft:
            before = registered(out / options.register)
            job = Job(author, style, logo, options.formats, draft)
            made = make_letters(matters, job, progress)
            _refuse_faults(made)
            return _move_in(made, before, draft, out, options, told)
    except OSError as fault:
        raise Unreadable(
            f"De brieven kunnen niet in {out} worden geschreven ({why_not(fault)}). Sluit "
            "geopende brieven, controleer de map, en geef de opdracht opnieuw."
        ) from fault


def _refuse_faults(made: Sequence[Made]) -> None:
    wrong = [f"{one.stem}: {'; '.join(one.faults)}." for one in made if one.faults]
    if not wrong:
        return
    more = len(wrong) - _SHOWN
    are = "is" if more == 1 else "zijn"
    rest = [f"Zo {are} er nog {counted(more, 'brief', 'brieven')}."] if more > 0 else []
    told = wrong[:_SHOWN] + rest
    raise RefusedByProcess(
        "Er gaan geen brieven uit: een brief klopt niet met het besluit. " + " ".join(told)
    )


def _move_in(
    made: Sequence[Made],
    before: Sequence[Row],
    draft: Path,
    out: Path,
    options: LetterOptions,
    told: Sequence[Row],
) -> LettersWritten:
    """Move what changed, take away what is stale, and write the register last of all.

    Until the register is written the old one still names the stale letters, so that a run that
    breaks off here can be repeated.
    """
    out.mkdir(exist_ok=True)
    written: list[str] = []
    changed = 0
    for one in made:
        moved = [name for name, digest in one.files.items() if _digest(out / name) != digest]
        for name in moved:
            (draft / name).replace(out / name)
        written += moved
        changed += bool(moved)
    rows = [*(row_of(one) for one in made), *told]
    now = {name for one in made for name in one.files}
    others = [row for row in before if stem_of(row) not in {one.stem for one in made}]
    if options.others_stay:
        rows = sorted(rows + others, key=stem_of)
        now |= {name for row in others for name in files_of(row)}
    removed, kept = _clear_stale(before, now, out)
    together = out / f"{Path(options.register).stem}.pdf" if options.merged else None
    if together is not None:
        from ..pages.merging import merged  # late: pypdf takes as long to load as a letter to make

        _renew(
            together,
            merged([out / f"{one.stem}.pdf" for one in sorted(made, key=_for_envelopes)]),
            draft,
        )
    register = out / options.register
    if not (options.concept and options.only):  # of a preview the list is enough
        _renew(register.with_suffix(".xlsx"), as_workbook(rows), draft)
    _renew(register, as_csv(rows), draft)
    return LettersWritten(
        folder=out,
        register=register,
        letters=len(made),
        written=tuple(written),
        unchanged=len(made) - changed,
        removed=removed,
        kept=kept,
        merged=together,
    )


def _for_envelopes(made: Made) -> tuple[str, bool, str]:
    """The order of the printed letters: by municipality, a cover letter before its decisions."""
    return made.entry.municipality_code, bool(made.entry.application_id), made.stem


def _clear_stale(
    before: Sequence[Row], now: set[str], out: Path
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    stale = {name: digest for row in before for name, digest in files_of(row).items()}
    removed: list[str] = []
    kept: list[str] = []
    for name, digest in sorted(stale.items()):
        found = None if name in now else _digest(out / name)
        if found is None:
            continue
        if found == digest:
            (out / name).unlink()
            removed.append(name)
        else:
            kept.append(name)
    return tuple(removed), tuple(kept)


def _renew(file: Path, data: bytes, draft: Path) -> None:
    """Write a file whole or not at all, and only if it changed."""
    if not file.exists() or file.read_bytes() != data:
        (draft / file.name).write_bytes(data)
        (draft / file.name).replace(file)


def _digest(file: Path) -> str | None:
    """The SHA-256 of a file; ``None`` where there is no such file."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
