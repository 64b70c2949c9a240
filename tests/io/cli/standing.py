"""What every output of a round says of each application, held against what the records say then.

What the records say is read from the rows themselves: the newest list, what approved supplements
put in the place of it, withdrawals that nobody struck, and what two people left untreated. An
output is what an officer, an applicant or the public sees.
"""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.grants.decisions.allocation import Award, Outcome
from verdeelsleutel.grants.lives.application import ApplicationEvent
from verdeelsleutel.grants.lives.decision import DecisionEvent
from verdeelsleutel.grants.lives.round import RoundState
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records.after.award_decisions import DecisionKind
from verdeelsleutel.io.records.rounds.reader import RoundReader, reading_round
from verdeelsleutel.io.reports.open_data.outside.recompute import UNREADABLE, examined
from verdeelsleutel.io.reports.words import Words

from ..letters.pages import flat, page_texts
from . import standing_beside as beside
from .orders import MAKER, NUMBERS, Desk
from .test_unknown import ROUND

_GIVEN = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
_UNTOLD = (Outcome.INCOMPLETE, Outcome.NOT_TREATED, Outcome.SET_ASIDE, Outcome.WITHDRAWN)


@dataclass(frozen=True)
class Records:
    """A round as its rows are."""

    state: RoundState
    divided: bool
    awards: Mapping[str, Award]
    of_list: Mapping[str, Award]
    gone: Mapping[str, date]
    late: frozenset[str]
    untreated: frozenset[str]
    aside: frozenset[str]
    supplemented: frozenset[str]
    sent_later: frozenset[str]
    approved_on: date | None
    sent_on: date | None
    changed: Mapping[str, int]
    given_later: frozenset[str]
    objected: tuple[str, ...]
    objecting: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether a list counts: one that an amendment put aside does not."""
        return self.state is RoundState.ALLOCATED or self.state.decided

    def outcome(self, number: str) -> str:
        return self.awards[number].outcome.value

    def paid(self, number: str) -> int:
        """What an application has or will have by the newest decision on it, in cents."""
        if number in self.late:
            return 0
        return self.changed.get(number, self.awards[number].amount.cents)

    @property
    def waiting(self) -> frozenset[str]:
        """Who is set aside and not decided on."""
        return self.aside - self.supplemented - set(self.gone)

    @property
    def told_of(self) -> set[str]:
        """Whoever has a letter: by the list, or by a supplement that was sent."""
        return (self.told if self.sent_on else set[str]()) | self.sent_later

    @property
    def told(self) -> set[str]:
        """Whoever has a letter by the list itself, as long as it was not withdrawn before that."""
        return {n for n, one in self.of_list.items() if one.outcome not in _UNTOLD}


def records_of(reader: RoundReader) -> Records:
    """The rows of a round, without anything that an output is made by."""
    events = [one for one in reader.life_events if one.confirmed_by]
    of_list: dict[str, Award] = {}
    if reader.newest_allocation is not None:
        of_list = {one.application_id: one for one in reader.allocation.awards}
    decided = reader.state.decided
    supplements = [one for one in reader.supplements if one.approver] if decided else []
    later = {award.application_id: award for one in supplements for award in one.awards}
    left = [one for one in events if one.event == ApplicationEvent.LEFT_UNTREATED]
    return Records(
        state=reader.state,
        divided=bool(of_list),
        awards={**of_list, **later},
        of_list=of_list,
        gone={one.application_id: one.on for one in reader.withdrawals},
        late=frozenset(one.application_id for one in reader.withdrawals if one.late),
        untreated=frozenset(one.application_id for one in left),
        aside=frozenset(
            one.application_id for one in events if one.event == DecisionEvent.SET_ASIDE
        ),
        supplemented=frozenset(later),
        sent_later=frozenset(
            one.application_id for one in reader.life_events if one.event == DecisionEvent.SENT
        ),
        approved_on=date.fromisoformat(reader.approvals[-1].on) if decided else None,
        sent_on=reader.published_on if decided else None,
        changed=dict(_changed(reader)),
        given_later=frozenset(
            one.application_id
            for one in reader.after.award_decisions
            if one.approver and one.kind is DecisionKind.RESERVE
        )
        | {one.application_id for one in reader.objections if one.decision and one.decision.award},
        objected=tuple(one.application_id for one in reader.objections),
        objecting=tuple(one.application_id for one in reader.objections if one.open),
    )


def _changed(reader: RoundReader) -> list[tuple[str, int]]:
    """What later decisions made of amounts, in cents, in the order of their days."""
    found: list[tuple[date, int, int, str, int]] = []
    for one in reader.objections:
        told = one.decision
        if told is not None and told.award is not None:
            found.append((told.on, 0, told.row_id, one.application_id, told.award.amount.cents))
    for at, two in enumerate(reader.after.award_decisions):
        if two.approver and two.approved_on:
            after = two.detail.after.amount.cents
            found.append((two.approved_on, 1, at, two.application_id, after))
    return [(number, cents) for _, _, _, number, cents in sorted(found)]


def hold_every_output(desk: Desk) -> Records:
    """Make every output and compare each with the records."""
    with reading_round(desk.url, ROUND) as reader:
        records = records_of(reader)
    outputs = [_status, _applications, _explanations]
    outputs += [beside.terms, beside.objections, beside.marginal, beside.years, beside.checked]
    if records.stands:
        outputs += [_ledger, _report, _decision_list, beside.recomputed]
        outputs += [_letters, _supplement, beside.homes] if records.state.decided else []
        outputs += [_bundle]
    for one in outputs:
        one(desk, records)
    return records


def _json(desk: Desk, *command: str) -> Any:
    code = desk.asks(*command, "--json")
    assert code in (0, 1), (desk.taken, command, desk.said)
    return json.loads(desk.said)


def _does(desk: Desk, *command: str) -> None:
    assert desk.asks(*command) == 0, (desk.taken, command, desk.said)


def _status(desk: Desk, records: Records) -> None:
    told = _json(desk, "round", "status", ROUND)
    assert told["state"] == records.state.value
    assert told["applications"] == len(NUMBERS)
    assert told["withdrawn"] == len(records.gone)
    assert told["not_treated"] == sorted(records.untreated)
    assert told["set_aside"] == sorted(records.waiting), desk.taken
    assert told["approved_on"] == _iso(records.approved_on)
    assert told["published_on"] == _iso(records.sent_on)
    assert bool(told["next"]) == (records.state is not RoundState.ARCHIVED)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _applications(desk: Desk, records: Records) -> None:
    told = _json(desk, "round", "applications", ROUND)
    assert [one["application_id"] for one in told] == list(NUMBERS)
    for one in told:
        number = one["application_id"]
        wanted = records.outcome(number) if records.stands else None
        assert one["outcome"] == wanted, (number, desk.taken)
        assert (one["state"] == "withdrawn") == (number in records.gone), (number, desk.taken)
        left = number in records.untreated and number not in records.gone
        assert (one["state"] == "not_treated") == left, (number, desk.taken)
        assert bool(one["term_reasons"]) == (one["term"] is not None)
        if number in records.waiting and records.state.decided:
            assert one["waits_for"] == "officer", (number, desk.taken)


def _explanations(desk: Desk, records: Records) -> None:
    for number in NUMBERS:
        told = _json(desk, "explain", number, "--round", ROUND)
        award = told["award"]
        assert (award is not None) == records.stands, (number, desk.taken)
        if award is not None:
            wanted = records.awards[number]
            assert (award["outcome"], award["amount"]) == (wanted.outcome, wanted.amount.cents)
        if "withdrawn_later" in told:
            assert (told["withdrawn_later"] is not None) == (number in records.late)


def _ledger(desk: Desk, records: Records) -> None:
    told = _json(desk, "ledger", "--round", ROUND)
    scheme = next(one for one in told["balances"] if one["instrument"] == "woningbouwimpuls")
    given = sum(records.paid(number) for number in records.awards)
    kept = [one for n, one in records.awards.items() if n in records.waiting or not records.stands]
    reserved = sum(one.reserved.cents for one in kept)
    if records.state.decided:
        assert (scheme["committed"], scheme["reserved"]) == (given, reserved), desk.taken
    else:
        every = sum(a.amount.cents + a.reserved.cents for a in records.of_list.values())
        assert (scheme["committed"], scheme["reserved"]) == (0, every), desk.taken
    used = sum(scheme[name] for name in ("reserved", "committed", "free", "released"))
    assert used == scheme["ceiling"]


def _report(desk: Desk, records: Records) -> None:
    out = desk.folder / "rapport"
    _does(desk, "report", "--round", ROUND, "--out", str(out))
    _sheet(out / "report.xlsx", records)
    page = flat(re.sub("<[^>]+>", " ", (out / "report.html").read_text(encoding="utf-8")))
    assert all(f"{number} " in page for number in NUMBERS)
    if records.state.decided:
        _open_data(out / "open_data", records, desk)


def _sheet(path: Path, records: Records) -> None:
    """The sheet of applications: each once, with its outcome and its amount."""
    book: Any = openpyxl.load_workbook(path, read_only=True)
    rows = [list(row) for row in book["Aanvragen"].iter_rows(values_only=True)]
    heads = next(row for row in rows if "Uitkomst" in row)
    number, outcome, amount = (heads.index(name) for name in ("Aanvraag", "Uitkomst", "Toegekend"))
    found = {row[number]: row for row in rows if row[number] in NUMBERS}
    assert set(found) == set(NUMBERS)
    words = Words("nl")
    for key, row in found.items():
        award = records.awards[key]
        assert row[outcome] == words(award.outcome.value), key
        assert round(100 * (row[amount] or 0)) == award.amount.cents, key


def _open_data(folder: Path, records: Records, desk: Desk) -> None:
    decisions = {one["application_id"]: one for one in _rows(folder / "decisions.csv")}
    assert set(decisions) == set(NUMBERS)
    for number, one in decisions.items():
        award = records.awards[number]
        assert one["outcome"] == award.outcome.value
        assert one["amount_eur"] == _euros(award.amount.cents)
        assert one["still_committed_eur"] == _euros(records.paid(number)), (number, desk.taken)
        late = records.gone[number].isoformat() if number in records.late else ""
        assert one["withdrawn_on"] == late
    paid: dict[str, Euro] = {}
    for one in _rows(folder / "payments.csv"):
        more = Euro.parse(one["amount_eur"].replace(".", ","))
        paid[one["application_id"]] = paid.get(one["application_id"], Euro(0)) + more
    given = {n for n in records.awards if records.paid(n)}
    first = {n for n, one in records.awards.items() if one.outcome in _GIVEN}
    assert given <= first | records.given_later, desk.taken
    stands = {n: one.cents for n, one in paid.items() if one.cents}
    assert stands == {n: records.paid(n) for n in given}
    try:
        examined(folder)
    except UNREADABLE as wrong:
        pytest.fail(f"{desk.taken}: {wrong}")
    grants = folder / "360giving.json"
    if grants.is_file():
        listed = json.loads(grants.read_text(encoding="utf-8"))["grants"]
        assert {one["id"].rsplit("-", 1)[1] for one in listed} == given


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter))


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _decision_list(desk: Desk, records: Records) -> None:
    listing = ("approve", "--round", ROUND, "--list", "--out", "lijst.pdf")
    _does(desk, *listing)
    text = " ".join(page_texts((desk.folder / "lijst.pdf").read_bytes()))
    assert flat(str(Euro.total(one.amount for one in records.of_list.values()))) in text
    for award in records.of_list.values():
        assert flat(award.amount.format(cents=True)) in text


def _letters(desk: Desk, records: Records) -> None:
    """The letters of the list: as concepts, and as they were sent where they were."""
    out = desk.folder / "concepten"
    write = ("letters", "--round", ROUND, "--as", MAKER, "--no-word")
    _does(desk, *write, "--out", str(out), "--concept")
    written = {one.stem.removeprefix("concept_") for one in out.glob("*.pdf")}
    assert records.told - records.late <= written <= records.told, desk.taken
    if records.sent_on is None:
        return
    sent = desk.folder / "brieven"
    if records.state is not RoundState.ARCHIVED:
        _does(desk, *write, "--out", str(sent))
    rows = {one["aanvraagnummer"]: one for one in _rows(sent / "letters.csv", ";")}
    assert set(rows) == records.told
    for number, one in rows.items():
        award = records.of_list[number]
        if not one["bestand"]:
            assert number in records.late, (number, desk.taken)
            continue
        assert one["datum"] == records.sent_on.isoformat()
        assert one["bedrag_in_centen"] == str(award.amount.cents)
        assert ("ingetrokken op" in one["uitkomst"]) == (number in records.late)
        text = flat(" ".join(page_texts((sent / one["bestand"]).read_bytes())))
        assert number in text
        assert not award.amount or flat(str(award.amount)) in text
    listed = _rows(desk.folder / "rapport" / "open_data" / "publication_list.csv")
    published = {one["application_id"]: one for one in reversed(listed)}  # the first of each
    with_letter = {number for number, one in rows.items() if one["bestand"]}
    left = {n for n, one in records.of_list.items() if one.outcome is Outcome.NOT_TREATED}
    later = {n for n in records.supplemented if n not in records.late}
    assert with_letter | left | later <= set(published), desk.taken
    assert set(published) <= with_letter | left | set(records.supplemented), desk.taken
    for number in with_letter:
        assert published[number]["sent_on"] == rows[number]["datum"]


def _supplement(desk: Desk, records: Records) -> None:
    """The letters of what was decided later: of all of it that was sent, and of nothing else."""
    if not records.sent_later:
        return
    rows = {
        one["aanvraagnummer"]: one
        for one in _rows(desk.folder / "later" / "aanvullend_besluit.csv", ";")
    }
    assert records.sent_later <= set(rows) <= records.supplemented
    for number in records.sent_later:
        assert rows[number]["bedrag_in_centen"] == str(records.awards[number].amount.cents)


def _bundle(desk: Desk, records: Records) -> None:
    """The round in one file, which anybody can do over."""
    target = desk.folder / "ronde.zip"
    target.unlink(missing_ok=True)
    code = desk.asks("bundle", "--round", ROUND, "--out", "ronde.zip")
    if code == 3 and records.state is RoundState.ALLOCATED:
        assert "verdeel allocate" in desk.said  # something changed since the division
        return
    assert code == 0, (desk.taken, desk.said)
    _does(desk, "replay", "ronde.zip")
