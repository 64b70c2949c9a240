"""How an explanation begins: what came of an application and why, in two sentences.

For somebody who decides and does not know the rules, such as a mayor. They claim no more than the
round does: nothing is decided by an example or before the approval, a list is only called the best
where that is proven, and no want of money is told where something else decided.
"""

from __future__ import annotations

from ...grants.applications.public_body import PublicBody
from ...grants.bilingual import in_language
from ...grants.decisions.allocation import Award, Outcome, Reason, Status
from ...grants.money import Euro
from ...grants.notation import joined, sentence, whole
from ...grants.record import Record
from ...grants.rounds.policy import DistributionRule, RoundKind
from .reasons import sentences
from .texts import Texts, read_texts

_MONEY, _RESERVE = "MONEY-", "RESERVE"


class Opened(Record):
    """What the two sentences are about.

    ``names`` are the municipalities, ``noun`` and ``nouns`` by language what the scheme calls an
    application. ``placed`` is how many met the rules and have a place in the same order.
    ``status`` is that of the list, ``None`` where there is none; ``in_order`` says that what comes
    before the number of homes is told too. ``changed`` says that something happened to the award
    after its approval. ``body`` is the public body in the place of a municipality. ``withdrawn``
    says that it takes no part, where there is no list yet. ``upon_objection`` is the higher amount
    that a decision on an objection gave, where nothing else became of the award since.
    """

    award: Award | None
    kind: RoundKind
    rule: DistributionRule
    names: tuple[str, ...]
    noun: dict[str, str]
    nouns: dict[str, str]
    placed: int = 0
    status: Status | None = None
    in_order: bool = True
    approved: bool = False
    changed: bool = False
    body: PublicBody | None = None
    withdrawn: bool = False
    upon_objection: Euro | None = None


def opening(about: Opened, lang: str) -> tuple[str, str]:
    """What came of it, and why."""
    texts = Texts(lang, read_texts("verdeelsleutel.io.wording", "opening.toml"))
    values = _values(about, lang)
    outcome = about.award.outcome.value if about.award else _undivided(about)
    where = texts(f"where.{_where(about)}", **values)
    if about.upon_objection is not None:
        values["now"] = texts.written(about.upon_objection)
        return texts("what.objected", where=where, **values), texts("because.objected", **values)
    return (
        texts(f"what.{outcome}", where=where, **values),
        texts(_why(about, texts), **values, reason=_reason(about, lang)),
    )


def _undivided(about: Opened) -> str:
    """What is told of an application of which no list tells."""
    return Outcome.WITHDRAWN.value if about.withdrawn else "undivided"


def _where(about: Opened) -> str:
    if about.kind is RoundKind.EXAMPLE and about.changed:
        return "example_changed"
    if about.kind is not RoundKind.REAL:
        return about.kind.value
    if about.award is None:
        return "undivided"
    if not about.approved:
        return "proposed"
    return "changed" if about.changed else "decided"


def _why(about: Opened, texts: Texts) -> str:
    """The key of the second sentence: what decided, where it matters with the rule."""
    if about.award is None:
        return f"because.{_undivided(about)}"
    decided, outcome = _decided_by(about.award), about.award.outcome
    if decided is None:
        key = f"because.{outcome.value}"
        return key if key in texts.table else "because.other"
    ruled = f"why.{decided}_{about.rule.value}"
    return ruled if ruled in texts.table else f"why.{decided}"


def _decided_by(award: Award) -> str | None:
    """What of the division decided, by the first reason that tells it; ``None`` where none does."""
    if award.outcome is Outcome.COUNTED_ELSEWHERE:
        return None
    codes = [reason.code for reason in award.reasons]
    if _RESERVE in codes:
        return "reserve"
    told = next((code for code in codes if code.startswith(_MONEY)), None)
    return None if told is None else told.removeprefix(_MONEY).lower().replace("-", "_")


def _reason(about: Opened, lang: str) -> str:
    """The first reason, in the words that a decision has for it."""
    first: Reason | None = next(iter(about.award.reasons if about.award else ()), None)
    return "" if first is None else sentence(first.text(lang))


def _values(about: Opened, lang: str) -> dict[str, str]:
    texts = Texts(lang, read_texts("verdeelsleutel.io.wording", "opening.toml"))
    award, count = about.award, len(about.names)
    who = texts("who.unknown")
    if count:
        who = texts("who.one" if count == 1 else "who.many", names=joined(about.names, lang))
    if about.body is not None:
        who = in_language(lang, about.body.named_nl, about.body.name)
    values = {
        "who": who,
        "applicant": texts("who.body" if about.body is not None else "who.municipality"),
        "count": str(max(1, count)),
        "noun": about.noun[lang],
        "nouns": about.nouns[lang],
        "division": _division(about, lang),
        "of": whole(about.placed, lang),
    }
    if award is not None:
        values |= {
            "amount": texts.written(award.amount),
            "requested": texts.written(award.asked),
            "reserved": texts.written(award.reserved),
            "rank": whole(award.rank or 0, lang),
            "broken": whole(len(award.reasons), lang),
        }
    return values


def _division(about: Opened, lang: str) -> str:
    """What the list may be called."""
    claimed = "proven" if about.status is Status.PROVEN else "not_proven"
    claimed += "_in_order" if about.in_order else ""
    text: str = sentences()[f"{claimed}.division"].text(lang)
    return text.replace("{application}", about.noun[lang])
