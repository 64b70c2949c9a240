"""Applications that wait: what decides about them is unknown, though their own rules are met.

An application that needs another one waits for the answer about that one, and so does whoever
needs it in turn. One of which a key of the ranking is unknown has no place in any order. A ranking
takes all applications together (BWbi art. 5): while one of them waits, so do the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from ...grants.applications.candidate import Candidate
from ...grants.bilingual import Bilingual
from ...grants.record import Record


class Waits(Record):
    """What an application waits for.

    ``needs`` are applications that wait themselves, ``absent`` numbers that no application of the
    round has, and ``keys`` the names of unknown keys of its ranking. ``ranked_with`` are those of
    its ranking about which is not decided yet, ``same_as`` those that ask the same and came first, and
    ``paid_before`` the project or start year that an earlier round may have paid. ``withdrawn`` are
    those that it needs and that withdrew after the decision.
    """

    needs: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    ranked_with: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    paid_before: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def nl(self) -> str:
        """The question, in Dutch."""
        return self._told("nl")

    @property
    def en(self) -> str:
        """The question, in English."""
        return self._told("en")

    def _told(self, lang: str) -> str:
        named = ((text, getattr(self, field)) for field, text in _TOLD.items())
        return " ".join(
            text.text(lang).replace("{which}", ", ".join(which)) for text, which in named if which
        )


_TOLD: Mapping[str, Bilingual] = MappingProxyType(
    {
        "paid_before": Bilingual(
            nl="Een eerdere ronde verleende al geld voor {which}. Tot een medewerker heeft "
            "geantwoord, wordt het niet nog eens betaald.",
            en="An earlier round gave money for {which} already. Until an officer answered, it is "
            "not paid again.",
        ),
        "same_as": Bilingual(
            nl="De aanvraag vraagt hetzelfde als {which}, of dezelfde woningen. Tot een medewerker "
            "heeft geantwoord dat beide kloppen, wordt het een keer betaald.",
            en="It asks the same as {which}, or the same homes. Until an officer answered that both "
            "are right, it is paid once.",
        ),
        "keys": Bilingual(
            nl="Van de rangschikking is nog niet bekend: {which}.",
            en="Not known yet for the ranking: {which}.",
        ),
        "needs": Bilingual(
            nl="De aanvraag kan alleen doorgaan samen met {which}. Daarover is nog niet beslist, en "
            "zo lang wacht ook deze.",
            en="It can only go ahead together with {which}. That is not decided yet, and until then "
            "this one waits too.",
        ),
        "absent": Bilingual(
            nl="De aanvraag kan alleen doorgaan samen met {which}. Die staat niet (of niet zonder "
            "fout) in deze ronde. Ga na welke aanvraag is bedoeld.",
            en="It can only go ahead together with {which}, which is not (or not without a fault) in "
            "this round. Find out which application is meant.",
        ),
        "withdrawn": Bilingual(
            nl="De aanvraag kan alleen doorgaan samen met {which}. Die is na het besluit "
            "ingetrokken. Vraag de aanvrager of zij zonder kan.",
            en="It can only go ahead together with {which}, which was withdrawn after the decision. "
            "Ask its applicant whether it can without.",
        ),
        "ranked_with": Bilingual(
            nl="De rangschikking wordt opgemaakt als over iedere aanvraag is geoordeeld. Dat is nog "
            "niet zo voor {which}.",
            en="The ranking is made once every application is judged. That is not so yet for "
            "{which}.",
        ),
    }
)
"""What each field of a :class:`Waits` says, in the order in which it is told."""


def waiting(
    candidates: Sequence[Candidate],
    *,
    undecided: Mapping[str, str],
    known: Collection[str],
    decided: Collection[str] = (),
    ranked: Collection[str] = (),
    doubles: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    paid: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Mapping[str, Waits]:
    """The candidates that wait, by application number, each with what for.

    ``undecided`` are applications that need a judgement, each with its scheme, ``known`` all of the
    round, and ``decided`` those that a decision puts in or out, which wait for nothing. ``ranked``
    are the schemes that are divided by a ranking. ``doubles`` has, by number, the applications that
    ask the same and came first, ``paid`` what an earlier round may have paid.
    """
    schemes = {one.application_id: one.instrument for one in candidates} | dict(undecided)
    found: dict[str, Waits] = {}
    while True:
        open_ = sorted({*undecided, *found} - set(decided))
        unranked = {key: tuple(n for n in open_ if schemes[n] == key) for key in ranked}
        more: dict[str, Waits] = {}
        for one in candidates:
            if one.application_id in decided:
                continue
            own = tuple(n for n in unranked.get(one.instrument, ()) if not _by_ranking(found, n))
            waits = Waits(
                needs=tuple(n for n in one.requires if n in open_),
                absent=tuple(n for n in one.requires if n not in known),
                keys=one.unknown_keys,
                ranked_with=tuple(n for n in own if n != one.application_id),
                same_as=doubles.get(one.application_id, ()),
                paid_before=paid.get(one.application_id, ()),
            )
            if waits != Waits():
                more[one.application_id] = waits
        if more == found:
            return found
        found = more


def _by_ranking(found: Mapping[str, Waits], number: str) -> bool:
    """Whether an application waits for nothing but the others of its ranking."""
    waits = found.get(number)
    return waits is not None and waits == Waits(ranked_with=waits.ranked_with)
