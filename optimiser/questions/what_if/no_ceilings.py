"""Why there are no ceilings to propose: each reason in a sentence, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from ....grants.money import Euro
from ....grants.rounds.fund import CeilingRange
from ...model.choices import MOST_CHOICES
from ...solution import Named


def _named(code: str, nl: str, en: str) -> Named:
    return Named(code=f"PLAN-{code}", sentence_nl=nl, sentence_en=en, source="beleid, ceiling")


def of_a_list(key: str) -> Named:
    """A range on a closed list."""
    return _named(
        f"LIST-{key}",
        f"Het plafond van {key} is een bereik, maar een gesloten lijst legt vast wat ieder krijgt "
        "en laat geen plafond te kiezen. Schrijf één bedrag.",
        f"The ceiling of {key} is a range, but a closed list fixes what each gets and leaves no "
        "ceiling to choose. Write one amount.",
    )


def above_need(key: str, within: CeilingRange, asked: int) -> Named:
    """A lower end above all that the scheme can need."""
    least, need = within.at_least, Euro(asked)
    return _named(
        f"NEED-{key}",
        f"De ondergrens van het plafond van {key} is {least}, en er is ten hoogste {need} nodig. "
        f"Kies een ondergrens tot {need}.",
        f"The lower end of the ceiling of {key} is {least}, and at most {need} is needed. Choose a "
        f"lower end up to {need}.",
    )


def too_fine(key: str, within: CeilingRange) -> Named:
    """More outcomes than are stated at once."""
    return _named(
        f"STEPS-{key}",
        f"Het plafond van {key} heeft in stappen van {within.step} meer dan {MOST_CHOICES} "
        "verschillende uitkomsten. Kies grotere stappen of een kleiner bereik.",
        f"The ceiling of {key} has more than {MOST_CHOICES} outcomes in steps of {within.step}. "
        "Choose larger steps or a smaller range.",
    )


def above_fund(fund: str, nl: str, en: str, taken: int, free: int) -> Named:
    """Lower ends, and what is fixed, that are more than a fund has."""
    return _named(
        f"FUND-{fund}",
        f"De ondergrenzen van de plafonds en wat vaststaat zijn samen {Euro(taken)}; uit {nl} is "
        f"{Euro(free)} te verdelen.",
        f"The lower ends of the ceilings and what is fixed are {Euro(taken)} together; {en} has "
        f"{Euro(free)} to divide.",
    )


def no_choice(ranges: Mapping[str, CeilingRange]) -> Named:
    """Ranges within which every choice breaks a hard condition."""
    nl = "; ".join(f"{key}: {one.at_least} tot {one.at_most}" for key, one in ranges.items())
    en = "; ".join(f"{key}: {one.at_least} to {one.at_most}" for key, one in ranges.items())
    return _named(
        "RANGES",
        "Geen keuze van plafonds binnen hun bereiken houdt zich aan alle harde voorwaarden "
        f"({nl}).",
        f"No choice of ceilings within their ranges keeps every hard condition ({en}).",
    )
