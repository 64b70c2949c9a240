"""The letters command: decisions, concepts, the preview of one, and letters before a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ....grants.dossier import Dossier
from ....grants.lives.round import Step
from ....grants.notation import counted, whole
from ...config.office import Office, load_office
from ...errors import WrongUse
from ...letters.authors import DECISION
from ...letters.clauses import LETTER_OUTCOMES
from ...letters.making import Formats
from ...letters.writing import Beside, LetterOptions, LettersWritten, write_all, write_letters
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...rounds.actor import office_path, require_role
from ...rounds.dossier import corrections_of, dossier
from ...rounds.ledger import committed_by_approval
from ..console import Counter, say, show, show_json
from ..doors import check_at_the_door
from ..invocation import Invocation
from .actor import acting, keep_office, mine, next_here

if TYPE_CHECKING:
    from ...letters.notices import Kind, Recipient
    from ...rounds.receipts import Receipt


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """What was asked besides the round and the folder. ``preview`` is an application's number."""

    on: date | None = None
    concept: bool = False
    preview: str | None = None
    covers: bool = False
    merged: bool = False
    metadata: bool = False
    word: bool | None = None
    kind: str = DECISION
    until: date | None = None
    only: tuple[str, ...] = ()

    @property
    def with_word(self) -> bool:
        """Whether a Word file is made. A preview is to look at, and quick: it has one if asked."""
        return self.preview is None if self.word is None else self.word

    @property
    def draft(self) -> bool:
        """Whether the letters are no decisions yet."""
        return self.concept or self.preview is not None

    def options(self, only: tuple[str, ...]) -> LetterOptions:
        """How the decision letters are written; ``only`` is the application of a preview."""
        return LetterOptions(
            formats=Formats(word=self.with_word, metadata=self.metadata and not self.draft),
            concept=self.draft,
            covers=self.covers and self.preview is None,
            merged=self.merged and self.preview is None,
            others_stay=self.preview is not None,
            register="concept.csv" if self.draft else "letters.csv",
            only=only,
        )


def letters(
    call: Invocation, round_id: str, out: Path, request: LetterRequest = LetterRequest()
) -> int:
    """Write the decision letters; a preview is one of them, marked as a concept."""
    if request.kind != DECISION:
        from ...letters.notices import Kind  # late: most letters are decisions

        return _notices(call, round_id, out, Kind(request.kind), request)
    if request.until is not None or request.only:
        raise WrongUse("--until en --application horen bij --kind. Noem ook de soort brief.")
    whole_round, office, beside, receipts = _read(call, round_id, out, request)
    _tell_missing(office)
    only = () if request.preview is None else (request.preview.upper(),)
    written = write_letters(
        whole_round,
        office,
        out,
        lang=call.lang,
        progress=Counter("brieven"),
        options=request.options(only),
        beside=beside,
    )
    if not request.draft:
        from ...rounds.receipts import write_receipts  # late, as in _read

        write_receipts(receipts, out)
        _publish(call, round_id, whole_round, written, out)
    _tell(call, written, request)
    if not call.as_json:
        _tell_next(call, round_id, request)
    return 0


def _tell_next(call: Invocation, round_id: str, request: LetterRequest) -> None:
    """What an office does once letters stand in a folder."""
    if request.preview is not None:
        show("Dit is een concept, en geen besluit.")
    elif request.concept:
        with reading_round(call.database, round_id) as reader:
            after = next_here(reader, call)
        show("Dit zijn concepten, en geen besluiten.")
        show(f"Hierna: {after}")
    else:
        report = mine(call, f"verdeel report --round {round_id} --out verslag")
        show(f"Verstuur de brieven. Hierna: {report}")
        show("Wat daarna dringt, zoals betalen en bezwaar: verdeel calendar")


def _publish(
    call: Invocation, round_id: str, whole_round: Dossier, written: LettersWritten, out: Path
) -> None:
    """The letters stand in full: from now on the round is published."""
    from ...steps.publication import mark_folder, publish

    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        assert whole_round.sent_on is not None
        publish(reader, whole_round.allocation, who, whole_round.sent_on, written.letters)
    with reading_round(call.database, round_id) as reader:
        mark_folder(reader, out)


def _read(
    call: Invocation, round_id: str, out: Path, request: LetterRequest
) -> tuple[Dossier, Office, Beside, tuple[Receipt, ...]]:
    if not request.draft:
        keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        path = office_path(reader, call.office)
        who = acting(reader, call)
        if request.draft:
            require_role(who, ("officer", "approver"), "concepten maken")
            _tell_outdated(reader)
        else:
            # Late, as what follows: a concept is published nowhere and has no receipt.
            from ...steps.publication import check_folder, check_sent, may_publish

            may_publish(reader, who)
            check_sent(reader, request.on)
            check_folder(reader, out)
            check_at_the_door(reader)
        only = "" if request.preview is None else request.preview.upper()
        whole_round = dossier(reader, sent_on=request.on, only=only)
        if only:
            _check_decided(reader, whole_round, only)
        beside = Beside(
            corrections=corrections_of(reader, whole_round),
            committed=committed_by_approval(reader),
        )
        receipts: tuple[Receipt, ...] = ()
        if not request.draft:
            from ...rounds.receipts import receipts_of

            receipts = receipts_of(reader, whole_round)
    if whole_round.sent_on is None and request.draft:
        planned = whole_round.policy.round.decision_date
        whole_round = whole_round.model_copy(update={"sent_on": planned})
    return whole_round, load_office(path), beside, receipts


def _notices(call: Invocation, round_id: str, out: Path, kind: Kind, request: LetterRequest) -> int:
    """Write letters before a decision: they rest on the screening alone."""
    if request.on is None or request.until is None:
        raise WrongUse(
            "Noem de verzenddatum met --date en de laatste dag die de brief noemt met --until."
        )
    if request.until <= request.on:
        raise WrongUse("De dag van --until ligt niet na de verzenddatum van --date.")
    if request.concept or request.preview or request.merged or request.covers:
        raise WrongUse(
            f"Bij --kind {kind.value} horen --concept, --preview, --merged en --covers niet."
        )
    from ...letters.notices import Kind, NoticeAuthor

    recipients, office, example, by_ground = _screened(call, round_id, kind, request.only)
    _tell_missing(office)
    chosen = _chosen(kind, recipients, request.only)
    author = NoticeAuthor(
        kind, round_id, office, call.lang, request.on, request.until,
        example=example, by_ground=by_ground,
    )  # fmt: skip
    options = LetterOptions(
        formats=Formats(word=request.with_word, metadata=request.metadata),
        others_stay=True,
        register=f"{kind.value}.csv",
    )
    written = write_all(chosen, author, office.house_style, out, options, Counter("brieven"))
    _tell(call, written, request)
    if chosen and kind is Kind.INTENTION and not call.as_json:
        show("Hierna, als er een zienswijze komt:")
        show(
            f'    verdeel judge <aanvraag> --heard --reason "..." --round {round_id} '
            "--date jjjj-mm-dd"
        )
    return 0 if chosen else 1


def _one_way(reader: RoundReader, kind: Kind) -> None:
    """A request and a notice start or name a term, so that they are recorded with their letter.

    A round of before that was kept has the letter alone.

    Raises:
        WrongUse: with the command to give.
    """
    from ...letters.notices import Kind

    recorded = {Kind.COMPLETION: "request", Kind.EXTENSION: "extend"}
    if kind in recorded and reader.policy.tells_all:
        raise WrongUse(
            f"Een brief van {kind.value} wordt in ronde {reader.id} vastgelegd, met de termijn die "
            f"erbij hoort. Geef verdeel complete {recorded[kind]} <aanvraag> --round {reader.id}."
        )


def _screened(
    call: Invocation, round_id: str, kind: Kind, only: tuple[str, ...]
) -> tuple[list[Recipient], Office, bool, bool]:
    """Who could get such a letter, who signs, and whether the round is an example and tells why."""
    from ...letters.notices import Recipient
    from ...rounds.incomplete import no_application
    from ...rounds.state import require_state

    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        path = office_path(reader, call.office)
        require_role(acting(reader, call), ("officer", "approver"), "brieven versturen")
        require_state(reader, Step.NOTICES)
        _one_way(reader, kind)
        check_at_the_door(reader)
        answers = reader.assessments
        recipients = [
            Recipient(
                instrument=one.instrument,
                application=one.application,
                assessments=answers.get(one.application.application_id, ()),
            )
            for one in reader.applications
        ]
        known = {one.application.application_id for one in recipients}
        unknown = sorted({number.upper() for number in only} - known)
        if unknown:
            raise no_application(reader, unknown[0])
        return recipients, load_office(path), reader.example, reader.policy.tells_its_grounds


def _chosen(kind: Kind, recipients: list[Recipient], only: tuple[str, ...]) -> list[Recipient]:
    from ...letters.notices import concerns

    wanted = {number.upper() for number in only}
    able = [recipient for recipient in recipients if concerns(kind, recipient)]
    missing = wanted - {recipient.application.application_id for recipient in able}
    if missing:
        raise WrongUse(
            f"Voor {', '.join(sorted(missing))} is er geen aanleiding voor een {kind.value}."
        )
    return [m for m in able if not wanted or m.application.application_id in wanted]


def _check_decided(reader: RoundReader, whole_round: Dossier, number: str) -> None:
    """Refuse a preview of a letter where there is no decision to write about."""
    if not whole_round.decided:
        from ...rounds.incomplete import no_application

        raise no_application(reader, number)
    if whole_round.decided[0].award.outcome not in LETTER_OUTCOMES:
        raise WrongUse(f"Over {number} is geen besluit genomen, dus er is geen brief.")


def _tell_outdated(reader: RoundReader) -> None:
    """Concepts are made of the list that there is, also where it has to be divided again."""
    stored = reader.newest_allocation
    if stored is None or reader.state.decided:
        return
    from ...rounds.division import is_current  # late: a list that was approved stands

    if not is_current(reader, stored):
        say(
            "Let op: sinds de verdeling is een oordeel, een antwoord, een lot of een aanvraag "
            "gewijzigd. Deze concepten zijn van de lijst van daarvoor en kunnen anders worden. "
            f'Verdeel eerst opnieuw met "verdeel allocate --round {reader.id}".'
        )


def _tell_missing(office: Office) -> None:
    if office.folder_missing:
        say(
            f"De map van de huisstijl {office.folder_missing} is er niet: de brieven hebben geen "
            "logo, geen eigen clausules en geen adressen."
        )


def _tell(call: Invocation, written: LettersWritten, request: LetterRequest) -> None:
    if call.as_json:
        show_json(
            {
                "letters": written.letters,
                "folder": str(written.folder),
                "register": str(written.register),
                "written": written.written,
                "unchanged": written.unchanged,
                "removed": written.removed,
                "kept": written.kept,
                "merged": None if written.merged is None else str(written.merged),
            }
        )
        return
    what = ("concept", "concepten") if request.draft else ("brief", "brieven")
    show(
        f"{counted(written.letters, *what)} in {written.folder}, met het register "
        f"{written.register.name}; {whole(written.unchanged)} ongewijzigd."
    )
    if written.merged is not None:
        show(f"Om af te drukken: {written.merged}")
    for name in written.kept:
        show(f"{name} hoort niet meer bij de ronde, maar is met de hand gewijzigd en bleef staan.")
