"""Why an application is not treated, as it stands in every list."""

from __future__ import annotations

from datetime import date

from ...grants.bilingual import LANGUAGES
from ...grants.decisions.allocation import Reason
from .texts import sentences_in

_ARTICLE = "artikel 4:5, eerste en vierde lid, van de Algemene wet bestuursrecht"


def untreated_reasons(on: date) -> tuple[Reason, ...]:
    """The reason of an application that was not completed in its term, decided on that day."""
    nl, en = (sentences_in(lang).told("untreated", day=on) for lang in LANGUAGES)
    return (Reason(code="NOT_TREATED", article=_ARTICLE, nl=nl, en=en),)
