"""Every golden letter: for each instrument and outcome, and for the letters around a decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from verdeelsleutel.grants.applications.application import Application, Payment
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided, Dossier
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.after.besides import Correction
from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.letters.authors import Author, DecisionAuthor
from verdeelsleutel.io.letters.covers import CoverAuthor, covers
from verdeelsleutel.io.letters.notices import Kind, NoticeAuthor, Recipient
from verdeelsleutel.io.letters.setting import setting_of

from .after import after_letters, reserve_letter
from .chapter_three import office_with_supplements, supplement_letters
from .completing import completing_letters
from .filed import ber, gb, rs, wbi
from .homes import progress_letters
from .objections import objection_letters
from .reasons import COUNTED, RS_COUNTED, WBI_FITS
from .rounds import FEW_HOMES, decided, dossier, every_decision, sample_office, screened
from .settling import settling_letters
from .special import NOTHING, corrected_letters, special_letters

Case = Callable[[str], tuple[Author, Any]]
OFFICE = sample_office()


def _decision(
    one: Decided, whole: Dossier, correction: Correction | None = None, office: Office = OFFICE
) -> Case:
    settled = {} if correction is None else {one.award.application_id: correction}

    def made(lang: str) -> tuple[Author, Any]:
        return DecisionAuthor(setting_of(whole, office, lang, corrections=settled)), one

    return made


def _cover() -> Case:
    whole = dossier()

    def made(lang: str) -> tuple[Author, Any]:
        return CoverAuthor(setting_of(whole, OFFICE, lang)), covers(every_decision()[:16], OFFICE)[
            0
        ]

    return made


def paid_at_once(one: Decided) -> Decided:
    """The decision with its whole amount in 2026, as article 7 of Gebiedsbudget has it."""
    once = (Payment(year=2026, amount=one.award.amount),)
    return one.model_copy(update={"award": one.award.model_copy(update={"payments": once})})


def _notice(kind: Kind, matter: Recipient) -> Case:
    def made(lang: str) -> tuple[Author, Any]:
        sent, until = date(2026, 6, 15), date(2026, 6, 29)
        return NoticeAuthor(kind, "2026-1", OFFICE, lang, sent, until, example=True), matter

    return made


def _matter(instrument: str, application: Application) -> Recipient:
    return Recipient(
        instrument=instrument, application=application, assessments=screened(application)
    )


# A minute after the last day of the window, and a second before the first.
OUTSIDE = (
    (Outcome.REFUSED_LATE, datetime.fromisoformat("2026-05-30T00:01")),
    (Outcome.REFUSED_EARLY, datetime.fromisoformat("2026-03-31T23:59:59")),
)


def _cases() -> dict[str, Case]:
    whole = dossier()
    found: dict[str, Case] = {
        f"{one.award.instrument}_{one.award.outcome.value}": _decision(one, whole)
        for one in every_decision()[:16]
    }
    found["gebiedsbudget_partly_granted"] = _decision(paid_at_once(every_decision()[5]), whole)
    found |= {name: _decision(*made) for name, made in special_letters().items()}
    found |= {name: _decision(*made) for name, made in corrected_letters().items()}
    for name, (one, its_round) in supplement_letters().items():
        found[name] = _decision(one, its_round, office=office_with_supplements())
    for outcome, received in OUTSIDE:
        for made in (wbi, gb, rs, ber):
            one = decided(made(received_at=received), outcome)
            if made is not rs or outcome is Outcome.REFUSED_LATE:  # a statement is never too early
                found[f"{one.award.instrument}_{outcome.value}"] = _decision(one, whole)
    for made, why in ((wbi, COUNTED), (gb, COUNTED), (rs, RS_COUNTED), (ber, COUNTED)):
        one = decided(made(), Outcome.COUNTED_ELSEWHERE, reasons=why,
                      requested=Euro.euros(8_400_000) if made is rs else None)  # fmt: skip
        found[f"{one.award.instrument}_counted_elsewhere"] = _decision(one, whole)
    together = wbi(municipality_codes=("GM0193", "GM0150", "GM0166"))
    joint = decided(together, Outcome.GRANTED, reasons=WBI_FITS, rank=2)
    found["woningbouwimpuls_joint"] = _decision(joint, whole)
    found["aanbieding"] = _cover()
    open_ = _matter("woningbouwimpuls", wbi(first_start=None))
    unmet = _matter("woningbouwimpuls", wbi(homes=FEW_HOMES))
    stated = _matter("realisatiestimulans", NOTHING.application)
    for kind, matter in (
        (Kind.INTENTION, unmet), (Kind.COMPLETION, open_), (Kind.EXTENSION, open_),
    ):  # fmt: skip
        found[kind.value] = _notice(kind, matter)
    found |= completing_letters()
    found |= after_letters()
    found |= settling_letters()
    found["reserve"] = _decision(*reserve_letter())
    found["voornemen_opgave"] = _notice(Kind.INTENTION, stated)
    found |= objection_letters()
    found |= progress_letters()
    return found


CASES = _cases()

# What a round can send (issue: letters fit to send, point 2), with the golden letters that show it.
MATRIX = {
    "Woningbouwimpuls granted": ("woningbouwimpuls_granted",),
    "Woningbouwimpuls partly granted": ("woningbouwimpuls_partly_granted",),
    "Woningbouwimpuls granted in two parts": (
        "woningbouwimpuls_two_parts", "woningbouwimpuls_marginal",
    ),
    "Woningbouwimpuls refused on a rule": ("woningbouwimpuls_refused_rule",),
    "Woningbouwimpuls refused on scores": ("woningbouwimpuls_refused_scores",),
    "Woningbouwimpuls refused for the ceiling": (
        "woningbouwimpuls_refused_ceiling", "woningbouwimpuls_dearer",
        "woningbouwimpuls_below_the_line",
    ),
    "Realisatiestimulans fixed amount": ("realisatiestimulans_granted",),
    "Realisatiestimulans pro rata": ("realisatiestimulans_pro_rata",),
    "Realisatiestimulans cut": ("realisatiestimulans_cut",),
    "Realisatiestimulans correction of an earlier year": (
        "realisatiestimulans_correction_less", "realisatiestimulans_correction_more",
        "realisatiestimulans_correction_nothing_left",
    ),
    "Realisatiestimulans beside a supplement": ("realisatiestimulans_supplement",),
    "NPLV supplements by answers": (
        "nplv_ruimte_granted", "nplv_ruimte_partly_granted", "nplv_ruimte_refused_rule",
        "nplv_capaciteit_granted", "nplv_ruimte_refused_late", "nplv_capaciteit_refused_late",
    ),
    "received outside the window": (
        "woningbouwimpuls_refused_late", "gebiedsbudget_refused_late",
        "realisatiestimulans_refused_late", "bereikbaarheid_refused_late",
        "woningbouwimpuls_refused_early", "gebiedsbudget_refused_early",
        "bereikbaarheid_refused_early",
    ),
    "homes that count elsewhere": (
        "woningbouwimpuls_counted_elsewhere", "gebiedsbudget_counted_elsewhere",
        "realisatiestimulans_counted_elsewhere", "bereikbaarheid_counted_elsewhere",
    ),
    "a joint application": ("woningbouwimpuls_joint",),
    "Realisatiestimulans nothing": ("realisatiestimulans_nothing",),
    "Gebiedsbudget granted": ("gebiedsbudget_granted",),
    "Gebiedsbudget partly granted": ("gebiedsbudget_partly_granted", "gebiedsbudget_annex"),
    "Gebiedsbudget refused": ("gebiedsbudget_refused_rule", "gebiedsbudget_refused_ceiling"),
    "Bereikbaarheid granted": ("bereikbaarheid_granted",),
    "Bereikbaarheid partly granted": ("bereikbaarheid_partly_granted",),
    "Bereikbaarheid refused": ("bereikbaarheid_refused_rule", "bereikbaarheid_refused_ceiling"),
    "intention to refuse (Awb 4:7)": ("voornemen", "voornemen_opgave"),
    "request to complete (Awb 4:5)": ("aanvulling",),
    "extension of the term (Awb 4:14)": ("verlenging",),
    "cover letter": ("aanbieding",),
    "acknowledgement of an objection (Awb 6:14)": (
        "bezwaar_ontvangst", "bezwaar_ontvangst_gepost", "bezwaar_ontvangst_te_laat",
        "bezwaar_ontvangst_te_vroeg", "bezwaar_ontvangst_dag_onbekend",
    ),
    "request to mend an objection (Awb 6:6)": ("bezwaar_herstel",),
    "request to show the day of posting (Awb 6:9)": ("bezwaar_terpostbezorging",),
    "invitation to a hearing (Awb 7:2)": ("bezwaar_hoorzitting",),
    "adjournment (Awb 7:10)": ("bezwaar_verdaging", "bezwaar_uitstel"),
    "fixing of a penalty (Awb 4:18)": ("bezwaar_dwangsom", "bezwaar_dwangsom_langst"),
    "decision on an objection (Awb 7:12)": (
        "bezwaar_gegrond", "bezwaar_gedeeltelijk", "bezwaar_ongegrond",
        "bezwaar_niet_ontvankelijk", "bezwaar_verschoonbaar", "bezwaar_alsnog",
    ),
    "acknowledgement of receipt (Awb 4:3a)": ("ontvangst", "ontvangst_zonder_tijdstip"),
    "request to complete with its workbook": ("aanvulling_werkmap",),
    "notice of a later decision (Awb 4:14)": (
        "later_besluit", "later_besluit_te_laat", "later_besluit_wettelijk",
        "later_besluit_opgave",
    ),
    "decision not to treat (Awb 4:5)": (
        "nietbehandeld", "nietbehandeld_aangevuld", "nietbehandeld_te_laat",
    ),
    "set aside (Awb 4:13)": ("aanhouding", "aanhouding_over", "aanhouding_opgave"),
    "confirmation of a withdrawal": (
        "intrekking", "intrekking_voor_verzending", "intrekking_na_besluit",
    ),
    "a lower claim upon an objection": (
        "bezwaar_gedeeltelijk_terugvordering", "bezwaar_gedeeltelijk_terugvordering_open",
        "bezwaar_gedeeltelijk_terugvordering_op_tijd",
        "bezwaar_gedeeltelijk_terugvordering_betaald", "bezwaar_gegrond_terugvordering",
    ),
    "costs of an objection that are refused (Awb 7:15)": ("bezwaar_advies_gevolgd",),
    "award from the reserve": ("reserve",),
    "change upon request": ("wijziging", "wijziging_data", "wijziging_geweigerd"),
    "revocation": ("intrekking_gehoord", "intrekking_betaald"),
    "request for a progress report": (
        "voortgangsverzoek", "voortgangsverzoek_opgave", "voortgangsverzoek_zonder_artikel",
    ),
    "reminder of a progress report": (
        "voortgangsherinnering", "voortgangsherinnering_op_verzoek",
    ),
}  # fmt: skip
