"""Limits in words: no key of a policy reaches a reader, and no text of a policy is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import as_file, files

import pytest

from verdeelsleutel.grants.bilingual import LANGUAGES
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.constraint import ConstraintPolicy
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.wording.limits import (
    limit_name,
    limit_sentence,
    limit_told,
    source_told,
)
from verdeelsleutel.optimiser.model.limits import cash_limits, limits_of
from verdeelsleutel.optimiser.solution import Named

KEY = re.compile(r"policy, |funds\.|instruments\.|max_per_municipality|GM[0-9]{4}")


@pytest.fixture(scope="module", params=["policy.toml", "policies/wettelijk.toml"])
def policy(request: pytest.FixtureRequest) -> Policy:
    """A policy of the samples with a cash limit and a ceiling everywhere."""
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        read = load_policy(samples / str(request.param))[0]
    cash = {2027: Euro.euros(1_000_000)}
    funds = {k: one.model_copy(update={"cash": cash, "source": ""}) for k, one in
             read.funds.items()}  # fmt: skip
    schemes = {
        k: one.model_copy(update={"cash": cash, "ceiling": Euro.euros(5)})
        for k, one in read.instruments.items()
    }
    return read.model_copy(update={"funds": funds, "instruments": schemes})


def _made(policy: Policy) -> Iterator[Named]:
    """Every limit that the program states itself, as a certificate keeps it."""
    own = {one.code for one in policy.constraint}
    for one in limits_of((), policy):
        if one.code not in own:
            yield Named(code=one.code, sentence_nl=one.sentence_nl, sentence_en=one.sentence_en,
                        source=one.source)  # fmt: skip
    for cash in cash_limits((), policy):
        yield Named(
            code=f"{cash.code}-2027",
            sentence_nl=f"Uit {cash.name_nl} gaat in 2027 € 5.",
            sentence_en=f"{cash.name_en} pays € 5 in 2027.",
            source=cash.source,
        )
    for key in policy.instruments:
        yield Named(
            code=f"MUNICIPALITY-{key}-GM0363",
            sentence_nl=f"Gemeente GM0363 krijgt ten hoogste 1 toekenning uit {key}.",
            sentence_en=f"Municipality GM0363 gets at most 1 award of {key}.",
            source=f"policy, instruments.{key}.max_per_municipality",
        )
    for source in ("policy, fixed", "beleid, ceiling", "aanvraag"):
        yield Named(code="FIXED", sentence_nl="Een besluit.", sentence_en="A decision.",
                    source=source)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_of_the_policy_is_in_what_a_reader_gets(policy: Policy, lang: str) -> None:
    made = list(_made(policy))
    assert len(made) >= 2 * len(policy.funds) + 3 * len(policy.instruments)
    for one in made:
        told = limit_told(one, policy, lang)
        for said in (told.sentence, told.source, limit_name(one.code, policy, lang)):
            assert not KEY.search(said), (one, said)
            for fund in policy.funds.values():  # may have the word of a key in it
                said = said.replace(fund.name(lang), "")
            keys = [*policy.instruments, *policy.funds]
            assert not [key for key in keys if re.search(rf"\b{key}\b", said)], (one, said)
        assert told.sentence == limit_sentence(one, policy, lang)


def test_the_source_of_a_ceiling_names_the_article_that_asks_for_it(policy: Policy) -> None:
    said = source_told("policy, instruments.woningbouwimpuls.ceiling", policy, "nl")
    article = instruments()["woningbouwimpuls"].ceiling_article
    assert said.startswith("beleid van deze ronde: plafond van Woningbouwimpuls (")
    assert article in said
    assert source_told("policy, funds.vro.cash", policy, "nl") == (
        "beleid van deze ronde: wat uit "
        f"{policy.funds['vro'].name_nl} in elk jaar mag worden betaald"
    )


def test_a_municipality_is_told_by_its_name(policy: Policy) -> None:
    one = Named(
        code="MUNICIPALITY-gebiedsbudget-GM0363",
        sentence_nl="Gemeente GM0363 krijgt ten hoogste 1 toekenning uit gebiedsbudget.",
        sentence_en="Municipality GM0363 gets at most 1 award of gebiedsbudget.",
    )
    assert limit_sentence(one, policy, "nl") == (
        "Gemeente Amsterdam krijgt ten hoogste 1 toekenning uit Gebiedsbudget."
    )
    assert limit_name(one.code, policy, "nl") == "toekenningen uit Gebiedsbudget aan Amsterdam"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_office_wrote_stays_as_it_wrote_it(policy: Policy, lang: str) -> None:
    for one in policy.constraint:
        assert limit_told(_checked(one), policy, lang).source == one.source
        assert limit_sentence(_checked(one), policy, lang) == one.sentence(lang)
        assert limit_name(one.code, policy, lang) == f"‘{one.sentence(lang).rstrip('.')}’"


def _checked(one: ConstraintPolicy) -> Named:
    return Named(code=one.code, sentence_nl=one.sentence_nl, sentence_en=one.sentence("en"),
                 source=one.source)  # fmt: skip


def test_a_limit_of_no_policy_keeps_its_code(policy: Policy) -> None:
    assert limit_name("EXCLUDES-A-B", policy, "nl") == "EXCLUDES-A-B"
    assert limit_name("CASH-elders-2027", policy, "nl") == "CASH-elders-2027"
