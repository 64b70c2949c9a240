"""The command ``verdeel recompute``: the published data of a round, checked by themselves."""

from __future__ import annotations

from pathlib import Path

from ....reports.open_data.outside.recompute import UNREADABLE, examined, refused, told
from ...console import show, show_json

NOT_SHOWN = 3


def recompute(folder: Path, *, lang: str, as_json: bool) -> int:
    """Check a folder of open data. 1 where something does not hold, 3 where a proof is lacking."""
    try:
        found = examined(folder)
    except UNREADABLE as wrong:
        line = refused(wrong, lang)
        if as_json:
            show_json({"holds": [], "unseen": [], "complete": False, "refused": line})
        else:
            show(line)
        return 1
    if as_json:
        show_json({
            "holds": [one.text(lang) for one in found.holds],
            "unseen": [one.text(lang) for one in found.unseen],
            "complete": found.complete,
            "refused": "",
        })  # fmt: skip
    else:
        for line in told(found, lang):
            show(line)
    return 0 if found.complete else NOT_SHOWN
