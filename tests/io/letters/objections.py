"""The letters about an objection, each with what it may have to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from verdeelsleutel.grants.after.objection import (
    Channel,
    Contested,
    ObjectionOutcome,
    ObjectionStep,
    Objector,
)
from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.decisions.allocation import Outcome, Reason
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.instruments.terms.objections import (
    arrived,
    posted_in_time,
    to_appeal,
    to_decide,
    to_object,
)
from verdeelsleutel.instruments.terms.penalty import penalty
from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.letters.completing.author import CompletingAuthor, Matter
from verdeelsleutel.io.letters.objecting.author import ObjectionAuthor, ObjectionMatter
from verdeelsleutel.io.letters.objecting.granting import GrantTold, grant_told, refusal_told
from verdeelsleutel.io.letters.objecting.matters import (
    adjournment,
    decision_letter,
    invitation,
    mending_letter,
    penalty_letter,
    posting_letter,
    receipt_of_objection,
)
from verdeelsleutel.io.letters.settling.matters import settling_texts
from verdeelsleutel.io.letters.settling.upon import told_in_place
from verdeelsleutel.io.records.rounds.objections import (
    StoredAct,
    StoredObjection,
    StoredObjectionDecision,
)
from verdeelsleutel.io.rounds.after.instalments import term_after
from verdeelsleutel.io.rounds.objections.fields import TREATED, Corrected
from verdeelsleutel.io.rounds.objections.terms import PER_DAY, ObjectionTerms

from .rounds import dossier, every_decision, policy, sample_office, screened
from .settling import taken_in_place

SENT, RECEIVED, DECIDED = date(2026, 11, 30), date(2027, 1, 5), date(2027, 2, 15)
SCHEME = "woningbouwimpuls"
LAW = "artikel 7:11, tweede lid, van de Algemene wet bestuursrecht"
Case = Callable[[str], tuple[ObjectionAuthor, ObjectionMatter]]


def _act(
    kind: ObjectionStep,
    on: date,
    reason: str,
    detail: dict[str, str],
    until: date | None = None,
) -> StoredAct:
    return StoredAct(
        row_id=1, kind=kind, on=on, until=until, reason=reason, detail=detail, officer="B. Dekker"
    )


HEARD = _act(
    ObjectionStep.HEARD, date(2027, 2, 3),
    "De gemeente lichtte haar aantallen toe en overhandigde de overeenkomst.",
    {"1": "mr. V. Zitter", "2": "B. Dekker"},
)  # fmt: skip
NOT_HEARD = _act(
    ObjectionStep.NOT_HEARD,
    date(2027, 1, 12),
    "De termijn stond onder het besluit.",
    {"ground": "a"},
)
NOT_HEARD_SINCE = NOT_HEARD.model_copy(update={"on": date(2027, 1, 28)})
NOT_MENDED = NOT_HEARD_SINCE.model_copy(
    update={"reason": "Ook na de termijn die u kreeg, ontbreken de gronden van uw bezwaar."}
)
ASKED = _act(
    ObjectionStep.ASKED_TO_MEND, date(2027, 1, 8), "Het bezwaar voldoet niet aan artikel 6:5 Awb.",
    {"1": "de gronden van het bezwaar"}, date(2027, 1, 22),
)  # fmt: skip
WHEN_POSTED = _act(
    ObjectionStep.ASKED_WHEN_POSTED, date(2027, 1, 13), "De dag van posten is niet bekend.", {},
    date(2027, 1, 27),
)  # fmt: skip
ADVISED = _act(
    ObjectionStep.ADVISED, date(2027, 2, 8), "Het advies is gevolgd.",
    {"by": "Adviescommissie bezwaarschriften VRO"},
)  # fmt: skip
REFUSED_COSTS = _act(
    ObjectionStep.COSTS_REFUSED, date(2027, 2, 15), "Het besluit blijft gelden zoals het is.", {}
)
GRANTED = {one.award.instrument: one for one in every_decision()[::-1] if one.award.amount and
           one.award.amount == one.award.asked}  # fmt: skip


def _refused() -> Decided:
    """What does not meet the rules of the Woningbouwimpuls."""
    one = next(
        one for one in every_decision()
        if one.award.instrument == SCHEME and one.award.outcome is Outcome.REFUSED_RULE
    )  # fmt: skip
    reasons = tuple(
        Reason(code=a.code, article=a.article, nl=a.sentence_nl, en=a.sentence_en)
        for a in one.assessments
        if a.answer is Answer.NOT_MET
    )
    return one.model_copy(update={"award": one.award.model_copy(update={"reasons": reasons})})


def won(scheme: str, paid: tuple[int, ...] = (2027,)) -> Decided:
    """What a decision of February 2027 gives to an application of a scheme."""
    one = GRANTED[scheme]
    whole = one.award.amount.cents
    parts = tuple(whole * (k + 1) // len(paid) - whole * k // len(paid) for k in range(len(paid)))
    payments = tuple(Payment(year=y, amount=Euro(p)) for y, p in zip(paid, parts, strict=True))
    reason = Reason(code="OBJECTION", article=LAW, nl="Dit is beslist.", en="This was decided.")
    changed = {"payments": payments, "reasons": (reason,), "rank": None}
    return one.model_copy(update={"award": one.award.model_copy(update=changed)})


def told(decided: Decided, lang: str, *, anew: bool = True) -> GrantTold:
    """What its letter says as any award letter does."""
    whole = dossier(sent_on=DECIDED)
    approval = whole.approval
    assert approval is not None
    if anew:
        whole = whole.model_copy(update={"approval": approval.model_copy(update={"on": DECIDED})})
        on_that_day = screened(decided.application, policy().decided_on(DECIDED))
        decided = decided.model_copy(update={"assessments": on_that_day})
    return grant_told(whole, decided, sample_office(), lang, {}, "2026-1/bezwaar_besluit_BZ-1")


def objection(*acts: StoredAct, **changes: Any) -> StoredObjection:
    """An objection of Utrecht to the decision on its own application."""
    made = StoredObjection(
        row_id=1, number=1, application_id="WBI-2026-0042", objector="gemeente Utrecht",
        kind=Objector.APPLICANT, municipality_code="GM0344", contested=Contested.LIST,
        dated=date(2027, 1, 3), posted=None, received=RECEIVED, channel=Channel.POST,
        committee=False, grounds="Het aantal sociale huurwoningen is verkeerd overgenomen.",
        on=date(2027, 1, 6), officer="B. Dekker", acts=acts,
    )  # fmt: skip
    return made.model_copy(update=changes)


def terms(one: StoredObjection, *, sent: bool = True) -> ObjectionTerms:
    objecting = to_object(SENT) if sent else None
    return ObjectionTerms(
        sent_on=SENT if sent else None,
        objecting=objecting,
        arrived=arrived(
            objecting, one.received, one.posted_on, one.channel, SENT if sent else None
        ),
        by_post=None if objecting is None else posted_in_time(objecting),
        deciding=None if objecting is None else to_decide(objecting, committee=one.committee),
        mending=None,
        penalty=None,
        appealing=None if one.decision is None else to_appeal(one.decision.on),
    )


def _receipt(one: StoredObjection, *, sent: bool = True) -> Callable[[str], ObjectionMatter]:
    def made(lang: str) -> ObjectionMatter:
        return receipt_of_objection(one, terms(one, sent=sent), SCHEME, one.on, lang)

    return made


_OBJECTOR = (
    "objector", "municipality_code", "kind", "dated", "received", "posted", "channel", "on",
)  # fmt: skip
_TOO_LATE: dict[str, Any] = {  # the last day was 11 January 2027
    "dated": date(2027, 1, 11),
    "received": date(2027, 1, 14),
    "on": date(2027, 1, 15),
}


def _decision(
    outcome: ObjectionOutcome, *acts: StoredAct, corrected: tuple[Corrected, ...] = (),
    given: Decided | None = None, against: Contested = Contested.LIST,
    refused: Decided | None = None, against_committee: bool = False,
    fixed_before: bool = False, **changes: Any,
) -> Callable[[str], ObjectionMatter]:  # fmt: skip
    by = {name: changes.pop(name) for name in _OBJECTOR if name in changes}
    made = StoredObjectionDecision(
        outcome=outcome, ground="", on=DECIDED,
        reason="Uit de anterieure overeenkomst blijkt hoeveel woningen er komen.", departs="",
        corrections={one.field: one.after for one in corrected}, award=None, from_reserve=ZERO,
        beyond=ZERO, costs=ZERO, approver="P. Wiersma",
    ).model_copy(update=changes)  # fmt: skip
    number, scheme = "WBI-2026-0042", SCHEME
    if given is not None:
        drawn: dict[str, Any] = {"from_reserve": given.award.amount} | changes
        made = made.model_copy(update=drawn | {"award": given.award})
        number, scheme = given.award.application_id, given.award.instrument
    one = objection(
        *acts, decision=made, committee=against_committee or bool(made.departs),
        application_id=number, contested=against,
        **({} if given is None else _of(given)), **by,
    )  # fmt: skip
    anew = given is None or made.from_reserve + made.beyond == given.award.amount

    def letter(lang: str) -> ObjectionMatter:
        grant = None if given is None else told(given, lang, anew=anew)
        if refused is not None:
            grant = refusal_told(dossier(sent_on=DECIDED), refused, sample_office(), lang)
        pays_by = None if fixed_before else term_after(made.on, made.on.year)
        return decision_letter(one, terms(one), scheme, corrected, lang, grant, pays_by=pays_by)

    return letter


def _penalty(decided: date | None, on: date) -> Callable[[str], ObjectionMatter]:
    """A penalty since a notice of default of 1 March 2027, at amounts that the office named."""
    notice = _act(
        ObjectionStep.NOTICE_OF_DEFAULT, date(2027, 3, 1), "Ingebrekestelling ontvangen.",
        {PER_DAY: "2300 3500 4500"},
    )  # fmt: skip
    one = objection(notice)
    if decided is not None:
        upheld = StoredObjectionDecision(
            outcome=ObjectionOutcome.UNFOUNDED, ground="", on=decided, departs="", corrections={},
            award=None, reason="Het besluit is juist.", from_reserve=ZERO, beyond=ZERO, costs=ZERO,
            approver="P. Wiersma",
        )  # fmt: skip
        one = objection(notice, decision=upheld)
    own = terms(one)
    assert own.deciding is not None
    due = penalty(notice.on, own.deciding, on, decided, (), (2300, 3500, 4500))
    return lambda lang: penalty_letter(
        one, own.model_copy(update={"penalty": due}), SCHEME, on, lang
    )


def _in_place(
    outcome: ObjectionOutcome, make: Callable[[str], Matter], taken: date, on: date
) -> Callable[[str], ObjectionMatter]:
    """A decision that revokes one on a settlement, and puts another in its place."""
    decision = StoredObjectionDecision(
        outcome=outcome, ground="", on=on, departs="", corrections={}, award=None,
        reason="De stukken die u bij het bezwaar stuurde, had ik bij het besluit niet betrokken.",
        from_reserve=ZERO, beyond=ZERO, costs=ZERO, approver="P. Wiersma",
    )  # fmt: skip
    first, came = make("nl"), taken + timedelta(days=14)
    heard = HEARD.model_copy(update={"on": on - timedelta(days=7)})
    one = objection(
        heard, decision=decision, application_id=first.number, contested=Contested.SETTLED,
        received=came, on=came, objector=f"gemeente {first.place.name}",
        municipality_code=first.place.code,
    )  # fmt: skip
    when = ObjectionTerms(
        sent_on=taken, objecting=to_object(taken), deciding=None, mending=None, penalty=None,
        arrived=arrived(to_object(taken), came, None, Channel.POST, taken),
        appealing=to_appeal(on),
    )  # fmt: skip

    def letter(lang: str) -> ObjectionMatter:
        matter = make(lang)
        fields = matter.fields | {"reference": "2026-1/bezwaar_besluit_BZ-1"}
        author = CompletingAuthor(
            "2026-1", sample_office(), lang, on, example=False, texts=settling_texts()
        )
        told = told_in_place(author, matter.model_copy(update={"fields": fields}))
        return decision_letter(one, when, matter.instrument, (), lang, instead=told)

    return letter


def _of(given: Decided) -> dict[str, str]:
    place = given.application.place
    return {"objector": f"gemeente {place.name}", "municipality_code": place.code}


@cache
def with_a_court() -> Office:
    """The office of the sample with the court that a body in the Caribbean Netherlands asks for."""
    office = sample_office()
    own = office.instruments[SCHEME].model_copy(
        update={
            "caribbean_court": "de rechtbank Den Haag",
            "caribbean_court_en": "the District Court of The Hague",
            "caribbean_court_source": "artikel 8:7, tweede lid, tweede volzin, Awb; nota van de "
            "directie Juridische Zaken van 4 januari 2027",
        }
    )  # fmt: skip
    return office.model_copy(update={"instruments": {**office.instruments, SCHEME: own}})


def _case(made: Callable[[str], ObjectionMatter], on: date) -> Case:
    def case(lang: str) -> tuple[ObjectionAuthor, ObjectionMatter]:
        return ObjectionAuthor("2026-1", with_a_court(), lang, on, example=False), made(lang)

    return case


_SOCIAL = Corrected(
    field="homes.social_rent", label="Sociale huurwoningen", before="100", after="150", shown="150"
)


def objection_letters() -> Mapping[str, Case]:
    """Each letter by the name of its golden text."""
    mended = objection(
        _act(
            ObjectionStep.ASKED_TO_MEND, date(2027, 1, 8), "",
            {"1": "de handtekening", "2": "de gronden van het bezwaar"}, date(2027, 1, 22),
        )
    )  # fmt: skip
    hearing = objection(
        _act(
            ObjectionStep.INVITED, date(2027, 1, 12), "",
            {"at": "10.00", "place": "Voorbeeldplein 1, Den Haag"}, date(2027, 2, 3),
        )
    )  # fmt: skip
    before_committee = hearing.model_copy(update={"committee": True})
    late = {"received": date(2027, 1, 12), "on": date(2027, 1, 13)}
    unshown = objection(WHEN_POSTED, **late)
    asked_later = WHEN_POSTED.model_copy(
        update={"on": date(2027, 1, 15), "until": date(2027, 1, 29)}
    )
    not_heard_later = NOT_HEARD.model_copy(update={"on": date(2027, 2, 1)})
    days = {"earlier": "2027-02-22"}
    why = "De stukken vragen meer onderzoek."
    moved, agreed = (
        objection(_act(kind, date(2027, 2, 8), why, days, until))
        for kind, until in (
            (ObjectionStep.ADJOURNED, date(2027, 4, 5)),
            (ObjectionStep.CONSENTED, date(2027, 5, 3)),
        )
    )
    o = ObjectionOutcome
    made: dict[str, tuple[Callable[[str], ObjectionMatter], date]] = {
        "bezwaar_ontvangst": (_receipt(objection(committee=True)), date(2027, 1, 6)),
        "bezwaar_ontvangst_gepost": (
            _receipt(objection(**late, posted=date(2027, 1, 11))), date(2027, 1, 13),
        ),
        "bezwaar_ontvangst_te_laat": (
            _receipt(objection(received=date(2027, 1, 19), on=date(2027, 1, 20))),
            date(2027, 1, 20),
        ),
        "bezwaar_ontvangst_dag_onbekend": (_receipt(objection(**late)), date(2027, 1, 13)),
        "bezwaar_terpostbezorging": (
            lambda lang: posting_letter(unshown, terms(unshown), SCHEME, lang), date(2027, 1, 13),
        ),
        "bezwaar_ontvangst_te_vroeg": (_receipt(objection(), sent=False), date(2027, 1, 6)),
        "bezwaar_herstel": (lambda lang: mending_letter(mended, SCHEME, lang), date(2027, 1, 8)),
        "bezwaar_hoorzitting": (lambda lang: invitation(hearing, SCHEME, lang), date(2027, 1, 12)),
        "bezwaar_hoorzitting_commissie": (
            lambda lang: invitation(before_committee, SCHEME, lang), date(2027, 1, 12),
        ),
        "bezwaar_verdaging": (lambda lang: adjournment(moved, SCHEME, lang), date(2027, 2, 8)),
        "bezwaar_uitstel": (lambda lang: adjournment(agreed, SCHEME, lang), date(2027, 2, 8)),
        "bezwaar_gegrond": (
            _decision(
                o.FOUNDED, HEARD, corrected=(_SOCIAL,), costs=Euro.euros(1_294), given=won(SCHEME)
            ),
            DECIDED,
        ),
        "bezwaar_gedeeltelijk": (
            _decision(
                o.PARTLY, HEARD, ADVISED, departs="zij ging uit van een ouder ontwerp",
                given=won(SCHEME, (2026, 2027)), from_reserve=Euro.euros(500_000),
                beyond=Euro.euros(250_000),
            ),
            DECIDED,
        ),
        "bezwaar_gedeeltelijk_vastgesteld": (
            _decision(
                o.PARTLY, HEARD, given=won("gebiedsbudget"), from_reserve=Euro.euros(500_000),
                fixed_before=True,
            ),
            DECIDED,
        ),
        **{
            f"bezwaar_gegrond_{scheme}": (_decision(o.FOUNDED, HEARD, given=won(scheme)), DECIDED)
            for scheme in ("gebiedsbudget", "realisatiestimulans", "bereikbaarheid")
        },
        "bezwaar_alsnog": (
            _decision(
                o.FOUNDED, HEARD, corrected=(_SOCIAL,), given=won(SCHEME),
                corrections={TREATED: "ja", _SOCIAL.field: _SOCIAL.after},
                against=Contested.UNTREATED,
            ),
            DECIDED,
        ),
        "bezwaar_alsnog_behandeld": (
            _decision(
                o.FOUNDED, HEARD, given=won(SCHEME), against=Contested.UNTREATED,
                corrections={TREATED: "ja"},
                reason="Het gebied stond in de bijlage die u op tijd meestuurde.",
            ),
            DECIDED,
        ),
        "bezwaar_alsnog_afgewezen": (
            _decision(
                o.FOUNDED, HEARD, refused=_refused(), against=Contested.UNTREATED,
                corrections={TREATED: "ja"},
                reason="Het gebied stond in de bijlage die u op tijd meestuurde.",
            ),
            DECIDED,
        ),
        "bezwaar_advies_gevolgd": (
            _decision(o.UNFOUNDED, HEARD, ADVISED, REFUSED_COSTS, against_committee=True), DECIDED,
        ),
        "bezwaar_dwangsom": (_penalty(date(2027, 4, 12), date(2027, 4, 22)), date(2027, 4, 22)),
        "bezwaar_dwangsom_langst": (_penalty(None, date(2027, 6, 7)), date(2027, 6, 7)),
        "bezwaar_caribisch": (
            _decision(
                o.UNFOUNDED, HEARD, against=Contested.UNTREATED, municipality_code="",
                objector="openbaar lichaam Bonaire",
            ),
            DECIDED,
        ),
        "bezwaar_geen_belanghebbende": (
            _decision(
                o.INADMISSIBLE, NOT_HEARD, ground="no_party", municipality_code="",
                objector="Woningstichting De Voorzorg", kind=Objector.OTHER,
                reason="De woningen van de stichting staan niet in deze aanvraag.",
            ),
            DECIDED,
        ),
        "bezwaar_ongegrond": (_decision(o.UNFOUNDED, HEARD, corrected=(_SOCIAL,)), DECIDED),
        "bezwaar_niet_ontvankelijk": (
            _decision(
                o.INADMISSIBLE, NOT_HEARD_SINCE, ground="late", **_TOO_LATE,
                reason="U noemde geen reden waarom uw bezwaar later kwam.",
            ),
            DECIDED,
        ),
        "bezwaar_niet_ontvankelijk_gevraagd": (
            _decision(
                o.INADMISSIBLE, asked_later, not_heard_later, ground="late", **_TOO_LATE,
                reason="U antwoordde niet op mijn brief.",
            ),
            DECIDED,
        ),
        "bezwaar_niet_ontvankelijk_na_een_week": (
            _decision(
                o.INADMISSIBLE, NOT_HEARD_SINCE, ground="late", received=date(2027, 1, 19),
                on=date(2027, 1, 20), reason="U noemde geen reden waarom uw bezwaar later kwam.",
            ),
            DECIDED,
        ),
        "bezwaar_niet_ontvankelijk_gepost": (
            _decision(
                o.INADMISSIBLE, NOT_HEARD_SINCE, ground="late", **_TOO_LATE,
                posted=date(2027, 1, 12),
                reason="U noemde geen reden waarom uw bezwaar later kwam.",
            ),
            DECIDED,
        ),
        "bezwaar_niet_ontvankelijk_elektronisch": (
            _decision(
                o.INADMISSIBLE, NOT_HEARD_SINCE, ground="late", **_TOO_LATE,
                channel=Channel.ELECTRONIC,
                reason="U noemde geen reden waarom uw bezwaar later kwam.",
            ),
            DECIDED,
        ),
        "bezwaar_niet_hersteld": (
            _decision(
                o.INADMISSIBLE, ASKED, NOT_MENDED, ground="not_mended",
                reason="U stuurde de gronden van uw bezwaar niet.",
            ),
            DECIDED,
        ),
        "bezwaar_verschoonbaar": (
            _decision(
                o.UNFOUNDED, HEARD, ground="excused: Het besluit ging naar een verkeerd adres.",
                **_TOO_LATE,
            ),
            DECIDED,
        ),
    }  # fmt: skip
    for name, (matter, taken, on) in taken_in_place().items():
        outcome = o.PARTLY if "gedeeltelijk" in name else o.FOUNDED
        made[name] = (_in_place(outcome, matter, taken, on), on)
    return {name: _case(*one) for name, one in made.items()}
