"""A policy in plain sentences: for whoever has to agree with it and reads no file of keys."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...grants.money import Euro
from ...grants.municipality import municipalities
from ...grants.notation import amount, day, share, whole
from ...grants.record import Record
from ...grants.rounds.basis import LegalBasis
from ...grants.rounds.constraint import ConstraintPolicy, Group, Measure
from ...grants.rounds.fund import CeilingRange, FundPolicy
from ...grants.rounds.policy import DistributionRule, InstrumentPolicy, Policy
from ...instruments.answers import POINTS, answer_told
from ...instruments.instrument import about_homes, instruments
from .outcomes import rule_in
from .texts import Texts, read_texts


class Told(Record):
    """A part of a policy: its heading, and its sentences in order."""

    heading: str
    sentences: tuple[str, ...]


def policy_told(policy: Policy, lang: str = "nl") -> tuple[Told, ...]:
    """All that a policy decides, in ``nl`` or ``en``: no key of it is left out."""
    texts = Texts(lang, read_texts("verdeelsleutel.io.wording", "policy.toml"))
    parts = (
        ("round", _round(policy, texts)),
        ("money", _funds(policy, texts)),
        ("schemes", _schemes(policy, texts)),
        ("limits", _limits(policy, texts)),
        ("fixed", _fixed(policy, texts)),
        ("order", _order(policy, texts)),
    )
    told = ((heading, tuple(sentences)) for heading, sentences in parts)
    return tuple(
        Told(heading=texts(f"heading.{heading}"), sentences=sentences)
        for heading, sentences in told
        if sentences
    )


def _round(policy: Policy, texts: Texts) -> Iterator[str]:
    own, lang = policy.round, texts.lang
    opens, closes = day(own.window_opens, lang), day(own.window_closes, lang)
    yield texts("round.name", id=own.id, title=own.title)
    yield texts(f"kind.{own.kind.value}")
    if own.window_closes_at is None:
        yield texts("round.window", opens=opens, closes=closes)
    else:
        hour = f"{own.window_closes_at:%H:%M:%S}".removesuffix(":00")
        yield texts("round.window_at", opens=opens, closes=closes, hour=hour.replace(":", "."))
    if own.decision_date is None:
        yield texts("round.no_decision")
    else:
        yield texts("round.decision", day=day(own.decision_date, lang))
    yield texts("round.completion", days=own.completion_days)


def _funds(policy: Policy, texts: Texts) -> Iterator[str]:
    for key, fund in policy.funds.items():
        yield from _fund(key, fund, texts)


def _fund(key: str, fund: FundPolicy, texts: Texts) -> Iterator[str]:
    lang = texts.lang
    name, other = fund.name(lang), fund.name(_OTHER[lang])
    holds = texts(f"holds.{fund.holds.value}")
    named = name if name == key else f"{name} ({key})"
    yield texts("fund.total", name=named, total=amount(fund.total, lang), holds=holds)
    for year, most in sorted(fund.cash.items()):
        yield texts("fund.cash", year=year, amount=amount(most, lang))
    if fund.carry_over is not None:
        yield texts("fund.carry", amount=amount(fund.carry_over, lang))
    elif fund.cash:
        yield texts("fund.no_carry")
    if fund.objection_reserve:
        yield texts("fund.reserve", amount=amount(fund.objection_reserve, lang))
    if fund.source:
        yield texts("fund.source", source=fund.source.rstrip("."))
    if other != name:
        yield texts("fund.english", name=other)


def _schemes(policy: Policy, texts: Texts) -> Iterator[str]:
    for key, chosen in policy.instruments.items():
        yield from _division(key, chosen, policy, texts)
        yield from _ceiling(chosen, texts)
        yield from _amounts(key, chosen, texts)
        yield from _answers(chosen, texts)
        yield from _reserve(chosen, texts)


def _division(key: str, chosen: InstrumentPolicy, policy: Policy, texts: Texts) -> Iterator[str]:
    own, lang = instruments()[key], texts.lang
    basis = chosen.basis_in_sentence(lang)
    if chosen.rule is own.own_rule and own.own_rule_public:
        basis = texts("scheme.own", basis=own.own_rule_article)
    fund = policy.funds[chosen.fund].name(lang)
    yield texts(
        "scheme.rule" if basis else "scheme.no_basis",
        name=own.name(lang), fund=fund, rule=rule_in(chosen.rule, lang), basis=basis,
    )  # fmt: skip
    if isinstance(chosen.basis, LegalBasis):
        text = chosen.basis
        if chosen.rule is own.own_rule and own.own_rule_public:
            yield f"{text.cited}."
        yield _of_text(text, texts)
    elif chosen.basis and chosen.rule is own.own_rule and own.own_rule_public:
        yield f"{chosen.basis.rstrip('.')}."
    if chosen.authorised_by:
        yield texts("scheme.names", names=", ".join(chosen.authorised_by))
    if chosen.rule not in _WITHOUT_AN_ORDER:
        yield texts(f"scheme.{chosen.when_it_does_not_fit}")
    if chosen.marginal_application:
        yield texts("scheme.marginal")
    for one in policy.marginal:
        if one.instrument == key:
            reason = f"{one.reason.rstrip('.')}."
            yield texts("scheme.decided", number=one.application, article=one.article)
            yield reason
    if chosen.last_day is not None:
        yield texts("scheme.last_day", day=day(chosen.last_day, lang))
    if chosen.retake_closed is not None:
        closed, projects = day(chosen.retake_closed, lang), ", ".join(chosen.retake_projects)
        yield texts("scheme.retake", of=chosen.retake_of, day=closed, projects=projects)


def _ceiling(chosen: InstrumentPolicy, texts: Texts) -> Iterator[str]:
    lang, ceiling = texts.lang, chosen.ceiling
    if ceiling is None:
        yield texts("scheme.no_ceiling")
    elif isinstance(ceiling, CeilingRange):
        least, most = amount(ceiling.at_least, lang), amount(ceiling.at_most, lang)
        step = amount(ceiling.step, lang)
        yield texts("scheme.ceiling_range", least=least, most=most, step=step)
    else:
        holds = texts(f"holds.{chosen.ceiling_holds.value}")
        yield texts("scheme.ceiling", amount=amount(ceiling, lang), holds=holds)
    if chosen.ceiling_source:
        yield texts("scheme.ceiling_source", source=chosen.ceiling_source.rstrip("."))


def _amounts(key: str, chosen: InstrumentPolicy, texts: Texts) -> Iterator[str]:
    lang = texts.lang
    for year, most in sorted(chosen.cash.items()):
        yield texts("scheme.cash", year=year, amount=amount(most, lang))
    if instruments()[key].for_homes:  # of costs alone nobody names a least amount
        yield texts("scheme.step", amount=amount(chosen.step, lang))
    if not chosen.enables_homes:
        yield texts("scheme.no_homes")
    if chosen.max_per_municipality is not None:
        yield texts("scheme.per_municipality", many=chosen.max_per_municipality)
    if chosen.cut_for or chosen.cut:
        names = ", ".join(_place(name) for name in chosen.cut_for) or "-"
        yield texts("scheme.cut", cut=share(chosen.cut, lang), names=names)
    for name, value in chosen.parameters.items():
        yield texts("scheme.parameter", name=name, value=value)
    if chosen.vat_note:
        yield texts("scheme.vat", note=chosen.vat_note)


def _answers(chosen: InstrumentPolicy, texts: Texts) -> Iterator[str]:
    """What the law of a scheme leaves open, by whose answer it is filled in."""
    found, lang = chosen.answers, texts.lang
    if found is None:
        return
    basis, (first, *rest) = found.basis, (answer_told(found, point, lang) for point in POINTS)
    yield texts(
        "scheme.answered", by=basis.by, reference=basis.reference, dated=day(basis.dated, lang),
        published=day(basis.published, lang), amount=first, others="; ".join(rest),
    )  # fmt: skip
    if found.pay_on is not None:
        yield texts("scheme.answered_day", day=day(found.pay_on, lang))


def _reserve(chosen: InstrumentPolicy, texts: Texts) -> Iterator[str]:
    """To whom money goes that comes free after the decisions."""
    lang, text = texts.lang, chosen.reserve
    if not text:
        yield texts("scheme.no_reserve")
        return
    until = ""
    if chosen.reserve_until is not None:
        until = texts("scheme.reserve_until", day=day(chosen.reserve_until, lang))
    basis = text if isinstance(text, str) else text.in_sentence(lang)
    yield texts("scheme.reserve", basis=basis, until=until)
    if isinstance(text, LegalBasis):
        yield _of_text(text, texts)


def _of_text(text: LegalBasis, texts: Texts) -> str:
    lang = texts.lang
    return texts(
        "scheme.basis", kind=text.kind.name_in(lang), published=day(text.published, lang),
        in_force=day(text.in_force, lang),
    )  # fmt: skip


def _limits(policy: Policy, texts: Texts) -> Iterator[str]:
    if not policy.constraint:
        yield texts("limit.none")
    for one in policy.constraint:
        sentence = f"{one.sentence(texts.lang).rstrip('.')}."
        if one.hard:
            yield texts("limit.hard", code=one.code, sentence=sentence)
        else:
            yield texts(
                "limit.soft", code=one.code, sentence=sentence, importance=one.importance,
                weight=one.weight,
            )  # fmt: skip
        yield _counted(one, policy, texts)
        other = one.sentence(_OTHER[texts.lang])
        if other.rstrip(".") != sentence.rstrip("."):
            yield texts("limit.english", sentence=other)


def _counted(one: ConstraintPolicy, policy: Policy, texts: Texts) -> str:
    of = ""
    if one.of is not None:
        group = _group(one.of_group, policy, texts)
        of = texts("limit.of", measure=texts(f"measure.{one.of.value}"), group=group)
    which = "at_most" if one.at_least is None else "at_least"
    return texts(
        f"limit.{which}", measure=texts(f"measure.{one.measure.value}"),
        group=_group(one.group, policy, texts), limit=_limit(one, texts.lang), of=of,
        source=one.source.rstrip("."),
    )  # fmt: skip


def _limit(one: ConstraintPolicy, lang: str) -> str:
    limit = one.limit
    if isinstance(limit, Fraction):
        return share(limit, lang) if (limit * _WHOLE).denominator == 1 else str(limit)
    if one.measure is Measure.MONEY:
        return amount(Euro(limit), lang)
    return whole(limit, lang)


def _group(group: Group, policy: Policy, texts: Texts) -> str:
    named = {
        key: value for key, value in group.model_dump().items() if value is not None
    }  # in the order of the model
    if group.instrument is not None and group.instrument in instruments():
        named["instrument"] = instruments()[group.instrument].name(texts.lang)
    if group.fund is not None and group.fund in policy.funds:
        named["fund"] = policy.funds[group.fund].name(texts.lang)
    if group.municipality is not None:
        named["municipality"] = _place(group.municipality)
    return "".join(texts(f"group.{key}", name=value) for key, value in named.items())


def _place(code: str) -> str:
    known = municipalities().get(code)
    return code if known is None else known.name


def _fixed(policy: Policy, texts: Texts) -> Iterator[str]:
    for one in policy.fixed:
        given = ""
        if one.amount is not None:
            given = texts("fixed.amount", amount=amount(one.amount, texts.lang))
        reason = f"{one.reason.rstrip('.')}."
        yield texts(f"fixed.{one.decision}", number=one.application, amount=given, reason=reason)
        yield texts("fixed.basis", article=one.article, names=", ".join(one.authorised_by))


def _order(policy: Policy, texts: Texts) -> Iterator[str]:
    order, solver = policy.order, policy.solver
    chosen = {one.rule for one in policy.instruments.values()}
    if not about_homes(policy.instruments) and DistributionRule.OPTIMISE not in chosen:
        yield texts("order.no_homes")
        return
    yield texts("order.objective", measure=texts(f"measure.{policy.objective.value}"))
    yield texts("order.keys", keys=", ".join(texts(f"key.{key.value}") for key in order.keys))
    if order.instruments:
        names = ", ".join(instruments()[key].name(texts.lang) for key in order.instruments)
        yield texts("order.schemes", names=names)
    yield texts("order.time", seconds=whole(solver.time_limit_seconds, texts.lang))
    yield texts("order.unproven" if solver.unproven_may_be_approved else "order.proven")


# One chooses from all, the other gives all a share: of neither is there a first that does not fit.
_WITHOUT_AN_ORDER = (DistributionRule.OPTIMISE, DistributionRule.PRO_RATA)
_OTHER = {"nl": "en", "en": "nl"}
_WHOLE = 10_000  # a percentage of two decimals; a share between two of those is told as a fraction
