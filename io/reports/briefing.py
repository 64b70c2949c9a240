"""``summary.pdf``: the round on two pages for the minister, with its three best pictures."""

from __future__ import annotations

from typing import Any

from ...grants.allocation import Dossier
from ..pages.summary import briefing_pdf
from ..wording.grounds import grounds_of
from .figures import Figures
from .page import big_numbers, lead, status
from .story import Figure, Story
from .title import mark
from .words import Words

_GOALS = 5  # goals that are not met and fit on the page
_COLOURS = {
    "schemes": ("var(--c1)", "var(--pale)", "var(--limit)"),
    "segments": ("var(--c1)", "var(--c2)"),
}


def report_summary(dossier: Dossier, found: Figures, words: Words) -> bytes:
    """The summary as a tagged PDF, byte for byte the same for the same round."""
    story = Story(dossier, found, words)
    policy = dossier.policy.round
    approved = dossier.approval.on if dossier.approval else policy.window_closes
    digest = dossier.allocation.certificate.digest if dossier.allocation.certificate else "–"
    content: dict[str, Any] = {
        "lang": words.lang,
        "title": words("title", round=dossier.allocation.round),
        "author": words("summary_author"),
        "kicker": words("summary_kicker", round=dossier.allocation.round),
        "heading": policy.title,
        "mark": mark(dossier, words),
        "lead": lead(dossier, words),
        "bigs": [
            {"number": big.number, "what": big.what, "note": big.note}
            for big in big_numbers(dossier, words)
        ],
        "pictures": [
            _picture(story.segments(), words),
            _picture(story.schemes(), words),
            _picture(story.provinces(), words),
        ],
        "goals": _goals(dossier, words),
        "grounds": {"title": words("ground"), "items": grounds_of(dossier, words.lang)},
        "proof": {"title": words("status"), "sentence": status(dossier, words)},
        "footer": words(
            "footer",
            round=dossier.allocation.round,
            policy=dossier.policy_hash[:12],
            digest=digest[:12],
        ),
    }
    return briefing_pdf(content, dossier.sent_on or approved)


def _picture(figure: Figure, words: Words) -> dict[str, Any]:
    colours = _COLOURS.get(figure.name, ())
    named = zip(figure.legend, colours, strict=False)
    return {
        "title": figure.title,
        "sentence": figure.sentence,
        "svg": _standing_alone(figure.wide),
        "legend": [{"name": name, "colour": colour} for name, colour in named if name],
    }


def _standing_alone(svg: str) -> str:
    """A picture with the name of its language, which within a page goes without saying."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _goals(dossier: Dossier, words: Words) -> dict[str, Any]:
    certificate = dossier.allocation.certificate
    checks = certificate.checks if certificate else ()
    missed = [check for check in checks if not check.holds]
    told = [check.sentence(words.lang) for check in missed[:_GOALS]]
    rest = len(missed) - len(told)
    key = "summary_goals" if missed else "summary_all_met" if checks else "summary_none"
    return {
        "title": words("section_goals"),
        "sentence": words(key, met=len(checks) - len(missed), all=len(checks), missed=len(missed)),
        "items": [*told, *([words("summary_more", count=rest)] if rest else [])],
    }
