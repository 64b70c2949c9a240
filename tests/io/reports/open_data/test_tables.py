"""The open data: what is published, to the cent, and what never is."""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io.files.exact_json import Exact, exact_json
from verdeelsleutel.io.files.privacy import Redactor
from verdeelsleutel.io.reports.figures import TotalsDisagree
from verdeelsleutel.io.reports.open_data.publishing import open_data, write_open_data
from verdeelsleutel.io.reports.open_data.tables import euros

from ..rounds import LINES, dossier

# What the standard 360Giving 1.4 asks of each grant to an organisation.
_REQUIRED = {
    "id", "title", "description", "currency", "amountAwarded", "awardDate",
    "recipientOrganization", "fundingOrganization",
}  # fmt: skip
_DAY = re.compile(r"^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$")


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def _exact(content: bytes) -> Any:
    return json.loads(content, parse_float=Decimal)


def test_a_round_that_is_not_approved_has_nothing_to_publish() -> None:
    assert open_data(dossier().model_copy(update={"approval": None})) == {}


NO_DECISION = (Outcome.WITHDRAWN, Outcome.NEEDS_JUDGEMENT)


def test_every_application_has_its_row_and_only_a_decision_has_its_day() -> None:
    rows = _rows(open_data(dossier())["decisions.csv"])
    assert [row["application_id"] for row in rows] == sorted(line.number for line in LINES)
    outcomes = {line.number: line.outcome for line in LINES}
    for row in rows:
        outcome = outcomes[row["application_id"]]
        assert row["outcome"] == outcome.value
        assert row["decided_on"] == ("" if outcome in NO_DECISION else "2026-06-15")
        assert row["reason_codes"]


def test_in_a_round_of_the_first_edition_only_decisions_have_a_row() -> None:
    round_ = dossier()
    first = round_.policy.model_copy(update={"edition": 1})
    rows = _rows(open_data(round_.model_copy(update={"policy": first}))["decisions.csv"])
    assert [row["application_id"] for row in rows] == sorted(
        line.number for line in LINES if line.outcome not in NO_DECISION
    )


def test_amounts_reconcile_with_the_allocation_to_the_cent() -> None:
    round_ = dossier()
    files = open_data(round_)
    total = round_.allocation.totals.amount.cents
    decisions = _rows(files["decisions.csv"])
    assert sum(Decimal(row["amount_eur"]) for row in decisions) * 100 == total
    vat, paid = ("compensable_vat_eur", "payable_eur")
    assert sum(Decimal(row[vat]) + Decimal(row[paid]) for row in decisions) * 100 == total
    payments = _rows(files["payments.csv"])
    assert sum(Decimal(row["amount_eur"]) for row in payments) * 100 == total
    grants = _exact(files["360giving.json"])["grants"]
    assert sum(grant["amountAwarded"] for grant in grants) * 100 == total


def test_each_decision_says_what_its_award_says() -> None:
    round_ = dossier()
    for row in _rows(open_data(round_)["decisions.csv"]):
        award = round_.allocation.award_of(row["application_id"])
        assert row["outcome"] == award.outcome.value
        assert row["amount_eur"] == euros(award.amount)
        assert row["requested_eur"] == euros(award.asked)
        assert row["affordable_homes"] == str(award.affordable_homes)
        assert row["homes_social_rent"] == str(award.homes.social_rent)


def test_every_number_of_the_tables_and_grants_is_that_of_its_award() -> None:
    round_ = dossier()
    files, awards = open_data(round_), {a.application_id: a for a in round_.allocation.awards}
    asked = {d.application.application_id: d.application.homes_by_segment for d in round_.decided}
    for row in _rows(files["decisions.csv"]):
        award = awards[row["application_id"]]
        homes = award.homes
        told = {
            "requested_eur": award.requested, "amount_eur": award.amount,
            "compensable_vat_eur": award.compensable_vat, "payable_eur": award.payable,
            "homes_social_rent": homes.social_rent, "homes_mid_rent": homes.mid_rent,
            "homes_affordable_purchase": homes.affordable_purchase, "homes_other": homes.other,
            "affordable_homes": homes.social_rent + homes.mid_rent + homes.affordable_purchase,
            "rank": award.rank, "still_committed_eur": award.amount,
            "added_on_objection_eur": ZERO, "paid_eur": ZERO,
            "next_window_eur": award.next_window,
            "affordable_homes_asked": asked[award.application_id].affordable,
            **{
                f"homes_asked_{key}": count
                for key, count in asked[award.application_id].by_segment().items()
            },
        }  # fmt: skip
        said = {key: value for key, value in row.items() if re.fullmatch(r"-?[0-9.]+", value)}
        assert {key: Decimal(value) for key, value in said.items()} == {
            key: Decimal(value.cents) / 100 if isinstance(value, Euro) else Decimal(value or 0)
            for key, value in told.items()
        }
    paid = {(r["application_id"], r["year"]): r["amount_eur"] for r in _rows(files["payments.csv"])}
    assert {key: int(Decimal(euro) * 100) for key, euro in paid.items()} == {
        (a.application_id, str(p.year)): p.amount.cents for a in awards.values() for p in a.payments
    }
    grants = _exact(files["360giving.json"])["grants"]
    assert len(grants) == sum(1 for award in awards.values() if award.amount)
    for grant in grants:
        award = awards[grant["id"].split("2026-1-")[1]]
        sums = (award.asked.cents, award.amount.cents)
        assert (grant["amountAppliedFor"] * 100, grant["amountAwarded"] * 100) == sums
        counted = [int(number) for number in re.findall("[0-9]+", grant["description"])]
        assert counted == [award.homes.affordable, award.homes.total]


def test_amounts_of_cents_keep_their_cents() -> None:
    assert euros(Euro(1)) == "0.01"
    assert euros(Euro(2_150_000_001)) == "21500000.01"
    assert euros(Euro(-105)) == "-1.05"


def test_every_column_stands_in_the_dictionary_in_both_languages() -> None:
    files = open_data(dossier())
    described = _rows(files["data_dictionary.csv"])
    assert all(field["nl"] and field["en"] and field["type"] for field in described)
    for name in ("decisions.csv", "payments.csv", "publication_list.csv"):
        columns = next(csv.reader(io.StringIO(files[name].decode(), newline="")))
        assert columns == [field["name"] for field in described if field["file"] == name]


def test_each_grant_has_what_360giving_requires() -> None:
    package = _exact(open_data(dossier())["360giving.json"])
    assert len(package["grants"]) == sum(1 for line in LINES if line.amount)
    ids = [grant["id"] for grant in package["grants"]]
    assert len(set(ids)) == len(ids)
    for grant in package["grants"]:
        assert set(grant) >= _REQUIRED
        assert all(grant[key] for key in _REQUIRED)
        assert _DAY.match(grant["awardDate"])
        assert isinstance(grant["amountAwarded"], Decimal)
        assert grant["currency"] == "EUR"
        assert grant["fromOpenCall"] in ("Yes", "No")
        for organisation in (*grant["recipientOrganization"], *grant["fundingOrganization"]):
            assert organisation["id"]
            assert organisation["name"]


def _against_the_schema(package: Any) -> list[str]:
    schema = json.loads(Path(__file__).with_name("giving.schema.json").read_text("utf-8"))
    validator: Any = Draft202012Validator(schema)
    return sorted(str(fault.json_path) for fault in validator.iter_errors(package))


def test_the_list_of_grants_passes_the_schema_of_360giving() -> None:
    package = _exact(open_data(dossier())["360giving.json"])
    assert _against_the_schema(package) == []
    del package["grants"][0]["awardDate"]
    package["grants"][1]["amountAwarded"] = "1"
    package["grants"][2]["recipientOrganization"] = []
    assert _against_the_schema(package) == [
        "$.grants[0]",
        "$.grants[1].amountAwarded",
        "$.grants[2].recipientOrganization",
    ]


def test_an_example_says_in_every_file_that_it_is_no_decision() -> None:
    files = open_data(dossier())
    assert {row["example"] for row in _rows(files["decisions.csv"])} == {"true"}
    package = _exact(files["360giving.json"])
    assert all("GEEN BESLUIT" in grant["description"] for grant in package["grants"])
    assert _exact(files["algorithm_register.json"])["status"] == "In ontwikkeling"
    real = open_data(dossier(example=False))
    assert b"VOORBEELD" not in real["360giving.json"]


def test_a_name_too_long_for_360giving_is_cut_short_there_and_nowhere_else() -> None:
    long = "Stationsgebied " * 12
    files = open_data(dossier([replace(LINES[0], project=long)]))
    grant = _exact(files["360giving.json"])["grants"][0]
    assert grant["title"].endswith("…")
    assert len(grant["title"]) < 140
    assert _against_the_schema(_exact(files["360giving.json"])) == []
    assert _rows(files["decisions.csv"])[0]["project"] == long


# The fields of the publication standard of the Algoritmeregister, version 1.0, with the most
# characters that each may hold. Those with a star must be filled in before an entry is published.
_REGISTER = {
    "name*": 100, "description_short*": 350, "organization*": 100, "contact_email*": 500,
    "begin_date": 7, "end_date": 7, "website": 500, "url": 500, "goal": 2500,
    "proportionality": 2500, "human_intervention": 2500, "risks": 2500, "lawful_basis": 2500,
    "process_index_url": 500, "impacttoetsen": 2500, "source_data": 2500,
    "methods_and_models": 5000, "provider": 200, "publiccode": 500, "source_id": 100, "tags": 2500,
}  # fmt: skip
_CHOICES = {
    "status": {"In ontwikkeling", "In gebruik", "Buiten gebruik"},
    "publication_category": {
        "Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes",
    },
    "lang": {"nld"},
    "standard_version": {"1.0"},
}  # fmt: skip
_BY_THE_OFFICE = {"organization", "contact_email"}


@pytest.mark.parametrize("example", [True, False])
def test_the_entry_for_the_register_has_the_fields_of_its_standard_and_fits_them(
    example: bool,
) -> None:
    entry = _exact(open_data(dossier(example=example))["algorithm_register.json"])
    themes = entry.pop("category")
    assert 0 < len(themes) <= 3
    for key, allowed in _CHOICES.items():
        assert entry.pop(key) in allowed
    longest = {key.removesuffix("*"): most for key, most in _REGISTER.items()}
    for key, text in entry.items():
        assert len(text) <= longest[key], key
    required = {key.removesuffix("*") for key in _REGISTER if key.endswith("*")}
    assert {key for key in required if not entry[key]} == _BY_THE_OFFICE
    assert re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", entry["begin_date"])


def test_the_register_of_algorithms_gets_its_texts_with_the_round_in_them() -> None:
    entry = _exact(open_data(dossier())["algorithm_register.json"])
    assert entry["name"].endswith("ronde 2026-1")
    assert "Woningbouwimpuls" in entry["lawful_basis"]
    assert entry["begin_date"] == "2026-06"
    assert entry["publication_category"] == "Impactvolle algoritmes"
    assert "beslist niets" in entry["human_intervention"]
    for said in ("Aan te vullen door de organisatie", "AI-verordening", "IAMA"):
        assert said in entry["impacttoetsen"]  # a draft, which the organisation completes
    assert not any("{" in str(text) for text in entry.values())


def test_each_decision_stands_on_the_list_to_publish_with_its_letter() -> None:
    files = open_data(dossier())
    listed = _rows(files["publication_list.csv"])
    rows = _rows(files["decisions.csv"])
    decided = [row["application_id"] for row in rows if row["decided_on"]]
    assert set(decided) == {line.number for line in LINES if line.outcome not in NO_DECISION}
    assert [row["document"] for row in listed] == [f"{number}.pdf" for number in decided]
    assert {row["sent_on"] for row in listed} == {"2026-06-22"}


def _with_personal_data() -> Dossier:
    """The contact, an address, a telephone number and a BSN, written where they do not belong."""
    round_ = dossier()
    planted = "Hof van Piet Geheim, piet.geheim@voorbeeld.nl, 06-12345678, 111222333"
    columns = ("project_name", "nplv_area", "breakthrough_location", "large_scale_area")
    decided = tuple(
        one.model_copy(
            update={
                "application": one.application.model_copy(
                    update={**dict.fromkeys(columns, planted), "project_id": planted}
                ),
                "award": one.award.model_copy(update={"project_id": planted}),
            }
        )
        for one in round_.decided
    )
    return round_.model_copy(update={"decided": decided})


def test_no_personal_data_leaves_even_where_an_applicant_wrote_it_in_another_field() -> None:
    for name, content in open_data(_with_personal_data()).items():
        for secret in ("Geheim", "@", "12345678", "111222333", "A. de Vries", "B. Jansen"):
            assert secret.encode() not in content, (name, secret)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Bel (06) 12", "Bel (06) 12"),
        ("Bel +31 6 1234 5678 vandaag", "Bel [verwijderd] vandaag"),
        ("mail jan.pieters@gemeente.nl", "mail [verwijderd]"),
        ("Plan jan de boer, fase 2", "Plan [verwijderd], fase 2"),
        ("€ 123.456.789,00 voor 2026", "€ 123.456.789,00 voor 2026"),
        ("nummer 123456789 blijft", "nummer 123456789 blijft"),  # no BSN: it fails the test
        ("Kavel 1040, Boerderijlaan", "Kavel 1040, Boerderijlaan"),
    ],
)
def test_what_looks_like_personal_data_is_removed_and_the_rest_is_left(
    text: str, left: str
) -> None:
    assert Redactor(["Jan de Boer", "", "Bo"])(text) == left


def test_a_name_that_a_spreadsheet_would_run_is_written_as_text() -> None:
    rows = {r["application_id"]: r for r in _rows(open_data(dossier())["decisions.csv"])}
    assert rows["WBI-001"]["project"] == "'=1+1"
    assert rows["BER-001"]["project"] == "HOV-baan Merwede"


def test_decisions_that_do_not_add_up_are_not_published() -> None:
    round_ = dossier()
    totals = round_.allocation.totals
    wrong = totals.model_copy(update={"amount": totals.amount + Euro(1)})
    allocation = round_.allocation.model_copy(update={"totals": wrong})
    with pytest.raises(TotalsDisagree, match="2026-1"):
        open_data(round_.model_copy(update={"allocation": allocation}))


def test_without_an_award_there_is_no_list_of_grants_and_an_old_one_is_taken_away(
    tmp_path: Path,
) -> None:
    write_open_data(open_data(dossier()), tmp_path)
    assert (tmp_path / "360giving.json").exists()
    refused = [line for line in LINES if not line.amount]
    written = write_open_data(open_data(dossier(refused)), tmp_path)
    assert not (tmp_path / "360giving.json").exists()
    assert {path.name for path in written} == {path.name for path in tmp_path.iterdir()}


def test_the_same_round_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_open_data(open_data(dossier()), tmp_path / "a")
    second = write_open_data(open_data(dossier()), tmp_path / "b")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_JSON)
def test_what_is_written_as_json_is_read_back_the_same(value: Any) -> None:
    assert json.loads(exact_json(value)) == value


def test_a_number_is_written_digit_for_digit_and_a_float_not_at_all() -> None:
    assert exact_json([Exact("90071992547409.93")]) == "[\n  90071992547409.93\n]\n"
    with pytest.raises(ValueError, match="NaN"):
        Exact("NaN")
    with pytest.raises(TypeError, match="float"):
        exact_json(0.1)
