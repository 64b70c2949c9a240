"""The entry for the Algoritmeregister, by its publication standard 1.0 (decision 15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ....grants.decisions.allocation import Status
from ....grants.decisions.stages import PROOFS, Basis
from ....grants.dossier import Dossier
from ....grants.rounds.policy import DistributionRule
from ....instruments.instrument import Instrument, instruments
from ...wording.grounds import grounds
from .blocks import Block, Heading, Paragraph, Table
from .fields import texts_of_open_data

_LAW = re.compile("BWBR[0-9]{7}")
_WHERE = "https://wetten.overheid.nl/"


def register_entry(dossier: Dossier, begins: str) -> dict[str, Any]:
    """The fields of an entry; what only the office can say is empty. ``begins`` is a day."""
    policy, texts = dossier.policy, texts_of_open_data()
    entry: dict[str, Any] = {**texts["algorithm"]}
    if policy.tells_all:
        entry |= texts["algorithm_later"]
    laws = [instruments()[key] for key in policy.instruments]
    called = {
        "round": policy.round.id,
        "title": policy.round.title,
        "policy": dossier.policy_hash,
        "deviations": " ".join(deviations(dossier)),
        **_how(dossier),
        "weighed": len(dossier.weighings),
    }
    written: dict[str, Any] = {
        key: text.format(**called) if isinstance(text, str) else text for key, text in entry.items()
    }
    example = written.pop("status_example")
    if dossier.example:
        written["status"] = example
    basis = "; ".join(f"{law.name_nl}: {law.regulation}{_links(dossier, law)}" for law in laws)
    rests_on = grounds(policy)
    basis = " ".join([f"{basis}.", *rests_on]) if rests_on else basis
    return {**written, "lawful_basis": basis, "begin_date": begins[:7]}


def register_blocks(entry: Mapping[str, Any]) -> Iterator[Block]:
    """The entry for people: each field by its name in the register, and what is still open."""
    texts = texts_of_open_data()["register"]
    yield Heading(2, texts["title"])
    yield Paragraph(texts["begins"])
    rows: list[Sequence[str]] = []
    for key, label in texts["labels"].items():
        told: str | Sequence[str] = entry.get(key, "")
        text = told if isinstance(told, str) else ", ".join(told)
        rows.append((label, text or texts["by_the_office"]))
    yield Table.of(texts["columns"], rows)


def _how(dossier: Dossier) -> dict[str, str]:
    """How the money was divided, and what is shown of that no list is better."""
    texts: dict[str, str] = texts_of_open_data()["register"]
    rules = [one.rule is DistributionRule.OPTIMISE for one in dossier.policy.instruments.values()]
    way = "best" if all(rules) else "mixed" if any(rules) else "own"
    told = {"aim": texts[f"aim_{way}"], "divided": texts[f"divided_{way}"]}
    if not any(rules):
        return told | {"shown": "", "shown_risk": ""}
    shown = "shown" if is_shown(dossier) else "not_shown"
    return told | {"shown": texts[shown], "shown_risk": texts[f"{shown}_risk"]}


def is_shown(dossier: Dossier) -> bool:
    """Whether a proof that needs no trust in a solver shows that no list is better."""
    allocation = dossier.allocation
    certificate = allocation.certificate
    basis = Basis.NOTHING if certificate is None else certificate.basis
    return allocation.status is Status.PROVEN and basis in PROOFS


def deviations(dossier: Dossier) -> list[str]:
    """Of each scheme, whether it is divided by its own rule, in Dutch."""
    return [_deviation(dossier, instruments()[key]) for key in dossier.policy.instruments]


def _deviation(dossier: Dossier, law: Instrument) -> str:
    """Whether a scheme is divided by its own rule, and what it rests on where it is not."""
    chosen, texts = dossier.policy.instruments[law.key], texts_of_open_data()["register"]
    told: str = texts["own"] if chosen.rule is law.own_rule else texts["other"]
    if not law.own_rule_public:
        told = texts["none"]
    return told.format(
        scheme=law.name_nl, article=law.own_rule_article, basis=law.rests_on(chosen) or "-"
    )


def _links(dossier: Dossier, law: Instrument) -> str:
    """Where the text of a scheme stands, as its rules name it; nothing where none is public."""
    if not dossier.policy.tells_all:
        return ""
    told = {
        number
        for one in dossier.decided
        if one.award.instrument == law.key
        for answer in one.assessments
        for number in _LAW.findall(answer.source)
    }
    return f" ({', '.join(_WHERE + number for number in sorted(told))})" if told else ""
