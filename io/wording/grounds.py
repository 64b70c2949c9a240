"""What a round rests on, and what of that is fictional, provisional or not decided yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from ...grants.applications.assessment import Assessment
from ...grants.decisions.allocation import Outcome
from ...grants.money import Euro
from ...grants.notation import cited
from ...grants.rounds.basis import LegalBasis, is_fictional
from ...grants.rounds.policy import InstrumentPolicy, Policy, RoundKind
from ...instruments.gate import lacking, needs_basis
from ...instruments.instrument import Instrument, instruments
from .limits import LimitTold, limit_name, limit_told
from .texts import sentences_in

if TYPE_CHECKING:
    from ...grants.dossier import Dossier


class ProvisionalMark(StrEnum):
    """What is provisional about a rule: the rule, or a value in a rule that is public."""

    RULE = "rule"
    VALUE = "value"


def provisional_mark(rule: Assessment) -> ProvisionalMark:
    """A rule whose article stands in a law is public, whatever its value rests on."""
    public = rule.article.casefold().startswith(("artikel", "bijlage"))
    return ProvisionalMark.VALUE if public else ProvisionalMark.RULE


def grounds(policy: Policy, lang: str = "nl") -> tuple[str, ...]:
    """What the division of each scheme rests on, a sentence each; before them what kind it is.

    At the end what a real round would want of it. A round of before this was asked has none: its
    papers stay as they were.
    """
    return (*rests_on(policy, lang), *lacks(policy, lang))


def rests_on(policy: Policy, lang: str = "nl", *, divided: bool = True) -> tuple[str, ...]:
    """The same without what is lacking; of a round that is not ``divided`` yet as what comes."""
    if not policy.tells_its_grounds:
        return ()
    texts = sentences_in(lang)
    kind = policy.round.kind
    lines = [] if kind is RoundKind.REAL else [texts(f"ground.{kind.value}")]
    for key, chosen in policy.instruments.items():
        own = instruments()[key]
        standing = _standing(own, chosen)
        basis = chosen.basis_in_sentence(lang) if standing == "text" else own.rests_on(chosen)
        done = texts("ground.divided" if divided else "ground.to_divide")
        lines.append(texts(f"ground.{standing}", scheme=own.name(lang), basis=basis, divided=done))
    limits = [one.code for one in policy.constraint if one.hard and is_fictional(one.source)]
    if limits:
        lines.append(texts("ground.limits", codes=", ".join(limits)))
    return tuple(lines)


def lacks(policy: Policy, lang: str = "nl") -> tuple[str, ...]:
    """What a real round would want that this policy does not have; nothing in a real round."""
    if not policy.tells_its_grounds or policy.round.kind is RoundKind.REAL:
        return ()
    short = dict.fromkeys(one.instrument for one in lacking(policy) if one.instrument)
    if not short:
        return ()
    names = ", ".join(instruments()[key].name(lang) for key in short)
    return (sentences_in(lang)("ground.short", schemes=names),)


def grounds_of(whole: Dossier, lang: str = "nl") -> tuple[str, ...]:
    """The same of a divided round, with how much of it is provisional or undecided."""
    lines = grounds(whole.policy, lang)
    if not lines:
        return ()
    texts = sentences_in(lang)
    marks = [
        {provisional_mark(a) for a in one.assessments if a.provisional} for one in whole.decided
    ]
    undecided = sum(
        award.outcome in (Outcome.NEEDS_JUDGEMENT, Outcome.INCOMPLETE)
        for award in whole.allocation.awards
    )
    for mark in ProvisionalMark:
        if count := sum(mark in some for some in marks):
            lines += (texts.told(f"ground.provisional_{mark.value}", count=count),)
    if undecided:
        lines += (texts.told("ground.undecided", count=undecided),)
    return lines


def grounds_in_short(whole: Dossier, lang: str = "nl") -> tuple[str, ...]:
    """The same on a page: schemes that rest on the same together, and limits counted."""
    policy = whole.policy
    if not policy.tells_its_grounds:
        return ()
    texts, kind = sentences_in(lang), policy.round.kind
    lines = [] if kind is RoundKind.REAL else [texts(f"ground.{kind.value}")]
    for (standing, title), names in _together(policy, lang).items():
        told = texts.told(f"in_short.{standing}", count=len(names), basis=title)
        lines.append(f"{', '.join(names)}: {told}")
    fictional = sum(one.hard and is_fictional(one.source) for one in policy.constraint)
    if fictional:
        hard = sum(one.hard for one in policy.constraint)
        lines.append(texts.told("in_short.limits", count=fictional, of=hard))
    lines += lacks(policy, lang)
    later = sum(award.outcome is Outcome.SET_ASIDE for award in whole.allocation.awards)
    kept = Euro.total(award.reserved for award in whole.allocation.awards)
    counted = grounds_of(whole, lang)[len(grounds(policy, lang)) :]
    aside = [texts.told("in_short.aside", count=later, kept=kept)] if later else []
    return (*lines, *counted, *aside)


def _together(policy: Policy, lang: str) -> dict[tuple[str, str], list[str]]:
    """The schemes by how their basis stands and the text that it is, in the policy's order."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, chosen in policy.instruments.items():
        own = instruments()[key]
        standing, basis = _standing(own, chosen), chosen.basis
        title = basis.title if isinstance(basis, LegalBasis) else basis
        title = "" if standing == "own" else title
        found.setdefault((standing, title), []).append(own.name(lang))
    return found


def set_aside_in(whole: Dossier, fund: str) -> Euro:
    """What a fund keeps for the applications that are decided on later."""
    schemes = whole.policy.instruments
    return Euro.total(
        award.reserved
        for award in whole.allocation.awards
        if award.instrument in schemes and schemes[award.instrument].fund == fund
    )


def free_in(whole: Dossier, fund: str) -> Euro:
    """What of a fund was there to divide: less its reserve for objections and what is set aside."""
    own = whole.policy.funds[fund]
    return own.total - own.objection_reserve - set_aside_in(whole, fund)


def limit_in(
    whole: Dossier, code: str, lang: str, named: Mapping[str, str] | None = None
) -> LimitTold:
    """A limit by its code, as a letter names it; what the policy has no words for as checked.

    ``named`` is what the schemes are called in a sentence, where that is not their name.
    """
    schemes = {key: instruments()[key].name(lang) for key in whole.policy.instruments}
    schemes |= named or {}
    texts, policy = sentences_in(lang), whole.policy
    kind, _, rest = code.partition("-")
    own = next((one for one in policy.constraint if one.code == code), None)
    if own is not None:
        return LimitTold(sentence=own.sentence(lang).rstrip("."), source=cited(own.source, lang))
    if kind == "FUND" and rest in policy.funds:
        fund, kept = policy.funds[rest], set_aside_in(whole, rest)
        words = {"name": fund.name(lang), "free": free_in(whole, rest)}
        told = (
            texts.told("limit.fund_kept", **words, kept=kept)
            if kept
            else texts.told("limit.fund", **words)
        )
        return LimitTold(sentence=told, source=cited(fund.source, lang))
    if kind == "CEILING" and rest in policy.instruments:
        ceiling = policy.instruments[rest].ceiling
        name = schemes[rest]
        if isinstance(ceiling, Euro):
            kept = Euro.total(a.reserved for a in whole.allocation.awards if a.instrument == rest)
            told = (
                texts.told("limit.ceiling_kept", name=name, ceiling=ceiling, kept=kept)
                if kept
                else texts.told("limit.ceiling", name=name, ceiling=ceiling)
            )
            return LimitTold(sentence=told, source="")
    if kind == "CASH":
        of, _, year = rest.rpartition("-")
        fund = policy.funds.get(of)
        name = fund.name(lang) if fund is not None else schemes[of]
        return LimitTold(sentence=texts("limit.cash", name=name, year=year), source="")
    certificate = whole.allocation.certificate
    checks = certificate.checks if certificate else ()
    check = next((one for one in checks if one.code == code), None)
    if check is None:
        return LimitTold(sentence=code, source="")
    told = limit_told(check, policy, lang)
    return LimitTold(sentence=told.sentence.rstrip("."), source=told.source)


def binding_in(policy: Policy, codes: Sequence[str] | None, lang: str) -> str:
    """The funds, ceilings and cash years that bind, in a few words each; that nothing does too."""
    texts = sentences_in(lang)
    if codes is None:
        return texts("binds.unknown")
    return ", ".join(limit_name(code, policy, lang) for code in codes) or texts("binds.nothing")


def _standing(own: Instrument, chosen: InstrumentPolicy) -> str:
    """How the basis of a scheme stands: its own rule, a text, a fictional one, or none."""
    if not needs_basis(own, chosen):
        return "own"
    if not chosen.basis_text:
        return "none"
    if is_fictional(chosen.basis_text):
        return "fictional"
    return "text" if isinstance(chosen.basis, LegalBasis) else "free"
