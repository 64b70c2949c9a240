"""The commands that take workbooks in, and that write empty ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ....grants.applications.finding import Severity
from ....grants.lives.round import RoundState
from ....grants.notation import whole
from ....grants.rounds.policy import Policy
from ....instruments.instrument import Instrument, instruments
from ....instruments.law.parameters import CatalogueError
from ...config.policy import load_policy
from ...errors import Unreadable, WrongUse
from ...files.named import files_named
from ...letters.register import passed_over, without_registers
from ...records.rounds.reader import RoundReader, reading_round
from ...rounds.checks.upcoming import MENDED, Upcoming, upcoming
from ...steps.intake import LoadedFile, handed_back, load_files
from ..console import say, show, show_findings, show_json
from ..invocation import Invocation
from ..tables import table
from .actor import acting, as_typed

if TYPE_CHECKING:
    from ...workbooks.annotation.annotated import HandedBack
    from ...workbooks.templates.live_conditions import LiveSetting

_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv")
"""The kinds of workbooks, of which a folder stands for all."""


def load(
    call: Invocation,
    files: tuple[Path, ...],
    round_id: str,
    annotate: Path | None,
    on: date | None = None,
) -> int:
    """Take workbooks in. Rows with an error are kept and marked; the rest takes part."""
    files, registers = without_registers(files_named(files, _ENDINGS))
    if not files:
        raise WrongUse(f"{passed_over(registers)} Noem de werkmappen met aanvragen.")
    if registers:
        say(passed_over(registers))
    with reading_round(call.database, round_id) as reader:
        who = acting(reader, call)
    loaded = load_files(call.database, round_id, files, who, say, on)
    copies = {} if annotate is None else handed_back(files, loaded, annotate)
    if call.as_json:
        show_json(
            [
                {**one.model_dump(mode="json"), "annotated": _copy_json(copies.get(path))}
                for path, one in zip(files, loaded, strict=True)
            ]
        )
    else:
        _show_loaded(loaded)
        with reading_round(call.database, round_id) as reader:
            after = _next_after_loading(reader, loaded)
            show(f"\nHierna: {as_typed(reader, call, after.command, after.roles)}")
        for path, copy in copies.items():
            why = f" Een kopie van {path.name} kon niet: {copy.why_separate}."
            show(f"Bevindingen: {copy.path}.{why if copy.why_separate else ''}")
    errors = any(f.severity is Severity.ERROR for one in loaded for f in one.findings)
    return 1 if errors else 0


def _copy_json(copy: HandedBack | None) -> dict[str, str] | None:
    return None if copy is None else {"file": str(copy.path), "why_separate": copy.why_separate}


def _show_since(loaded: LoadedFile) -> None:
    since = loaded.since
    if since is None:
        return
    show(
        f"{loaded.file}: sinds {since.earlier_file}: {whole(len(since.fixed))} opgelost, "
        f"{whole(len(since.new))} nieuw, {whole(len(since.still_open))} nog open."
    )


def _next_after_loading(reader: RoundReader, loaded: Sequence[LoadedFile]) -> Upcoming:
    """What to type after taking in; a workbook of which nothing was taken in comes again."""
    after = upcoming(reader)
    of_nothing = any(
        not (one.new or one.changed or one.unchanged or one.faulty)
        and any(found.severity is Severity.ERROR for found in one.findings)
        for one in loaded
    )
    if reader.state is not RoundState.OPEN or not of_nothing:
        return after
    again = f"verdeel load <werkmap> --round {reader.id}, {MENDED}"
    return after.model_copy(update={"command": again})


def _show_loaded(loaded: Sequence[LoadedFile]) -> None:
    rows = [
        (
            one.file,
            whole(one.new),
            whole(one.changed),
            whole(one.unchanged),
            whole(one.faulty),
            whole(len(one.findings)),
        )
        for one in loaded
    ]
    headers = ("bestand", "nieuw", "gewijzigd", "ongewijzigd", "met fout", "bevindingen")
    show(table(headers, rows, numbers=(1, 2, 3, 4, 5)))
    for one in loaded:
        if one.already_loaded:
            show(f"{one.file} was al geladen; er is niets gewijzigd.")
        _show_since(one)
        if one.other_sheets:
            show(f"{one.file}: niet gelezen bladen: {', '.join(one.other_sheets)}.")
        for change in one.changes:
            show(f"{change.application_id}: {change.sentence}")
        show_findings(one.findings)
    if any(one.faulty for one in loaded):
        show(
            "\nAanvragen met een fout zijn bewaard, maar doen nog niet mee. "
            "Verbeter de werkmap en laad haar opnieuw, onder dezelfde "
            "bestandsnaam: een regel zonder aanvraagnummer wordt alleen zo vervangen."
        )


def template(call: Invocation, instrument: str, out: Path, policy: Path | None) -> int:
    """Write the empty workbook of one instrument, or of all.

    With a policy the rules in it are those of the law on the first day of its window, with the
    policy's own parameters and day of decision; without one, those of the newest text known.
    """
    from ...workbooks.templates.template import write_template  # late: not to take workbooks in

    chosen = _chosen(instrument)
    settings: Mapping[str, LiveSetting] = {}
    if policy is not None:
        read = load_policy(policy)[0]
        chosen = _taking_part(chosen, read, policy, every=instrument == "all")
        settings = _settings(read, chosen)
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / f"{one.key}.xlsx" for one in chosen]
    for one, path in zip(chosen, paths, strict=True):
        write_template(one, path, settings.get(one.key))
    if call.as_json:
        show_json(
            [{"instrument": o.key, "file": str(p)} for o, p in zip(chosen, paths, strict=True)]
        )
    else:
        for path in paths:
            show(str(path))
    return 0


def _chosen(name: str) -> Sequence[Instrument]:
    known = instruments()
    if name == "all":
        return tuple(known.values())
    if name.lower() in known:
        return (known[name.lower()],)
    raise WrongUse(f"De regeling {name} is onbekend. Kies uit: {', '.join(known)}, of all.")


def _taking_part(
    chosen: Sequence[Instrument], policy: Policy, file: Path, *, every: bool
) -> Sequence[Instrument]:
    """Of the chosen schemes those of the round; one that was named has to be among them."""
    part = tuple(one for one in chosen if one.key in policy.instruments)
    if not part and not every:
        raise WrongUse(
            f"{chosen[0].name_nl} doet niet mee in {file}. Daarin: {', '.join(policy.instruments)}."
        )
    return part


def _settings(policy: Policy, chosen: Sequence[Instrument]) -> Mapping[str, LiveSetting]:
    """The law of the round for each instrument that takes part in it."""
    from ...workbooks.templates.live_conditions import LiveSetting  # late, as above

    day, carry = policy.round.window_opens, policy.round.explores
    found: dict[str, LiveSetting] = {}
    for one in chosen:
        own = policy.instruments[one.key]
        try:
            law = one.catalogue.law_on(day, own.parameters, carry=carry)
        except CatalogueError as fault:
            raise Unreadable(
                f"Het beleid voor {one.name_nl} past niet bij de regels op {day:%d-%m-%Y}: {fault}."
            ) from fault
        found[one.key] = LiveSetting(law, policy.round.decision_date, policy.window_of(one.key))
    return found
