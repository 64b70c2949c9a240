"""What letters of Bereikbaarheid rest on: the acts, and the one text that the policy names.

No public text says how its money is divided, so that the sample rests on a regulation that was made
up and says so, and a real round on what its office names.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.basis import BasisKind, LegalBasis
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.gate import lacking

from . import reasons as why
from .filed import ber
from .grounds import said
from .rounds import decided, policy, with_ceilings

SAMPLE = Path(__file__).parents[3] / "sample_applications" / "policy.toml"
REAL = LegalBasis(
    kind=BasisKind.MINISTERIAL_REGULATION,
    title="Regeling specifieke uitkeringen ontsluiting woningbouw 2026",
    reference="Stcrt. 2026, 20417", article="artikel 5, tweede lid",
    published=date(2026, 2, 20), in_force=date(2026, 3, 1),
)  # fmt: skip
DECISIONS = {
    "granted": decided(ber(), Outcome.GRANTED, reasons=why.BER_FITS, rank=3),
    "partly": decided(ber(), Outcome.PARTLY_GRANTED, Euro.euros(20_000_000), reasons=why.BER_FEWER),
    "not divided to": decided(ber(), Outcome.REFUSED_CEILING, reasons=why.BER_NOT, rank=17),
    "elsewhere": decided(ber(), Outcome.COUNTED_ELSEWHERE, reasons=why.COUNTED),
    "on a rule": decided(ber(regional_share=Euro.euros(19_600_000)), Outcome.REFUSED_RULE),
    "late": decided(ber(), Outcome.REFUSED_LATE),
    "early": decided(ber(), Outcome.REFUSED_EARLY),
}
DIVIDED = ("granted", "partly", "not divided to", "elsewhere")
# A regulation or decision by its name, but for what an application or a letter is called.
_TEXT = re.compile(r"\b(?:[A-Z]\w*regeling|Regeling|[A-Z]\w*besluit|Besluit)\b[^.,;()]*")


def of_the_sample() -> LegalBasis:
    own = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))["instruments"]["bereikbaarheid"]
    return LegalBasis.model_validate(own["basis"])


def under(basis: LegalBasis) -> Policy:
    data: dict[str, Any] = policy().model_dump(mode="json")
    data["instruments"]["bereikbaarheid"]["basis"] = basis.model_dump(mode="json")
    return with_ceilings(Policy.model_validate(data), 100)


def from_its_own(name: str, basis: LegalBasis) -> tuple[Policy, Any]:
    """A decision with the reasons of a round that rests on that basis."""
    one, whole = DECISIONS[name], under(basis)
    cited = whole.instruments["bereikbaarheid"].basis_text
    reasons = tuple(reason.model_copy(update={"article": cited}) for reason in one.award.reasons)
    return whole, one.model_copy(
        update={"award": one.award.model_copy(update={"reasons": reasons})}
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", DECISIONS)
@pytest.mark.parametrize("basis", [of_the_sample(), REAL], ids=["sample", "real"])
def test_a_letter_cites_the_basis_of_its_policy_and_no_other(
    basis: LegalBasis, name: str, lang: str
) -> None:
    whole, one = from_its_own(name, basis)
    told = said(one, whole, lang)
    named = {found.strip() for found in _TEXT.findall(told)}
    assert all(text.startswith(basis.title.partition(" (")[0]) for text in named), named
    assert bool(named) is (name in DIVIDED)
    if name in DIVIDED:
        article = basis.article if lang == "nl" else "article"
        assert basis.reference in told
        assert article in told
    assert ("fictief" in told) is (basis.is_fictional and name in DIVIDED)


def test_the_basis_of_the_sample_says_that_it_is_made_up() -> None:
    assert of_the_sample().is_fictional
    assert not REAL.is_fictional


@pytest.mark.parametrize("lacks", ["", *LegalBasis.model_fields])
def test_a_real_round_opens_with_a_whole_basis_only(lacks: str) -> None:
    """Its type, title, reference, article and dates; a word that says nothing is none of them."""
    said_nothing = {
        "kind": "policy_rule", "title": "x", "reference": "Stcrt. 2026", "article": "3",
        "published": "2026-09-30", "in_force": "2026-09-30",
    }  # fmt: skip
    data: dict[str, Any] = under(REAL).model_dump(mode="json")
    own = data["instruments"]["bereikbaarheid"] | {"authorised_by": ["A. van Rijn", "M. Oudekerk"]}
    own["basis"] |= {lacks: said_nothing[lacks]} if lacks else {}
    data |= {"instruments": {"bereikbaarheid": own}, "round": data["round"] | {"kind": "real"}}
    found = [one for one in lacking(Policy.model_validate(data)) if one.instrument]
    assert bool(found) is bool(lacks), found
    assert not lacks or any(one.place[-1] in (lacks, "basis", "reference") for one in found)
