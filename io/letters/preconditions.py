"""What must be right before any letter is written. Everything wrong is said at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from ...grants.applications.assessment import Answer
from ...grants.decisions.allocation import Outcome
from ...grants.dossier import Decided, Dossier
from ...grants.money import ZERO, Euro
from ...grants.notation import counted
from ...grants.rounds.basis import is_fictional
from ...grants.rounds.fund import CeilingRange
from ...instruments.gate import lacking
from ...instruments.instrument import instruments
from ..config.office import FILL_IN, Office
from .clauses import LETTER_OUTCOMES, Clause, has_letters
from .decision.conditions import facts_of
from .decision.fields import fields_of
from .setting import setting_of
from .tally import tallies

_SHOWN = 10
_ELECTRONIC_FROM = date(2026, 1, 1)  # Wet modernisering elektronisch bestuurlijk verkeer
_GRANTED = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
_EXPLAINED = (Outcome.REFUSED_CEILING, Outcome.COUNTED_ELSEWHERE, Outcome.PARTLY_GRANTED)


def faults(
    dossier: Dossier,
    office: Office,
    own_clauses: Sequence[Clause] = (),
    *,
    concept: bool = False,
    only: Collection[str] = (),
) -> tuple[str, ...]:
    """Why no letters may go out, as Dutch sentences; empty where they may.

    A concept is made before approval, and needs none. At most ten faults of single
    decisions are spelled out; the number of the rest is said. Where letters are made of ``only``
    some applications, the dossier need not have the others.
    """
    wrong = [*_of_round(dossier, only, concept=concept), *_of_office(dossier, office)]
    wrong += _of_clauses(dossier, office, own_clauses)
    wrong += _of_ceilings(dossier)
    wrong += _of_addresses(dossier, office)
    single = [fault for decided in dossier.decided for fault in _of_decision(decided)]
    wrong += single[:_SHOWN]
    more = len(single) - _SHOWN
    if more > 0:
        are = "is" if more == 1 else "zijn"
        wrong.append(f"Zo {are} er nog {counted(more, 'fout', 'fouten')}.")
    return tuple(wrong)


def _of_round(dossier: Dossier, only: Collection[str], *, concept: bool) -> Iterator[str]:
    certificate, approval = dossier.allocation.certificate, dossier.approval
    if dossier.policy.round.explores and not concept:
        yield "Deze ronde is een verkenning. Daarover gaan geen besluiten uit."
    if not concept and dossier.policy.held_against_law:
        yield from (one.nl for one in lacking(dossier.policy))
    if certificate is None:
        yield "De verdeling heeft geen certificaat. Maak de verdeling opnieuw."
    elif not certificate.valid:
        found = "; ".join(certificate.faults) or "zonder nadere reden"
        yield f"Het certificaat van de verdeling is niet geldig ({found}). Maak haar opnieuw."
    if approval is None and not concept:
        yield "De verdeling is nog niet vastgesteld. Laat een ander dan de maker haar vaststellen."
    elif approval and certificate is not None and approval.digest != certificate.digest:
        yield "De vaststelling hoort bij een andere verdeling. Stel de verdeling opnieuw vast."
    if dossier.sent_on is None:
        yield "De verzenddatum ontbreekt. Geef die op met --date."
    decided = {d.application.application_id for d in dossier.decided}
    decided |= {one.application_id for one in dossier.incomplete}
    awarded = [award.application_id for award in dossier.allocation.awards]
    missing = [n for n in awarded if n not in decided and (not only or n in only)]
    if missing:
        yield f"Van {', '.join(missing[:_SHOWN])} ontbreekt de aanvraag in het dossier."


def _of_office(dossier: Dossier, office: Office) -> Iterator[str]:
    due = {d.award.instrument for d in dossier.decided if d.award.outcome in LETTER_OUTCOMES}
    for key in sorted(due):
        if key not in office.instruments:
            yield (
                f"Het kantoorbestand noemt geen bevoegde minister en ondertekenaar voor {key}. "
                f"Voeg [instruments.{key}] toe."
            )
        if not has_letters(key):
            yield f"Voor regeling {key} zijn er geen brieven."
    known = sorted(due & set(office.instruments))
    advised = {key for key in known if instruments()[key].papers.by_score}
    if dossier.policy.tells_its_grounds:
        yield from _of_mandates(office, known)
    if dossier.policy.held_against_law:
        for key in known:
            own = office.instruments[key]
            late = dossier.sent_on is not None and dossier.sent_on >= _ELECTRONIC_FROM
            if late and not own.objection_electronic:
                yield (
                    f"Het kantoorbestand noemt voor {key} geen elektronische weg om bezwaar te "
                    "maken (Awb, artikel 2:13). Noem die in objection_electronic."
                )
            if FILL_IN in own.model_dump_json():
                yield (
                    f"In [instruments.{key}] van het kantoorbestand staat nog {FILL_IN}. Vul in "
                    "wat op de brieven hoort."
                )
            if key in advised and own.advice_on is None:
                yield (
                    f"Over {instruments()[key].name_nl} adviseert een commissie. Elke brief noemt "
                    "de dag van haar advies (Awb, artikelen 3:49 en 3:50). Noem die in advice_on "
                    f"bij [instruments.{key}] van het kantoorbestand."
                )
            elif key in advised and own.advice_on is not None and _too_late(dossier, own.advice_on):
                yield (
                    f"Het advies over {instruments()[key].name_nl} is volgens het kantoorbestand "
                    f"van {own.advice_on:%d-%m-%Y}, na de vaststelling. Noem in advice_on de dag "
                    "van het advies waarop is beslist."
                )
            if is_fictional(own.mandate, own.signatory.name):
                yield (
                    f"Het mandaat of de ondertekenaar voor {key} is een voorbeeld ({own.mandate}, "
                    f"{own.signatory.name}). Noem in het kantoorbestand wie echt tekent."
                )


def _too_late(dossier: Dossier, advised_on: date) -> bool:
    return dossier.approval is not None and advised_on > dossier.approval.on


def _of_mandates(office: Office, due: Sequence[str]) -> Iterator[str]:
    """A mandate is of one minister: who signs for another signs without one (Awb art. 10:1)."""
    for place, key in enumerate(due):
        own = office.instruments[key]
        for other_key in due[:place]:
            other = office.instruments[other_key]
            if own.minister != other.minister and own.mandate_decision == other.mandate_decision:
                yield (
                    f"{key} en {other_key} hebben niet dezelfde minister, maar worden getekend op "
                    f"hetzelfde mandaat ({own.mandate}). Noem bij elk het mandaat van de eigen "
                    "minister."
                )
        for other in office.instruments.values():
            named = own.names_portfolio(other.portfolio)
            if (
                other.portfolio != own.portfolio
                and named
                and not own.names_portfolio(own.portfolio)
            ):
                yield (
                    f"Het mandaat voor {key} ({own.mandate}) is van de minister van "
                    f"{other.portfolio}, maar de brief is van {own.minister}. Noem het mandaat van "
                    "de eigen minister."
                )
                break


def _of_addresses(dossier: Dossier, office: Office) -> Iterator[str]:
    """Who has no address, where the office keeps a file of them."""
    if office.addresses_kept:
        places = {d.application.applicant.key: d.application.applicant for d in dossier.decided}
        for key, one in sorted(places.items()):
            if key not in office.municipality_addresses:
                coded = f" ({one.code})" if one.code else ""
                yield f"Het adres van {one.name}{coded} ontbreekt. Zet het in adressen.csv."


def _of_clauses(dossier: Dossier, office: Office, own_clauses: Sequence[Clause]) -> Iterator[str]:
    """An own clause that names a field or a fact that its letters do not have."""
    if not own_clauses:
        return
    if dossier.sent_on is None:
        return  # that is said already, and without it there are no fields
    setting = setting_of(dossier, office, "nl", own_clauses=tuple(own_clauses))
    models = {d.award.instrument: d for d in dossier.decided}
    for key, one in sorted(models.items()):
        if key not in office.instruments or not has_letters(key):
            continue
        known, facts = fields_of(one, setting), facts_of(one, setting)
        for clause in own_clauses:
            if clause.instruments and key not in clause.instruments:
                continue
            missing = [name for name in clause.fields if name not in known]
            missing += [name for name in clause.when if name.removeprefix("!") not in facts]
            if missing:
                yield (
                    f"Een eigen clausule in {clause.section} ({clause.article}) noemt "
                    f"{', '.join(missing)}; dat heeft een brief voor {key} niet."
                )


def _of_ceilings(dossier: Dossier) -> Iterator[str]:
    """What is charged to the ceiling of this window; the rest of a two-part grant is not."""
    for key, tally in sorted(tallies(dossier.allocation.awards).items()):
        ceiling = dossier.policy.instruments[key].ceiling
        most = ceiling.at_most if isinstance(ceiling, CeilingRange) else ceiling
        if most is not None and tally.charged_now > most:
            yield (
                f"De uitkeringen voor {key} zijn samen {tally.charged_now}, meer dan het plafond "
                f"van {most}."
            )


def _of_decision(decided: Decided) -> Iterator[str]:
    award, number = decided.award, decided.award.application_id
    if award.outcome not in LETTER_OUTCOMES:
        return
    if number != decided.application.application_id:
        yield f"Het besluit over {number} staat bij {decided.application.application_id}."
    refused = award.outcome not in _GRANTED
    if refused and award.amount:
        yield f"{number} is afgewezen, maar heeft een bedrag van {award.amount}."
    if award.amount != award.compensable_vat + award.payable:
        yield (
            f"{number}: {award.compensable_vat} btw en {award.payable} uit te betalen "
            f"zijn samen geen {award.amount}."
        )
    if not ZERO <= award.next_window <= award.amount:
        yield f"{number}: {award.next_window} uit het volgende tijdvak is geen deel van het bedrag."
    paid = Euro.total(payment.amount for payment in award.payments)
    if not refused and paid != award.amount:
        yield f"{number}: de betalingen zijn samen {paid}, maar verleend is {award.amount}."
    yield from _of_rules(decided)


def _of_rules(decided: Decided) -> Iterator[str]:
    award, number = decided.award, decided.award.application_id
    unmet = [a.code for a in decided.assessments if a.answer is Answer.NOT_MET]
    open_rules = [a.code for a in decided.assessments if a.answer is Answer.NEEDS_JUDGEMENT]
    if not award.outcome.on_a_rule and unmet:
        yield f"{number} voldoet niet aan {', '.join(unmet)}, maar is niet daarop afgewezen."
    if award.outcome in _GRANTED and open_rules:
        yield f"{number} is verleend, maar {', '.join(open_rules)} is nog niet beoordeeld."
    if award.outcome.on_a_rule and not unmet and not award.reasons:
        yield f"{number} is afgewezen op een regel, maar er is geen regel of reden."
    if award.outcome in _EXPLAINED and not award.reasons:
        yield f"{number} krijgt niet alles, maar er staat geen reden bij."
