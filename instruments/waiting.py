"""Applications that wait: what decides about them is unknown, though their own rules are met.

An application that needs another one waits for the answer about that one, and so does whoever
needs it in turn. One of which a key of the ranking is unknown has no place in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..grants.candidate import Candidate
from ..grants.record import Record


class Waits(Record):
    """What an application waits for.

    ``needs`` are applications that wait themselves, ``absent`` numbers that no application of the
    round has, and ``keys`` the names of unknown keys of its ranking.
    """

    needs: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def nl(self) -> str:
        """The question, in Dutch."""
        parts: list[str] = []
        if self.keys:
            parts.append(f"Van de rangschikking is nog niet bekend: {', '.join(self.keys)}.")
        if self.needs:
            parts.append(
                f"De aanvraag kan alleen doorgaan samen met {', '.join(self.needs)}. Daarover is nog "
                "niet beslist, en zo lang wacht ook deze."
            )
        if self.absent:
            parts.append(
                f"De aanvraag kan alleen doorgaan samen met {', '.join(self.absent)}. Die staat niet "
                "(of niet zonder fout) in deze ronde. Ga na welke aanvraag is bedoeld."
            )
        return " ".join(parts)

    @property
    def en(self) -> str:
        """The question, in English."""
        parts: list[str] = []
        if self.keys:
            parts.append(f"Not known yet for the ranking: {', '.join(self.keys)}.")
        if self.needs:
            parts.append(
                f"It can only go ahead together with {', '.join(self.needs)}. That is not decided "
                "yet, and until then this one waits too."
            )
        if self.absent:
            parts.append(
                f"It can only go ahead together with {', '.join(self.absent)}, which is not (or not "
                "without a fault) in this round. Find out which application is meant."
            )
        return " ".join(parts)


def waiting(
    candidates: Sequence[Candidate],
    *,
    undecided: Collection[str],
    known: Collection[str],
    decided: Collection[str] = (),
) -> Mapping[str, Waits]:
    """The candidates that wait, by application number, each with what for.

    ``undecided`` are applications that need a judgement, ``known`` all of the round, and
    ``decided`` those that a decision puts in or out, which wait for nothing.
    """
    found: dict[str, Waits] = {}
    for one in candidates:
        if one.unknown_keys and one.application_id not in decided:
            found[one.application_id] = Waits(keys=one.unknown_keys)
    while True:
        open_ = {*undecided, *found}
        more = {
            one.application_id: found.get(one.application_id, Waits()).model_copy(
                update={"needs": needs, "absent": absent}
            )
            for one in candidates
            if one.application_id not in decided
            for needs in [tuple(n for n in one.requires if n in open_ and n not in decided)]
            for absent in [tuple(n for n in one.requires if n not in known)]
            if needs or absent
        }
        if more.items() <= found.items():
            return found
        found |= more
