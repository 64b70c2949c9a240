"""A round in which nearly everything happens that can happen to one, for what every table holds."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from ..cli.orders import (
    APPROVER,
    BECAUSE,
    MAKER,
    OTHER_APPROVER,
    SECOND,
    Desk,
    begun,
    command_of,
    written,
)
from ..cli.test_unknown import ROUND

FIRST = date(2026, 5, 5)
RESERVE = "artikel 5 van de Voorbeeldregeling (fictief)"
STEPS: tuple[tuple[str, str, str], ...] = (
    ("load", MAKER, ""), ("screen", MAKER, ""), ("request", MAKER, "E"), ("come in", MAKER, ""),
    ("extend", MAKER, "D"),
    ("aside", MAKER, "C"), ("aside confirm", SECOND, "C"), ("admit", MAKER, "F"),
    ("admit confirm", SECOND, "F"), ("answer", MAKER, ""), ("withdraw", MAKER, "D"),
    ("undo", MAKER, "D"), ("undo confirm", SECOND, "D"), ("allocate", MAKER, ""),
    ("amend", MAKER, ""), ("amend drop", MAKER, ""), ("amend", MAKER, ""),
    ("amend confirm", SECOND, ""), ("allocate", MAKER, ""), ("why not", MAKER, ""),
    ("approve", APPROVER, ""), ("letters", MAKER, ""), ("deep", MAKER, ""), ("judge", MAKER, "C"),
    ("judge confirm", SECOND, "C"), ("supplement", MAKER, ""),
    ("supplement approve", OTHER_APPROVER, ""), ("supplement letters", MAKER, ""),
    ("open", SECOND, "D"), ("hear", SECOND, "BZ-1"), ("show", SECOND, "BZ-1"),
    ("decide", OTHER_APPROVER, "BZ-1"), ("pay order", MAKER, ""), ("pay confirm", SECOND, ""),
    ("return", MAKER, "C"), ("return confirm", SECOND, "C"), ("change request", MAKER, "C"),
    ("change", MAKER, "C"), ("change confirm", APPROVER, "C"), ("intend", MAKER, "C"),
    ("silent", MAKER, "C"), ("revoke confirm", APPROVER, "C"),
)  # fmt: skip


def long_lived(folder: Path, samples: Path) -> Desk:
    """The desk of that round, at its end."""
    written(folder, samples)
    for name in ("policy.toml", "minder.toml"):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        text = text.replace('rule = "optimise"', f'rule = "optimise"\nreserve = "{RESERVE}"')
        text = text.replace('total = "€ 100 mln"',
                            'total = "€ 100 mln"\nobjection_reserve = "€ 3 mln"')  # fmt: skip
        path.write_text(text, encoding="utf-8")
    desk, day = begun(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}"), FIRST
    for step, who, number in STEPS:
        day += timedelta(days=20 if step in ("silent", "hear") else 1)
        code = desk.give(who, *_command(step, number, day, folder))
        assert code in (0, 1), (step, desk.said)
    return desk


def _command(step: str, number: str, day: date, folder: Path) -> tuple[str, ...]:
    of, on, out = ("--round", ROUND), ("--date", day.isoformat()), str(folder / "bezwaar")
    objection = ("objection", step, number, *of, *on)
    more: dict[str, tuple[str, ...]] = {
        "why not": ("why-not", *of),
        "deep": ("report", *of, "--deep", "--out", str(folder / "verslag")),
        "open": (*objection, "--received", day.isoformat(), *BECAUSE),
        "hear": (*objection, "--held", "--by", "mr. V. Zitter", "--by", "mr. W. Lid", *BECAUSE),
        "show": ("objection", "file", number, *of, *on, "--out", out),
        "decide": (*objection, "--outcome", "founded", "--amount", "€ 1 mln", *BECAUSE, "--out",
                   out, "--no-word"),
    }  # fmt: skip
    return more.get(step) or command_of(step, number or "A", day.isoformat(), folder)
