"""What a round tells beside its lists, held against the records: terms, objections, homes, years.

As :mod:`.standing`, whose records it takes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from verdeelsleutel.grants.lives.round import RoundState

from .orders import NUMBERS, Desk
from .test_unknown import ROUND

if TYPE_CHECKING:
    from .standing import Records

DAY = "2027-06-01"  # one on which much of a round of 2026 is still to come


def terms(desk: Desk, records: Records) -> None:
    """Every term of the calendar says who acts, by which article, and of whom it is."""
    told = _json(desk, "calendar", "--round", ROUND, "--date", DAY)["terms"]
    for one in told:
        assert one["round"] == ROUND
        assert set(one["applications"]) <= set(NUMBERS), desk.taken
        assert one["who"], one
        assert one["command"], one
        assert one["reasons"], (one, desk.taken)
        said = " ".join(reason["nl"] for reason in one["reasons"])
        assert any(word in said for word in ("artikel", "kantoorbestand", "de regeling")), one
        assert any(word in said for word in ("verschoven", "vervroegd", "besluit noemt")), one
    decide = {
        number
        for one in told
        if one["what"]["nl"].startswith("beslissen op BZ-")
        for number in one["applications"]
    }
    open_ = set(records.objecting)  # before a decision was sent nothing runs yet
    assert open_ & records.told_of <= decide <= open_, (decide, desk.taken)


def objections(desk: Desk, records: Records) -> None:
    """The register has every objection, with its terms and their articles."""
    told = _json(desk, "objection", "list", "--round", ROUND, "--date", DAY)
    assert [one["application_id"] for one in told] == list(records.objected), desk.taken
    for one in told:
        deciding = one["terms"]["deciding"]
        assert deciding is None or deciding["reasons"], (one, desk.taken)
    still = [o["application_id"] for o in told if o["decision"] is None and not _withdrawn(o)]
    assert still == list(records.objecting), desk.taken


def _withdrawn(one: dict[str, Any]) -> bool:
    return any(act["kind"] == "withdrawn" for act in one["acts"])


def marginal(desk: Desk, records: Records) -> None:
    """Nothing crosses a ceiling by a decision where no ranking divides."""
    told = _json(desk, "round", "marginal", ROUND)
    assert all(one["why"] for one in told), told
    assert bool(told) <= (records.state is RoundState.ALLOCATED or records.state.decided)


def homes(desk: Desk, records: Records) -> None:
    """Whoever has money promised homes, once each; nobody else has anything to report."""
    listed = _json(desk, "monitor", "list", ROUND, "--date", DAY)
    owing = {one["application_id"] for one in listed}
    given = {number for number in records.awards if records.paid(number)}
    assert given & records.told_of <= owing <= set(NUMBERS), desk.taken
    assert len(owing) == len(listed)
    for one in listed:
        assert sum(one["promised"].values()) >= 0
        assert one["due"] is None or one["due"]["reasons"], (one, desk.taken)
    assert _json(desk, "monitor", "status", ROUND, "--date", DAY)["round"] == ROUND


def years(desk: Desk, records: Records) -> None:
    """The table of all rounds has the commitments of this one."""
    told = _json(desk, "ledger", "--years", "--round", ROUND)
    assert told["rounds"] == [ROUND]
    own = [one for one in told["years"] if one["instrument"] == "woningbouwimpuls"]
    committed = sum(one["committed"] for one in own)
    given = sum(records.paid(number) for number in records.awards)
    assert committed == (given if records.state.decided else 0), desk.taken


def recomputed(desk: Desk, records: Records) -> None:
    """What was published can be checked by a command, as by the program beside it."""
    published = desk.folder / "rapport" / "open_data"
    if records.state.decided:
        code = desk.asks("recompute", str(published))
        assert code in (0, 1), (desk.taken, desk.said)


def checked(desk: Desk, records: Records) -> None:
    """The check before the next step is given in every state."""
    code = desk.asks("round", "check", ROUND, "--date", DAY)
    ended = records.state is RoundState.ARCHIVED
    assert code in ((0, 1, 2, 3) if ended else (0, 1, 3)), (desk.taken, desk.said)
    assert desk.said


def _json(desk: Desk, *command: str) -> Any:
    code = desk.asks(*command, "--json")
    assert code in (0, 1), (desk.taken, command, desk.said)
    return json.loads(desk.said)
