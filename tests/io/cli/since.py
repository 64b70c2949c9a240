"""Rounds in which much was decided after the letters, as their open data tell it."""

from pathlib import Path
from typing import Any

from .after import OF, OTHER_APPROVER, WEIGHED, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, SECOND
from .test_reserve_awards import CITED

FIRST_COME = CITED.replace('rule = "optimise"', 'rule = "first_come"')
POLICIES = {"optimised": CITED, "own_rule": FIRST_COME}
WHY = ("--reason", "De gemeente heeft dit gevraagd en toegelicht.")
ROWS: dict[str, list[dict[str, Any]]] = {
    "gebiedsbudget": [
        gb("GB-1", 1, Sociale_huurwoningen=900),
        gb("GB-2", 2, Sociale_huurwoningen=800),
        gb("GB-3", 1.5, Sociale_huurwoningen=700),
        gb("GB-4", 1.5, Sociale_huurwoningen=600),
        gb("GB-5", 1, Sociale_huurwoningen=300),
        gb("GB-6", 2.5, Sociale_huurwoningen=200),
    ],
    "woningbouwimpuls": [
        wbi("WBI-1", 2, Gemeentecode="GM0599"),
        wbi("WBI-2", 2, Gemeentecode="GM0518"),
        wbi("WBI-3", 2, Gemeentecode="GM0363"),
        wbi("WBI-4", 2, Gemeentecode="GM0344", Score_noodzaak=6),
    ],
}


def lived(samples: Path, folder: Path, policy: str) -> After:
    """Paid in part, withdrawn, given to the next, lowered, moved, revoked, won and lost."""
    folder.mkdir()
    after = After(folder, quietly).written(samples, policy)
    rows = {key: [dict(one) for one in own] for key, own in ROWS.items()}
    for day, one in enumerate(rows["gebiedsbudget"], start=3):
        one["Ontvangen op"] = one["Ontvangen op"].replace(day=day)
    after.decided(rows)
    _paid(after, "GB-2", "€ 1.750.000")
    _paid(after, "WBI-1", "€ 2.000.000")
    gone = ("withdraw", "GB-4", *OF, "--date", "2026-06-16", "--reason", "brief 41", *MAKER)
    after.does(*gone)
    _two(after, ("reserve", "award", "GB-5", *OF), "2026-06-18", "2026-06-22")
    _changed(after, "GB-2", "2026-07-01", "--amount", "€ 1,5 mln")
    _changed(after, "GB-3", "2026-07-02", "--year", "2028")
    revoke = ("revoke", "GB-1", *OF, "--ground", "obligations", "--not-heard", "own_data", *WEIGHED)
    _two(after, revoke, "2026-07-13", "2026-07-15")
    objected(after, "GB-6", "BZ-1", "founded", "--amount", "€ 2 mln")
    objected(after, "WBI-2", "BZ-2", "unfounded")
    after.does("objection", "open", "WBI-4", "--channel", "post",
        *OF, "--received", "2026-07-02", "--date",
               "2026-07-02", *WHY, *SECOND)  # fmt: skip
    after.sound()
    return after


def _paid(after: After, number: str, amount: str) -> None:
    after.order(number)
    after.confirm(number, amount)


def _two(after: After, command: tuple[str, ...], proposed: str, taken: str) -> None:
    """A decision by two: proposed with its reasons, taken with its letter."""
    after.does(*command, "--date", proposed, *WHY, *MAKER)
    bare = command[: command.index(OF[0])]
    after.does(*bare, *OF, "--date", taken, "--confirm", "--out", after.desk / "later", *APPROVER)


def _changed(after: After, number: str, asked: str, *what: str) -> None:
    whole = ("--with", "a,b,c,d,e,f,g")
    after.does("change", "request", number, *OF, "--date", asked, *WHY, *whole, *what, *MAKER)
    _two(after, ("change", "decide", number, *OF), "2026-07-08", "2026-07-10")


def objected(after: After, number: str, name: str, outcome: str, *more: str) -> None:
    """An objection, heard and decided."""
    of = ("objection",)
    after.does(*of, "open", number, *OF, "--channel", "post", "--received",
               "2026-07-01", "--date", "2026-07-01", *WHY, *SECOND)  # fmt: skip
    after.does(*of, "hear", name, *OF, "--held", "--by", "mr. V. Zitter", "--by", "B. Dekker",
               "--date", "2026-08-10", *WHY, *SECOND)  # fmt: skip
    after.does(*of, "decide", name, *OF, "--outcome", outcome, "--date", "2026-08-20", *WHY, *more,
               *OTHER_APPROVER)  # fmt: skip


def reported(after: After) -> Path:
    """The open data as a report writes them now."""
    out = after.desk / "rapport"
    after.does("report", *OF, "--out", out, *MAKER)
    return out / "open_data"
