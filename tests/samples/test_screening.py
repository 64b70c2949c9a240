"""What the rules of the schemes say of the sample round: only what is meant to fail does."""

from __future__ import annotations

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.applications.assessment import Answer, verdict
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.setting import RuleContext
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.sample_applications.batches import instrument_of, sample_rows
from verdeelsleutel.sample_applications.cases import CASES
from verdeelsleutel.sample_applications.relations import At, find

from .models import application
from .test_policies import POLICIES

# The rule that each special case is made to meet badly, in the order of the cases.
_NOT_MET = {
    "199 woningen na sloop": "WBI-04",
    "40% betaalbaar": "WBI-05",
    "start later dan drie jaar na het besluit": "WBI-08",
    "laatste start later dan tien jaar na het besluit": "WBI-09",
    "eigen bijdrage van 30%": "WBI-06",
    "noodzaak onder 5,5": "WBI-17",
    "gewogen score onder 5,5": "WBI-16",
    "één samenhang": "WBI-10",
    "kosten voor openbare ruimte in 2026": "WBI-12",
    "meer gevraagd dan het tekort overlaat": "WBI-07",
    "laatste woning na 2034": "GB-05",
    "45% betaalbaar": "GB-07",
    "maatregelen klaar na 2039": "GB-06",
    "gebied staat niet in de bijlage": "GB-02",
    "alle woningen al gesubsidieerd": "RS-06",
    "regionale bijdrage van 30%": "BER-04",
    "minder dan 200 woningen": "BER-03",
    "start na 2029 buiten een grootschalig gebied": "BER-02",
    "te laat ontvangen": "WBI-32",
    "te vroeg ontvangen": "GB-16",
}


def _screened() -> dict[str, tuple[Answer, list[str]]]:
    """The verdict and the codes of the rules not met, for every application not withdrawn."""
    policy, _ = load_policy(POLICIES[0])
    by_scheme: dict[str, list[Application]] = {}
    for row in sample_rows():
        by_scheme.setdefault(instrument_of(row), []).append(application(row))
    found: dict[str, tuple[Answer, list[str]]] = {}
    for key, members in by_scheme.items():
        instrument = instruments()[key]
        assert policy.round.decision_date is not None
        setting = RuleContext(
            law_date=policy.round.window_opens,
            window_closes=policy.round.window_closes,
            decision_date=policy.round.decision_date,
            policy=policy.instruments[key],
            others=tuple(members),
            window=policy.window_of(key),
        )
        for one in members:
            codes = [finding.code for finding in instrument.checks(one)]
            outside = getattr(one, "area", "") == "Roermond Stadsrand"  # not on the list
            assert codes == (["INT-137"] if outside else [])
            if one.withdrawn_on is None:
                answers = instrument.screen(one, setting)
                failed = [a.code for a in answers if a.answer is Answer.NOT_MET]
                found[one.application_id] = (verdict(answers), failed)
    return found


def test_every_special_case_fails_the_rule_it_is_there_for_and_no_other_application_fails() -> None:
    rows, found = sample_rows(), _screened()
    expected: dict[str, tuple[Answer, list[str]]] = {}
    for case in CASES:
        name = str(find(rows, At(case.prefix, case.where, case.nth))["application_id"])
        if case.purpose in _NOT_MET:
            expected[name] = (Answer.NOT_MET, [_NOT_MET[case.purpose]])
        elif "ontbre" in case.purpose:
            expected[name] = (Answer.NEEDS_JUDGEMENT, [])
    assert {name: what for name, what in found.items() if what[0] is not Answer.MET} == expected
    assert len(expected) == 24
    assert len(found) == 256
