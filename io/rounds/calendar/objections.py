"""The terms of objections: to object, to mend, to hear, to decide, to pay a penalty, to appeal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....grants.after.objection import ObjectionStep
from ....grants.bilingual import Bilingual
from ....grants.decisions.allocation import Outcome
from ....grants.lives.application import ApplicationState
from ....grants.lives.decision import DecisionState
from ....grants.notation import short_day
from ....instruments.terms.deadlines import moved_or_not
from ....instruments.terms.objections import (
    Term,
    papers_from,
    papers_until,
    posted_in_time,
    to_object,
)
from ...records.rounds.objections import StoredObjection
from ...records.settling.stored import SettlingKind
from ..lives import lives_of
from ..objections.finding import sent_decision
from ..objections.made import applications_since
from ..objections.terms import ObjectionTerms, terms_of
from .term import CalendarTerm, Nature, RoundOnDay, Who

_WHEN = "--date jjjj-mm-dd"
_SENT = (DecisionState.SENT, DecisionState.OBJECTED, DecisionState.REVISED, DecisionState.REVOKED)

_TO_OBJECT = Bilingual(nl="bezwaar maken tegen het besluit", en="object to the decision")
# Taken before the round's decisions, on a day of its own.
_TO_OBJECT_UNTREATED = Bilingual(
    nl="bezwaar maken tegen het besluit de aanvraag niet te behandelen",
    en="object to the decision not to treat the application",
)


def to_object_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """Until when the decisions that were sent can be objected to: after it each is final."""
    reader = seen.reader
    known: dict[date, Term] = {}
    # What a municipality withdrew before the list was drawn is in it without a decision.
    undecided = {one.application_id for one in reader.awards if one.outcome == Outcome.WITHDRAWN}
    for one in lives_of(reader):
        if one.application_id in undecided:
            continue
        left = one.application is ApplicationState.NOT_TREATED
        if not one.application_id or not (one.decision in _SENT or left):
            continue
        sent = sent_decision(reader, one.application_id).sent_on
        if sent is None:
            continue
        term = known.setdefault(sent, to_object(sent, seen.equated))
        post = posted_in_time(term, seen.equated).last
        yield CalendarTerm(
            round=reader.id, instrument=one.instrument, application_id=one.application_id,
            day=term.last, who=Who.INTERESTED, reasons=term.reasons, nature=Nature.MOMENT,
            what=_TO_OBJECT_UNTREATED if left else _TO_OBJECT,
            cost=Bilingual(
                nl="het besluit wordt onherroepelijk en een later bezwaar is niet-ontvankelijk; "
                f"wat op tijd is gepost telt nog tot en met {post:%d-%m-%Y} (artikelen 6:9 en "
                "6:11 Awb)",
                en="the decision becomes final and a later objection is inadmissible; what was "
                f"posted in time counts until {short_day(post, 'en')} (articles 6:9 and 6:11 Awb)",
            ),
            command=seen.command(
                "objection open {number}",
                '--received jjjj-mm-dd --channel <weg> --reason "de gronden" --date jjjj-mm-dd',
            ),
        )  # fmt: skip


def to_object_later(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """Until when later decisions on awards can be objected to, each by its own letter."""
    reader = seen.reader
    schemes = {one.application.application_id: one.instrument for one in applications_since(reader)}
    decided = [
        (one.application_id, one.kind.dutch, one.kind.value, one.approved_on)
        for one in reader.after.award_decisions
        if one.approved_on is not None
    ]
    decided += [
        (one.application_id, one.kind.dutch, one.kind.value, one.approved_on)
        for one in reader.after.settling_acts
        if one.kind in _WITH_A_CLAUSE and one.approved_on is not None and not one.detail.upon
    ]
    for number, dutch, english, sent in decided:
        term = to_object(sent, seen.equated)
        yield CalendarTerm(
            round=reader.id, instrument=schemes[number], application_id=number,
            day=term.last, who=Who.INTERESTED, reasons=term.reasons, nature=Nature.MOMENT,
            what=Bilingual(nl=f"bezwaar maken tegen het latere besluit ({dutch})",
                           en=f"object to the later decision ({english.replace('_', ' ')})"),
            cost=Bilingual(
                nl="dat besluit wordt onherroepelijk (artikelen 6:7 en 6:11 Awb)",
                en="that decision becomes final (articles 6:7 and 6:11 Awb)",
            ),
            command=_to_object_command(seen, english),
        )  # fmt: skip


def _to_object_command(seen: RoundOnDay, kind: str) -> str:
    """What to type when such an objection comes in; of other later decisions, where they stand."""
    if kind not in {one.value for one in _WITH_A_CLAUSE}:
        return seen.command("explain {number}")
    typed = (
        f'--against {kind} --received jjjj-mm-dd --channel <weg> --reason "de gronden" '
        "--date jjjj-mm-dd"
    )
    return seen.command("objection open {number}", typed)


_WITH_A_CLAUSE = (SettlingKind.SETTLED, SettlingKind.RECLAIMED, SettlingKind.INTEREST)


def objection_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """The terms of each objection that came in, until it was decided, and of the appeal then."""
    for one in seen.reader.objections:
        terms = terms_of(seen.reader, one, seen.equated, seen.on)
        if one.open:
            yield from _mending(seen, one, terms)
            yield from _posting(seen, one, terms)
            yield from _explaining(seen, one, terms)
            yield from _hearing(seen, one)
            yield from _deciding(seen, one, terms)
        yield from _penalty(seen, one, terms)
        if terms.appealing is not None and not one.of_kind(ObjectionStep.APPEALED):
            yield _term(
                seen, one, terms.appealing.last, terms.appealing.reasons, Who.INTERESTED,
                Bilingual(nl=f"beroep tegen het besluit op {one.name}",
                          en=f"appeal against the decision on {one.name}"),
                Bilingual(nl="het besluit op bezwaar wordt onherroepelijk (artikel 8:1 en 6:7 Awb)",
                          en="the decision on the objection becomes final (articles 8:1, 6:7 Awb)"),
                f'objection appeal {one.name} --reason "beroep ingesteld"', Nature.MOMENT,
            )  # fmt: skip


def _term(
    seen: RoundOnDay, one: StoredObjection, day: date, reasons: tuple[Bilingual, ...], who: Who,
    what: Bilingual, cost: Bilingual, command: str, nature: Nature = Nature.DUTY,
) -> CalendarTerm:  # fmt: skip
    scheme = next(
        (o.instrument for o in lives_of(seen.reader) if o.application_id == one.application_id), ""
    )
    return CalendarTerm(
        round=seen.reader.id, instrument=scheme, application_id=one.application_id, what=what,
        day=day, reasons=reasons, who=who, cost=cost, nature=nature,
        command=seen.command(command, _WHEN),
    )  # fmt: skip


def _mending(
    seen: RoundOnDay, one: StoredObjection, terms: ObjectionTerms
) -> Iterator[CalendarTerm]:
    if terms.mending is None:
        return
    yield _term(
        seen, one, terms.mending,
        (Bilingual(nl=f"{terms.mending:%d-%m-%Y}, zoals gevraagd volgens artikel 6:6 Awb",
                   en=f"{short_day(terms.mending, 'en')}, as asked by article 6:6 Awb"),
         moved_or_not(terms.mending, may_move=True)),
        Who.INTERESTED,
        Bilingual(nl=f"het gebrek van {one.name} herstellen", en=f"mend the defect of {one.name}"),
        Bilingual(nl="het bezwaar kan niet-ontvankelijk worden verklaard (artikel 6:6 Awb); de "
                     "beslistermijn loopt weer (artikel 7:10 Awb)",
                  en="the objection may be declared inadmissible (article 6:6 Awb); the term to "
                     "decide runs again (article 7:10 Awb)"),
        f"objection mend {one.name} --done",
    )  # fmt: skip


def _posting(
    seen: RoundOnDay, one: StoredObjection, terms: ObjectionTerms
) -> Iterator[CalendarTerm]:
    if terms.posting is None:
        return
    yield _term(
        seen, one, terms.posting,
        (Bilingual(nl=f"{terms.posting:%d-%m-%Y}, zoals gevraagd; de Awb stelt geen termijn",
                   en=f"{short_day(terms.posting, 'en')}, as asked; the Awb sets no term"),
         moved_or_not(terms.posting, may_move=True)),
        Who.INTERESTED,
        Bilingual(nl=f"laten zien op welke dag {one.name} is gepost",
                  en=f"show on which day {one.name} was posted"),
        Bilingual(nl="het bezwaar is te laat, tenzij dat verschoonbaar is (artikelen 6:9, tweede "
                     "lid, en 6:11 Awb)",
                  en="the objection is late, unless that is excusable (articles 6:9, second "
                     "paragraph, and 6:11 Awb)"),
        f'objection posting {one.name} --shown jjjj-mm-dd --reason "..."',
    )  # fmt: skip


def _explaining(
    seen: RoundOnDay, one: StoredObjection, terms: ObjectionTerms
) -> Iterator[CalendarTerm]:
    if terms.explaining is None:
        return
    yield _term(
        seen, one, terms.explaining,
        (Bilingual(nl=f"{terms.explaining:%d-%m-%Y}, zoals gevraagd; de Awb stelt geen termijn",
                   en=f"{short_day(terms.explaining, 'en')}, as asked; the Awb sets no term"),
         moved_or_not(terms.explaining, may_move=True)),
        Who.INTERESTED,
        Bilingual(nl=f"uitleggen waarom {one.name} te laat kwam",
                  en=f"explain why {one.name} came late"),
        Bilingual(nl="het bezwaar kan niet-ontvankelijk worden verklaard (artikel 6:11 Awb)",
                  en="the objection may be declared inadmissible (article 6:11 Awb)"),
        f'objection lateness {one.name} --reason "..."',
    )  # fmt: skip


def _hearing(seen: RoundOnDay, one: StoredObjection) -> Iterator[CalendarTerm]:
    """The hearing that was planned, with the papers before it, until it was held."""
    invited = one.of_kind(ObjectionStep.INVITED)
    held = one.of_kind(ObjectionStep.HEARD, ObjectionStep.NOT_HEARD)
    if not invited or held or invited[-1].until is None:
        return
    day = invited[-1].until
    last_papers, open_from = papers_until(day), papers_from(day)
    for when, who, what_nl, what_en, why_nl, why_en in (
        (last_papers, Who.INTERESTED, "stukken indienen voor de hoorzitting over",
         "hand in papers for the hearing on", "tien dagen voor de hoorzitting (artikel 7:4, eerste "
         "lid, Awb)", "ten days before the hearing (article 7:4, first paragraph, Awb)"),
        (open_from, Who.OFFICER, "de stukken ter inzage leggen van",
         "lay the papers open of", "een week voor de hoorzitting (artikel 7:4, tweede lid, Awb)",
         "a week before the hearing (article 7:4, second paragraph, Awb)"),
        (day, Who.OFFICER, "de hoorzitting over", "the hearing on",
         "de dag waarop is uitgenodigd (artikel 7:2 Awb)", "the day of the invitation (article "
         "7:2 Awb)"),
    ):  # fmt: skip
        yield _term(
            seen, one, when,
            (Bilingual(nl=why_nl, en=why_en),
             Bilingual(nl="niet verschoven: er wordt teruggerekend vanaf de hoorzitting",
                       en="not moved: it is counted back from the hearing")),
            who, Bilingual(nl=f"{what_nl} {one.name}", en=f"{what_en} {one.name}"),
            Bilingual(nl="een besluit zonder behoorlijk horen kan worden vernietigd",
                      en="a decision without a proper hearing may be annulled"),
            f'objection hear {one.name} --held --by "..." --reason "..."' if when == day
            else f"objection file {one.name} --out <map>",
            Nature.DUTY if when == day else Nature.MOMENT,
        )  # fmt: skip


def _deciding(
    seen: RoundOnDay, one: StoredObjection, terms: ObjectionTerms
) -> Iterator[CalendarTerm]:
    if terms.deciding is None:
        return
    once = not one.of_kind(ObjectionStep.ADJOURNED)
    more_nl = "; verdagen met zes weken kan nog een keer (objection adjourn)" if once else ""
    more_en = "; it can still be adjourned by six weeks once (objection adjourn)" if once else ""
    if seen.on > terms.deciding.last:
        more_nl = more_en = ""
    yield _term(
        seen, one, terms.deciding.last, terms.deciding.reasons, Who.APPROVER,
        Bilingual(nl=f"beslissen op {one.name}", en=f"decide on {one.name}"),
        Bilingual(
            nl="na een ingebrekestelling en twee weken een dwangsom, ten hoogste 42 dagen, en "
            f"direct beroep (artikelen 4:17 en 6:12 Awb){more_nl}",
            en="after a notice of default and two weeks a penalty of at most 42 days, and an "
            f"appeal at once (articles 4:17 and 6:12 Awb){more_en}",
        ),
        f'objection decide {one.name} --outcome <uitkomst> --reason "..."',
    )  # fmt: skip


def _penalty(
    seen: RoundOnDay, one: StoredObjection, terms: ObjectionTerms
) -> Iterator[CalendarTerm]:
    """After a notice of default: the two weeks before the penalty, its last day, and its fixing."""
    owed = terms.penalty
    if owed is None or owed.premature:
        return
    decide = f'objection decide {one.name} --outcome <uitkomst> --reason "..."'
    if one.open and seen.on <= owed.last:
        grace = seen.on <= owed.grace.last
        day = owed.grace.last if grace else owed.last
        reasons = owed.grace.reasons if grace else (
            Bilingual(
                nl=f"de dwangsom loopt sinds {owed.first:%d-%m-%Y}, ten hoogste 42 dagen (artikel "
                "4:17, eerste lid, Awb)",
                en=f"the penalty runs since {short_day(owed.first, 'en')}, for at most 42 days "
                "(article 4:17, first paragraph, Awb)",
            ),
            Bilingual(nl="niet verschoven: de dwangsom loopt per dag",
                      en="not moved: the penalty runs by the day"),
        )  # fmt: skip
        yield _term(
            seen, one, day, reasons, Who.APPROVER,
            Bilingual(nl=f"alsnog beslissen op {one.name}, dat in gebreke is gesteld",
                      en=f"decide after all on {one.name}, after its notice of default"),
            Bilingual(nl=f"een dwangsom; verschuldigd is nu {owed.due('nl')}",
                      en=f"a penalty; due by now is {owed.due('en')}"),
            decide,
        )  # fmt: skip
    fixed = one.of_kind(ObjectionStep.PENALTY_FIXED)
    if owed.fixed_by is not None and seen.on <= owed.fixed_by and not fixed:
        yield _term(
            seen, one, owed.fixed_by,
            (Bilingual(nl="twee weken na de laatste dag van de dwangsom (artikel 4:18 Awb)",
                       en="two weeks after the last day of the penalty (article 4:18 Awb)"),),
            Who.MINISTER,
            Bilingual(nl=f"de dwangsom van {one.name} vaststellen ({owed.due('nl')})",
                      en=f"fix the penalty of {one.name} ({owed.due('en')})"),
            Bilingual(nl="wettelijke rente, en beroep om haar te laten vaststellen (artikelen "
                         "4:97 en 4:98 Awb)",
                      en="interest, and an appeal to have it fixed (articles 4:97, 4:98 Awb)"),
            f"objection penalty {one.name} --out <map>", Nature.MOMENT,
        )  # fmt: skip
