"""What a limit says and where it comes from, in words for people.

A certificate keeps them with the keys of the policy (``policy, funds.vro``), for machines; a reader
gets the names of funds, schemes and municipalities, and the article where a law asks for the limit.
"""

from __future__ import annotations

import re
from typing import Protocol

from ...grants.bilingual import said
from ...grants.municipality import municipalities
from ...grants.notation import article_in, cited
from ...grants.record import Record
from ...grants.rounds.policy import Policy
from ...instruments.instrument import instruments
from .texts import Texts, sentences_in

_KEYED = re.compile(r"policy, (funds|instruments)\.([^.]+)(?:\.(\w+))?")
_BY_ITSELF = {"policy, fixed": "fixed", "beleid, ceiling": "ranges", "aanvraag": "application"}
_MACHINE_MADE = ("CEILING-", "MUNICIPALITY-", "CASH-")  # whose sentences have keys in them
_CODE = re.compile(r"\bGM[0-9]{4}\b")


class LimitTold(Record):
    """A limit in a sentence, with where it stands."""

    sentence: str
    source: str


class _Named(Protocol):
    """A limit with its code, as a certificate, a conflict or a price of a rule has it."""

    @property
    def code(self) -> str: ...
    @property
    def sentence_nl(self) -> str: ...
    @property
    def sentence_en(self) -> str: ...


class _Sourced(_Named, Protocol):
    @property
    def source(self) -> str: ...


def limit_told(limit: _Sourced, policy: Policy, lang: str) -> LimitTold:
    """A limit as people read it, in ``nl`` or ``en``."""
    return LimitTold(
        sentence=limit_sentence(limit, policy, lang),
        source=source_told(limit.source, policy, lang),
    )


def limit_sentence(limit: _Named, policy: Policy, lang: str) -> str:
    """What a limit says, with names for keys; the policy's own words stay as written."""
    sentence = said(lang, limit.sentence_nl, limit.sentence_en)
    own = any(one.code == limit.code for one in policy.constraint)
    if own or not limit.code.startswith(_MACHINE_MADE):
        return sentence
    of = limit.code.partition("-")[2]
    for key in (of, of.rpartition("-")[0]):  # a municipality or a year may stand behind it
        if key in policy.instruments:
            name = _scheme(key, lang)
            sentence = re.sub(rf"\b{re.escape(key)}\b", lambda _, name=name: name, sentence)
    return _CODE.sub(lambda found: _municipality(found[0]), sentence)


def limit_name(code: str, policy: Policy, lang: str) -> str:
    """A limit by its code in a few words; the code itself where the policy does not know it."""
    texts = sentences_in(lang)
    own = next((one for one in policy.constraint if one.code == code), None)
    if own is not None:
        return f"‘{own.sentence(lang).rstrip('.')}’"
    kind, _, of = code.partition("-")
    beside = ""
    if kind in ("CASH", "MUNICIPALITY"):
        of, _, beside = of.rpartition("-")
    known = {key: fund.name(lang) for key, fund in policy.funds.items()}
    known = {**{key: _scheme(key, lang) for key in policy.instruments}, **known}
    key = f"binds.{kind.lower()}"
    if of not in known or key not in texts.table:
        return code
    return texts(key, name=known[of], year=beside, municipality=_municipality(beside))


def source_told(source: str, policy: Policy, lang: str) -> str:
    """Where a limit comes from; a text that the policy has for it stays as written."""
    texts = sentences_in(lang)
    if source in _BY_ITSELF:
        return texts(f"limit_source.{_BY_ITSELF[source]}")
    keyed = _KEYED.fullmatch(source)
    if keyed is None:
        return source
    table, key, what = keyed.groups()
    if table == "funds":
        name = policy.funds[key].name(lang) if key in policy.funds else key
        return texts(f"limit_source.fund_{what or 'total'}", name=name)
    return _of_scheme(key, what or "", policy, texts)


def _of_scheme(key: str, what: str, policy: Policy, texts: Texts) -> str:
    told = texts(f"limit_source.scheme_{what}", name=_scheme(key, texts.lang))
    own, chosen = instruments().get(key), policy.instruments.get(key)
    found = chosen.ceiling_source if chosen is not None and what == "ceiling" else ""
    article = own.ceiling_article if own is not None and what == "ceiling" else ""
    told_in = (article_in(article, texts.lang), cited(found.rstrip("."), texts.lang))
    beside = "; ".join(part for part in told_in if part)
    return f"{told} ({beside})" if beside else told


def _scheme(key: str, lang: str) -> str:
    own = instruments().get(key)
    return own.name(lang) if own is not None else key


def _municipality(code: str) -> str:
    known = municipalities().get(code)
    return known.name if known is not None else code
