"""``summary.pdf``: the round on two pages for the minister.

What was decided and what it costs a home, who got nothing and why in groups, on what the division
rests, and what of it is fictional, provisional or undecided.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from ...grants.dossier import Dossier
from ...grants.money import Euro
from ...instruments.instrument import about_homes
from ..pages.summary import briefing_pdf
from ..wording.grounds import grounds_in_short
from ..wording.limits import limit_sentence
from .charts.drawing import standing_alone
from .charts.municipality_map import printed_map, swatch, told
from .divisions.told import divisions_told
from .figures import Figures
from .groups import binding, groups, prices
from .headline import big_numbers, lead, status
from .progress.told import progress_lead
from .since.ended import ended_lead
from .story import Figure, Story
from .title import mark
from .words import Words

_GOALS = 4  # goals that are not met and fit on the page
_FEWEST = 4  # awards of which a half is worth telling
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
            _picture(one, words)
            for one in (
                story.schemes(),
                printed_map(story),
                *([story.segments()] if story.homes else []),
            )
        ],
        "schemes": _schemes(dossier, found, words),
        "cost": _cost(dossier, found, words) if story.homes else {},
        "nothing": _nothing(dossier, words),
        "goals": _goals(dossier, words),
        "divisions": divisions_told(dossier, words) or {},
        "progress": _progress(dossier, words),
        "ended": _ended(dossier, words),
        "grounds": {"title": words("ground"), "items": grounds_in_short(dossier, words.lang)},
        "proof": {"title": words("status"), "sentence": status(dossier, words)},
        "footer": words(
            "footer",
            round=dossier.allocation.round,
            policy=dossier.policy_hash[:12],
            digest=digest[:12],
        ),
    }
    return briefing_pdf(content, dossier.sent_on or approved)


def _schemes(dossier: Dossier, found: Figures, words: Words) -> dict[str, Any]:
    """What each scheme gave, and the round, in which the homes of a project count once."""
    totals, homes = dossier.allocation.totals, about_homes(dossier.policy.instruments)
    rows = [
        [
            words.scheme(row["scheme"]), words.millions(int(row["requested"])),
            words.millions(int(row["amount"])),
            words("summary_of", some=words.number(row["awarded"]),
                  all=words.number(row["applications"])),
            words.number(row["affordable"]), _a_home(Euro(int(row["amount"])), row, words),
        ]
        for row in found.schemes.to_dict("records")
    ]  # fmt: skip
    cost = totals.amount.per(totals.affordable_homes)
    rows.append([
        words("summary_once"), words.millions(totals.requested.cents),
        words.millions(totals.amount.cents),
        words("summary_of", some=words.number(totals.granted),
              all=words.number(totals.applications)),
        words.number(totals.affordable_homes), words.euros(cost.cents) if cost else "–",
    ])  # fmt: skip
    keys = ("scheme", "requested", "amount", "awarded", "affordable_homes", "cost")
    shown = len(keys) if homes else keys.index("affordable_homes")
    note = f"{words('summary_decided_note')} " if homes else ""
    return {
        "title": words("summary_decided"),
        "headers": [words(key) for key in keys[:shown]],
        "rows": [row[:shown] for row in rows],
        "note": f"{note}{words('rounding')}",
    }


def _a_home(amount: Euro, row: Mapping[Hashable, Any], words: Words) -> str:
    cost = amount.per(int(row["affordable"]))
    return words.euros(cost.cents) if cost else "–"


def _cost(dossier: Dossier, found: Figures, words: Words) -> dict[str, Any]:
    """What an affordable home costs, with what that number does not say."""
    paid = prices(dossier)
    said: list[str] = []
    if len(paid) >= _FEWEST:
        half, dearest = paid[(len(paid) - 1) // 2], paid[-1]
        said.append(words("summary_half", median=words.euros(half), dearest=words.euros(dearest)))
    if found.uncounted.affordable:
        said.append(words("summary_twice", count=words.number(found.uncounted.affordable)))
    said.append(words("summary_no_effect"))
    return {"title": words("summary_cost"), "sentence": " ".join(said)}


def _progress(dossier: Dossier, words: Words) -> dict[str, Any]:
    """How far the homes are; nothing as long as nobody reported."""
    lead = progress_lead(dossier, words)
    return {"title": words("section_progress"), "sentence": lead} if lead else {}


def _ended(dossier: Dossier, words: Words) -> dict[str, Any]:
    """How the awards end; nothing as long as no end has begun."""
    lead = ended_lead(dossier, words)
    return {"title": words("section_ended"), "sentence": lead} if lead else {}


def _nothing(dossier: Dossier, words: Words) -> dict[str, Any]:
    """Who got nothing and why, in groups; and the limits that refusals would break."""
    found = groups(dossier, words)
    count = sum(one.applications for one in found)
    asked = Euro.total(one.asked for one in found)
    bound = binding(dossier, words)
    return {
        "title": words("summary_nothing"),
        "sentence": words("summary_nothing_said", count=words.number(count),
                          asked=words.millions(asked.cents))
        if count
        else words("summary_nothing_none"),
        "headers": [words(key) for key in ("reasons", "applications", "requested", "scheme")],
        "rows": [
            [one.name, words.number(one.applications), words.millions(one.asked.cents), one.schemes]
            for one in found
        ],
        "bound": words("summary_bounds", limits="; ".join(bound)) if bound else "",
    }  # fmt: skip


def _picture(figure: Figure, words: Words) -> dict[str, Any]:
    colours = _COLOURS.get(figure.name, ())
    named = zip(figure.legend, colours, strict=False)
    return {
        "title": figure.title,
        "sentence": figure.sentence,
        "svg": standing_alone(figure.printed or figure.wide),
        "weight": 3 if figure.keys else 2,
        "undrawn": "" if figure.wide else words("summary_undrawn"),
        "legend": [
            {"name": name, "colour": colour} for name, colour in named if name and figure.wide
        ],
        "keys": [
            {"name": told(key, words), "svg": standing_alone(swatch(key.mark))}
            for key in figure.keys
        ],
    }


def _goals(dossier: Dossier, words: Words) -> dict[str, Any]:
    certificate = dossier.allocation.certificate
    checks = certificate.checks if certificate else ()
    missed = [check for check in checks if not check.holds]
    told = [limit_sentence(one, dossier.policy, words.lang) for one in missed[:_GOALS]]
    rest = len(missed) - len(told)
    key = "summary_goals" if missed else "summary_all_met" if checks else "summary_none"
    return {
        "title": words("section_goals"),
        "sentence": words(key, met=len(checks) - len(missed), all=len(checks), missed=len(missed)),
        "items": [*told, *([words("summary_more", count=rest)] if rest else [])],
    }
