"""The earlier years that the decisions of a round settle, as its letters tell them."""

from __future__ import annotations

from ...grants.allocation import Dossier
from ...instruments.besides import Correction
from ...instruments.instrument import instruments
from ..records.rounds.reader import RoundReader
from .screening import settings


def corrections_of(reader: RoundReader, whole_round: Dossier) -> dict[str, Correction]:
    """The earlier years that decisions of this round settle, by application number."""
    awards = {award.application_id: award for award in whole_round.allocation.awards}
    within = settings(whole_round.policy, reader.applications)
    found: dict[str, Correction] = {}
    for one in reader.applications:
        number = one.application.application_id
        own = instruments()[one.instrument]
        if own.beside is None or one.application.withdrawn_on is not None or number not in awards:
            continue
        told = own.beside(one.application, within[one.instrument], awards[number].amount)
        if told.settled is not None:
            years = tuple(own.papers.corrections(one.application))
            found[number] = Correction(years, told.settled)
    return found
