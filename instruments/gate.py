"""The gate of a real round: whether what its policy decides may rest on what it names.

A rule other than the scheme's own needs a text of at least the level of the one that it departs
from, published and in force before the window opens, since who asks for scarce money must know the
rules beforehand (ABRvS ECLI:NL:RVS:2018:2310). Rounds in which nothing real is decided may do
everything, and say what they lack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..grants.bilingual import said
from ..grants.money import Euro
from ..grants.names import people_among
from ..grants.record import Record
from ..grants.rounds.basis import LegalBasis, is_fictional, says_something
from ..grants.rounds.fund import CeilingRange
from ..grants.rounds.policy import InstrumentPolicy, Policy
from .answers import basis_lacks
from .instrument import Instrument, instruments

_TWO_PEOPLE = 2
_SHORTEST_SOURCE = 10


class Lacking(Record):
    """What a policy lacks to carry a real round: of which scheme, and what would mend it.

    ``place`` is where in the policy that stands, or would: the keys from the top.
    """

    instrument: str
    nl: str
    en: str
    place: tuple[int | str, ...] = ()

    def sentence(self, lang: str) -> str:
        """What is lacking, in ``nl`` or ``en``."""
        return said(lang, self.nl, self.en)


def lacking(policy: Policy) -> tuple[Lacking, ...]:
    """Everything that a policy lacks to carry a real round, in the order of the policy."""
    opens = policy.round.window_opens
    found = [
        one
        for key, chosen in policy.instruments.items()
        for one in _of_instrument(instruments()[key], chosen, opens)
    ]
    return (*found, *_of_decisions(policy))


def _short(own: Instrument, key: str, nl: str, en: str) -> Lacking:
    """What a scheme lacks at one of its keys."""
    return Lacking(
        instrument=own.key, nl=nl, en=en, place=("instruments", own.key, *key.split("."))
    )


def needs_basis(own: Instrument, chosen: InstrumentPolicy) -> bool:
    """Whether the rule is not the scheme's own, or the scheme's own is in no public text."""
    return chosen.rule is not own.own_rule or not own.own_rule_public


def above_known(own: Instrument, chosen: InstrumentPolicy, day: date) -> Euro | None:
    """The ceiling that is known of the window, where the policy has a higher one."""
    known = own.known_ceiling(day, carry=True)
    ceiling = chosen.ceiling
    highest = ceiling.at_most if isinstance(ceiling, CeilingRange) else ceiling
    if known is None or highest is None or not isinstance(known.value, Euro):
        return None
    return known.value if highest > known.value else None


def _of_instrument(own: Instrument, chosen: InstrumentPolicy, opens: date) -> Iterator[Lacking]:
    yield from _unread(own, opens)
    if own.entitlement and chosen.rule is not own.own_rule:
        yield _short(
            own,
            "rule",
            nl=f"{own.name_nl} is een aanspraak: wie aan de voorwaarden voldoet, krijgt het bedrag, "
            f"of een deel naar evenredigheid ({own.own_rule_article}), en nooit niets omdat het geld "
            f"op is. Verdeel haar met rule = '{own.own_rule.value}'.",
            en=f"{own.name_en} is an entitlement: whoever meets the conditions gets the amount, or a "
            f"part in proportion ({own.own_rule_article}), and never nothing for want of money. "
            f"Divide it with rule = '{own.own_rule.value}'.",
        )
    if needs_basis(own, chosen):
        if isinstance(chosen.basis, str):
            yield _no_text(own, chosen.basis)
        else:
            yield from _of_text(own, chosen.basis, opens)
        yield from _of_names(own, chosen.authorised_by)
    elif isinstance(chosen.basis, LegalBasis):
        yield from _of_words(own, chosen.basis)
    elif chosen.basis and (is_fictional(chosen.basis) or not says_something(chosen.basis)):
        yield _no_text(own, chosen.basis)
    if chosen.answers is not None:
        for key, one in basis_lacks(chosen.answers, opens):
            yield _short(own, f"answers.basis.{key}", nl=one.nl, en=one.en)
    known = above_known(own, chosen, opens)
    source = chosen.ceiling_source
    if known is not None and (len(source.strip()) < _SHORTEST_SOURCE or is_fictional(source)):
        yield _short(
            own,
            "ceiling",
            nl=f"Het plafond van {own.name_nl} ligt boven {known}, het plafond dat van dit tijdvak "
            "bekend is. Noem in ceiling_source waar het hogere plafond bekend is gemaakt.",
            en=f"The ceiling of {own.name_en} is above {known}, the ceiling known for this window. "
            "Name in ceiling_source where the higher one was published.",
        )


def _unread(own: Instrument, opens: date) -> Iterator[Lacking]:
    """A window of which the text or its annex was not read: nothing can be decided by it."""
    written, day = own.catalogue.written, f"{opens:%d-%m-%Y}"
    text, annex = written.unread_on(opens), written.unread_annex_on(opens)
    if text is not None:
        yield _only_explored(
            own,
            nl=f"De regels van {own.name_nl} van {day} zijn niet geraadpleegd: {text.why}",
            en=f"The rules of {own.name_en} of {opens.isoformat()} were not read.",
        )
    if annex is not None:
        yield _only_explored(
            own,
            nl=f"De bijlage bij de regels van {own.name_nl} van {day} is niet geraadpleegd: "
            f"{annex.why}",
            en=f"The annex to the rules of {own.name_en} of {opens.isoformat()} was not read.",
        )


def _only_explored(own: Instrument, nl: str, en: str) -> Lacking:
    return Lacking(
        instrument=own.key,
        nl=f'{nl} Dit tijdvak kan alleen een verkenning zijn (kind = "what_if").',
        en=f'{en} This window can only be a what-if (kind = "what_if").',
        place=("round", "kind"),
    )


def _no_text(own: Instrument, written: str) -> Lacking:
    has = f"noemt daarvoor alleen de tekst '{written}'" if written else "noemt daarvoor niets"
    had = f"names only the text '{written}' for it" if written else "names nothing for it"
    return _short(
        own,
        "basis",
        nl=f"De verdeling van {own.name_nl} heeft een grondslag nodig, en het beleid {has}. Zet die "
        f"in [instruments.{own.key}.basis], met kind, title, reference, article, published en "
        "in_force.",
        en=f"The distribution of {own.name_en} needs a legal basis, and the policy {had}. State it "
        f"in [instruments.{own.key}.basis], with kind, title, reference, article, published and "
        "in_force.",
    )


def _of_text(own: Instrument, basis: LegalBasis, opens: date) -> Iterator[Lacking]:
    yield from _of_words(own, basis)
    if not basis.kind.reaches(own.level):
        yield _short(
            own,
            "basis.kind",
            nl=f"{basis.title} is een {basis.kind.name_in('nl')}. Van {own.own_rule_article} kan "
            f"alleen een {own.level.name_in('nl')} of een hogere regeling afwijken.",
            en=f"{basis.title} is a {basis.kind.name_in('en')}. Only a {own.level.name_in('en')} or "
            f"a higher text can depart from {own.own_rule_article}.",
        )
    for field, day, nl, en in (
        ("published", basis.published, "bekendgemaakt", "was published"),
        ("in_force", basis.in_force, "in werking getreden", "came into force"),
    ):
        late = day >= opens if field == "published" else day > opens
        if late:
            yield _short(
                own,
                f"basis.{field}",
                nl=f"{basis.title} is {nl} op {day:%d-%m-%Y}. Het tijdvak opent op "
                f"{opens:%d-%m-%Y}, en wie aanvraagt moet de verdeelregel dan kennen.",
                en=f"{basis.title} {en} on {day:%d-%m-%Y}. The window opens on {opens:%d-%m-%Y}, "
                "and applicants must know the rule by then.",
            )


def _of_words(own: Instrument, basis: LegalBasis) -> Iterator[Lacking]:
    """Whether what it says of itself can be a published text."""
    if basis.is_fictional:
        yield _short(
            own,
            "basis",
            nl=f"De grondslag van {own.name_nl}, {basis.cited}, is fictief. Daarop kan geen echte "
            "ronde rusten.",
            en=f"The basis of {own.name_en}, {basis.cited}, is fictional. No real round can rest on "
            "it.",
        )
    for name, text in (("title", basis.title), ("article", basis.article)):
        if not says_something(text):
            yield _short(
                own,
                f"basis.{name}",
                nl=f"De grondslag van {own.name_nl} heeft als {name} alleen '{text}'. Schrijf die "
                "voluit.",
                en=f"The basis of {own.name_en} has only '{text}' as its {name}. Write it in full.",
            )
    place, journal, year = basis.journal_and_year, basis.kind.journal, basis.published.year
    if place is None or place != (journal, year):
        yield _short(
            own,
            "basis.reference",
            nl=f"De grondslag van {own.name_nl} verwijst naar '{basis.reference}'. Een "
            f"{basis.kind.name_in('nl')} van {year} staat in {journal}. {year}, met een nummer.",
            en=f"The basis of {own.name_en} refers to '{basis.reference}'. A "
            f"{basis.kind.name_in('en')} of {year} is in {journal}. {year}, with a number.",
        )


def _of_names(own: Instrument, names: Sequence[str]) -> Iterator[Lacking]:
    real = people_among(name for name in names if says_something(name) and not is_fictional(name))
    if real < _TWO_PEOPLE:
        yield _short(
            own,
            "authorised_by",
            nl=f"Namen van echte personen onder de verdeelregel van {own.name_nl}: {real}. Er zijn "
            "er twee nodig, in authorised_by.",
            en=f"Names of real people under the rule for {own.name_en}: {real}. Two are needed, in "
            "authorised_by.",
        )


def _of_decisions(policy: Policy) -> Iterator[Lacking]:
    """Decisions and hard limits that say of themselves that they do not exist."""
    for at, one in enumerate(policy.fixed):
        if is_fictional(one.article, *one.authorised_by) or not says_something(one.article):
            yield Lacking(
                instrument="",
                nl=f"Het besluit over {one.application} rust op {one.article}, of staat op een "
                "naam die niet echt is.",
                en=f"The decision about {one.application} rests on {one.article}, or bears a name "
                "that is not real.",
                place=("fixed", at, "article"),
            )
    for at, limit in enumerate(policy.constraint):
        if limit.hard and is_fictional(limit.source):
            yield Lacking(
                instrument="",
                nl=f"De harde voorwaarde {limit.code} rust op {limit.source}, en dat is fictief.",
                en=f"The hard limit {limit.code} rests on {limit.source}, which is fictional.",
                place=("constraint", at, "source"),
            )
