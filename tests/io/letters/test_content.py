"""What a letter says: facts, sums, reasons, and the words of each instrument."""

from __future__ import annotations

import re
from datetime import date

import pytest

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Outcome, Status
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.homes import StatedHomes
from verdeelsleutel.grants.money import ZERO, Euro, in_proportion
from verdeelsleutel.grants.notation import day
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.dates import last_day_for_objection
from verdeelsleutel.io.letters.verification.reading import block_texts
from verdeelsleutel.io.pages.blocks import (
    Block,
    Bullets,
    Heading,
    Letter,
    Paragraph,
    Table,
)
from verdeelsleutel.io.rounds.references import verification_code

from .filed import ber, gb, rs, wbi
from .reasons import RS_FEWER, WBI_NOT
from .rounds import DIGEST, decided, dossier, every_decision, policy, sample_office

DECISIONS = {d.award.application_id: d for d in every_decision()}
LETTERS = tuple(every_decision()[:16])


def letter(one: Decided, lang: str = "nl", **changes: object) -> Letter:
    return letter_of(one, dossier((one,), **changes), sample_office(), lang)


def words(blocks: tuple[Block, ...]) -> str:
    """The text of blocks, a line each; cells are parted by a bar."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            lines.append(block.text)
        elif isinstance(block, Paragraph):
            lines.append("".join(run.text for run in block.text))
        elif isinstance(block, Bullets):
            lines += ["".join(run.text for run in item) for item in block.items]
        else:
            lines.append(" | ".join(column.head for column in block.columns))
            lines += [" | ".join(cell.text for cell in row) for row in block.rows]
    return "\n".join(lines).replace("\u00a0", " ")


def table(of: Letter, head: str) -> list[list[str]]:
    found = next(b for b in of.blocks if isinstance(b, Table) and b.columns[0].head == head)
    return [[cell.text.replace("\u00a0", " ") for cell in row] for row in found.rows]


def in_cents(text: str) -> int:
    return Euro.parse(text.replace("-€", "-")).cents


def test_a_grant_says_the_amount_the_municipality_and_the_project_in_one_sentence() -> None:
    made = letter(DECISIONS["WBI-2026-0042"])
    assert (
        "Ik verleen de gemeente Zwolle een specifieke uitkering van € 4.350.000 "
        "(vier miljoen driehonderdvijftigduizend euro) "
        "voor het project ‘Kop van de Haven’."
    ) in words(made.blocks)
    assert made.subject == "Verlening specifieke uitkering Woningbouwimpuls voor ‘Kop van de Haven’"
    assert made.reference == "2026-1/WBI-2026-0042"
    assert made.addressee == (
        "Het college van burgemeester en wethouders",
        "van de gemeente Zwolle",
        "Postbus 00000 (voorbeeld)",
        "0000 XX Zwolle",
    )
    assert made.signature.for_whom.startswith("De minister van Volkshuisvesting")
    assert made.signature.by_whom == ("mr. A.B. Voorbeeld", "directeur Woningbouw")


def test_the_minister_of_infrastructure_signs_for_accessibility() -> None:
    made = letter(DECISIONS["BER-2026-0007"])
    assert made.signature.for_whom == "De minister van Infrastructuur en Waterstaat,\nnamens deze,"
    assert made.sender[0] == "Ministerie van Infrastructuur en Waterstaat"


@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
def test_every_letter_has_an_objection_clause_with_its_last_day(one: Decided) -> None:
    said = words(letter(one).blocks)
    assert "De laatste dag is 19 oktober 2026." in said
    assert "Afdeling Bezwaar (voorbeeld)" in said
    assert (
        f"noem het kenmerk 2026-1/{one.award.application_id} en de datum 7 september 2026" in said
    )


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (date(2026, 9, 7), "De laatste dag is geen zaterdag, zondag of feestdag."),
        (date(2026, 9, 5), "en eindigt op 17 oktober 2026. Dat is een zaterdag, zondag of"),
        (date(2027, 2, 12), "en eindigt op 26 maart 2027. Dat is een zaterdag, zondag of feestdag"),
        (date(2026, 12, 28), "De laatste dag is geen zaterdag, zondag of feestdag."),
        (date(2026, 11, 13), "en eindigt op 25 december 2026."),
    ],
)
def test_a_decision_says_which_articles_set_its_last_day_and_what_moved_it(
    sent: date, told: str
) -> None:
    text = words(letter(every_decision()[4], sent_on=sent).blocks)
    assert "zes weken (artikel 6:7 Awb) begint op de dag na verzending (artikel 6:8, eerste" in text
    assert told in text
    assert day(last_day_for_objection(sent), "nl") in text


@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_calculation_adds_up_by_itself(one: Decided, lang: str) -> None:
    made = letter(one, lang)
    head = "Onderdeel" if lang == "nl" else "Item"
    if one.award.outcome not in (Outcome.GRANTED, Outcome.PARTLY_GRANTED):
        assert not [b for b in made.blocks if isinstance(b, Table) and b.columns[0].head == head]
        return
    rows = [row for row in table(made, head) if "€" in row[1]]
    if lang == "en":
        swap = str.maketrans(",.", ".,")
        rows = [[name, value.translate(swap)] for name, value in rows]
    amounts = [(name, in_cents(value)) for name, value in rows]
    running, checked = amounts[0][1], 0
    for (name, cents), (_, before) in zip(amounts[1:], amounts, strict=False):
        if name.startswith(("Af: ", "Less: ")):
            running += cents
        elif before < 0:
            assert running == cents, name
            checked += 1
        else:
            running = cents
    final = (
        one.award.payable
        if one.award.instrument in ("gebiedsbudget", "bereikbaarheid")
        else (one.award.amount)
    )
    assert running == final.cents
    assert checked or one.award.instrument == "realisatiestimulans"


def test_a_calculation_starts_from_the_shortfall_and_takes_off_every_contribution() -> None:
    assert table(letter(DECISIONS["WBI-2026-0043"]), "Onderdeel") == [
        ["Publiek tekort", "€ 9.870.000"],
        ["Af: eigen bijdrage van de gemeente", "-€ 5.170.000"],
        ["Af: bijdragen van derden", "-€ 250.000"],
        ["Af: publieke opbrengsten van het project", "-€ 100.000"],
        ["Hoogste uitkering volgens de regeling", "€ 4.350.000"],
        ["Gevraagd bedrag", "€ 4.350.000"],
        ["Af: deel dat ik niet verleen", "-€ 1.150.000"],
        ["Uitkering volgens dit besluit", "€ 3.200.000"],
    ]


def test_gebiedsbudget_states_the_eight_items_of_its_article() -> None:
    made = letter(DECISIONS["GB-2026-0012"])
    assert table(made, "Maatregel") == [
        ["Herinrichting van de openbare ruimte", "€ 12.100.000,00", "€ 9.864.130,65"],
        [
            "Hinder verwerven, verplaatsen of aan de bron aanpakken",
            "€ 4.200.000,00",
            "€ 3.423.913,11",
        ],
        ["Biodiversiteit, groen en klimaatadaptatie", "€ 2.100.000,00", "€ 1.711.956,57"],
        ["Totaal", "€ 18.400.000,00", "€ 15.000.000,33"],
    ]
    said = words(made.blocks)
    assert "In de uitkering zit € 1.915.760,87 aan compensabele btw." in said
    assert "Het voorziene resterende tekort van het gebied is € 31.250.000." in said
    assert (
        "De uitkering is 48% van dat tekort. Het totaal aantal te realiseren woningen is 1.500."
        in said
    )
    assert table(made, "Jaar") == [
        ["2026", "19-10-2026", "€ 7.500.000,16", "€ 957.880,43", "€ 6.542.119,73"],
        ["2027", "31-12-2027", "€ 7.500.000,17", "€ 957.880,44", "€ 6.542.119,73"],
        ["Totaal", "", "€ 15.000.000,33", "€ 1.915.760,87", "€ 13.084.239,46"],
    ]


def test_gebiedsbudget_dates_follow_the_law_of_the_window() -> None:
    one = DECISIONS["GB-2026-0011"]
    assert "uiterlijk op 31 december 2034" in words(letter(one).blocks)
    now = policy()
    early = now.model_copy(
        update={"round": now.round.model_copy(update={"window_opens": date(2024, 1, 8)})}
    )
    said = words(letter(one, policy=early).blocks)
    assert "uiterlijk op 31 december 2030" in said
    assert "31 december 2034" not in said


def test_a_statement_is_fixed_at_the_amount_a_home_times_the_homes_that_count() -> None:
    made = letter(DECISIONS["RS-2026-0344"])
    assert table(made, "Onderdeel") == [
        ["Betaalbare woningen in de opgave", "1.244"],
        ["Af: woningen die al geld kregen uit een uitgesloten regeling", "-44"],
        ["Woningen die meetellen", "1.200"],
        ["Bedrag per woning, zonder btw", "€ 7.000"],
        ["Bedrag volgens de opgave", "€ 8.400.000"],
        ["Uitkering volgens dit besluit", "€ 8.400.000"],
    ]
    said = words(made.blocks)
    assert "Ik stel de specifieke uitkering voor de gemeente Utrecht vast op € 8.400.000" in said


def test_a_statement_never_becomes_an_aanvraag() -> None:
    for number, one in DECISIONS.items():
        if number.startswith("RS-"):
            assert "aanvra" not in words(letter(one).blocks).lower()


def test_a_pro_rata_cut_names_its_article() -> None:
    said = words(
        letter(DECISIONS["RS-2026-0345"], policy=policy(realisatiestimulans="pro_rata")).blocks
    )
    assert (
        "kan ik de bedragen aanpassen naar rato van het aantal betaalbare woningen (artikel 2.2"
        in said
    )
    assert RS_FEWER[0].nl.removesuffix(".").replace("\u00a0", " ") in said


def test_a_refusal_on_a_rule_gives_the_rule_its_article_and_the_measured_value() -> None:
    made = letter(DECISIONS["WBI-2026-0044"])
    said = words(made.blocks)
    assert "U krijgt voor dit project geen specifieke uitkering." in said
    assert (
        "Het project voegt per saldo 199 woningen toe: 199 nieuw en 0 gesloopt. De regeling vraagt "
        "ten minste 200 woningen "
        "(artikel 3, eerste lid, van de Regeling Woningbouwimpuls 2020)."
    ) in said
    rows = table(made, "Wat de regel vraagt en wat ik heb vastgesteld")
    assert rows[0][1:] == ["200 woningen", "199 woningen", "niet voldaan"]
    assert "Wat u moet doen" not in said
    assert "Wanneer ik betaal" not in said


def test_a_refusal_for_the_ceiling_gives_the_reasons_of_the_allocation_and_the_place() -> None:
    said = words(letter(DECISIONS["WBI-2026-0045"]).blocks)
    assert "artikel 6, eerste lid, onderdeel c" not in said
    assert "Dit besluit berust op Voorbeeldbesluit verdeling 2026, artikel 3." in said
    assert "plaats 11" not in said
    ranked = words(
        letter(DECISIONS["WBI-2026-0045"], policy=policy(woningbouwimpuls="rank")).blocks
    )
    assert "op volgorde gezet van hun gewogen score" in ranked
    assert "artikel 6, eerste lid, onderdeel c, van het Besluit Woningbouwimpuls 2020" in ranked
    assert "Uw aanvraag staat op plaats 11 in de volgorde." in ranked
    for reason in WBI_NOT:
        assert reason.nl.removesuffix(".").replace("\u00a0", " ") in said


def test_a_provisional_rule_is_said_to_be_provisional() -> None:
    made = letter(DECISIONS["BER-2026-0007"])
    assert "staat niet in een regeling" in words(made.blocks)
    rules = next(
        b
        for b in made.blocks
        if isinstance(b, Table) and b.columns[0].head.startswith("Wat de regel")
    )
    told = [row[0].note.endswith("voorlopige regel") for row in rules.rows]
    assert told == [True, True, True, True, False]  # the window rests on the Awb


def test_terms_run_from_the_date_of_the_decision() -> None:
    said = words(letter(DECISIONS["WBI-2026-0042"]).blocks)
    assert "uiterlijk op 4 september 2029" in said
    assert "uiterlijk op 4 september 2036" in said


def test_the_annex_names_the_hashes_that_the_decision_can_be_checked_by() -> None:
    annex = words(letter(DECISIONS["WBI-2026-0042"]).annex)
    assert DIGEST in annex
    assert verification_code(DECISIONS["WBI-2026-0042"], dossier()) in annex


def test_a_real_round_bears_no_mark() -> None:
    one = DECISIONS["WBI-2026-0042"]
    assert letter(one).mark == "VOORBEELD - GEEN BESLUIT"
    assert letter(one).title.startswith("VOORBEELD - GEEN BESLUIT")
    real = letter(one, example=False)
    assert real.mark == ""
    assert real.title.startswith("Besluit 2026-1/WBI-2026-0042")


def test_an_english_letter_is_english_with_the_same_numbers() -> None:
    made = letter(DECISIONS["GB-2026-0011"], "en")
    said = words(made.blocks)
    assert "I grant the municipality of Zwolle a specific-purpose grant of €18,400,000" in said
    assert "The last day is 19 October 2026." in said
    assert made.lang == "en"


@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
def test_an_english_letter_cites_articles_in_english_also_in_its_tables(one: Decided) -> None:
    """A law keeps its own name; a round of the first edition keeps the words it was sent with."""
    made = letter(one, "en")
    parts = "\n".join(part for block in (*made.blocks, *made.annex) for part in block_texts(block))
    assert re.findall(r"\bartikel(?:en)?\b|\b\w+ lid\b|\bonderdeel\b", parts) == []
    assert made.mark == "EXAMPLE - NOT A DECISION"
    assert "GEEN BESLUIT" not in made.title
    whole = dossier((one,))
    first = whole.policy.model_copy(update={"edition": 1})
    sealed = letter_of(one, whole.model_copy(update={"policy": first}), sample_office(), "en")
    assert sealed.mark == "VOORBEELD - GEEN BESLUIT"
    kept = "\n".join(part for block in sealed.blocks for part in block_texts(block))
    assert "artikel" in kept


def test_an_english_letter_names_the_policy_of_the_round_in_english() -> None:
    granted, refused = (
        words((*made.blocks, *made.annex))
        for made in (letter(DECISIONS[f"BER-2026-000{n}"], "en") for n in (7, 9))
    )
    assert "works in this decision (provisional policy of the round)." in granted
    assert "BER-04 | policy parameter of the round | from 10 November 2025" in refused
    assert "beleid" not in granted + refused


def test_nothing_asked_nothing_built_still_makes_a_letter() -> None:
    empty = gb(
        requested=ZERO,
        homes=StatedHomes(),
        shortfall=ZERO,
        compensable_vat=ZERO,
        costs={"public_space": 0, "nuisance": 0, "climate": 0},
    )
    said = words(letter(decided(empty, Outcome.GRANTED)).blocks)
    assert "een specifieke uitkering van € 0 (nul euro), met btw," in said
    assert "U heeft voor het gebied geen resterend tekort opgegeven." in said
    no_homes = rs(homes=StatedHomes(), already_subsidised=0)
    assert "vast op nihil" in words(letter(decided(no_homes, Outcome.REFUSED_RULE)).blocks)


def test_what_needs_a_judgement_or_was_withdrawn_gives_no_letter() -> None:
    for outcome in (Outcome.NEEDS_JUDGEMENT, Outcome.WITHDRAWN):
        with pytest.raises(ValueError, match="gives no letter"):
            letter(decided(wbi(), outcome))


def test_payments_over_several_years_are_told_year_by_year() -> None:
    one = decided(
        ber(compensable_vat=ZERO),
        Outcome.GRANTED,
        payments=(
            Payment(year=2029, amount=Euro.euros(14_500_000)),
            Payment(year=2028, amount=Euro.euros(10_000_000)),
        ),
    )
    made = letter(one)
    assert table(made, "Jaar") == [
        ["2028", "29-12-2028", "€ 10.000.000"],
        ["2029", "31-12-2029", "€ 14.500.000"],
        ["Totaal", "", "€ 24.500.000"],
    ]
    assert "Ik betaal het bedrag in delen" in words(made.blocks)


def test_an_amount_divided_in_proportion_loses_no_cent() -> None:
    parts = in_proportion(Euro(100), [Euro(1), Euro(1), Euro(1)])
    assert [part.cents for part in parts] == [33, 33, 34]
    assert in_proportion(Euro(100), [ZERO, ZERO]) == [ZERO, ZERO]


@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_letter_speaks_of_a_subsidie(one: Decided, lang: str) -> None:
    made = letter(one, lang)
    assert "subsid" not in (words(made.blocks) + words(made.annex) + made.subject).lower()


@pytest.mark.parametrize(
    ("bound", "lang", "said"),
    [
        (
            1_240, "nl",
            "Dat er geen betere verdeling bestaat, is niet bewezen. Deze verdeling steunt 1.200 "
            "betaalbare woningen. Volgens de grens die is gevonden, kunnen het er niet meer dan "
            "1.240 zijn: een verschil van 40.",
        ),
        (
            1_240, "en",
            "That no better allocation exists is not proven. This allocation supports 1,200 "
            "affordable homes. By the bound that was found there can be no more than 1,240: a "
            "difference of 40.",
        ),
        (None, "nl", "Elk bedrag en elke grens is nagerekend. Dat er geen betere verdeling"),
    ],
)  # fmt: skip
def test_a_letter_of_a_list_that_is_not_proven_says_so_with_the_bound_and_the_gap(
    bound: int | None, lang: str, said: str
) -> None:
    one = DECISIONS["WBI-2026-0042"]
    allocation = dossier((one,)).allocation
    certificate = allocation.certificate
    assert certificate is not None
    homes = certificate.stages[0].model_copy(
        update={"value": 1_200, "bound": bound or 1_200, "proven": False}
    )
    allocation = allocation.model_copy(
        update={
            "status": Status.NOT_PROVED,
            "totals": allocation.totals.model_copy(update={"affordable_homes": 1_200}),
            "certificate": certificate.model_copy(update={"stages": (homes,)}),
        }
    )
    text = words(letter(one, lang, allocation=allocation).annex)
    assert said in text
    assert ("1.240" in text or "1,240" in text) == (bound is not None)
    assert "geen betere verdeling gevonden" not in text
    order = {"nl": "De volgorde, die beslist wie het geld krijgt", "en": "The order, which decides"}
    assert order[lang] in text


RULES_HEAD = {
    "nl": "Wat de regel vraagt en wat ik heb vastgesteld",
    "en": "What the rule asks and what I have established",
}


@pytest.mark.parametrize(
    ("number", "lang", "row", "said"),
    [
        ("WBI-2026-0042", "nl", 8, ["ten hoogste 3 aanvragen", "aanvraag 1", "voldaan"]),
        (
            "GB-2026-0011",
            "en",
            1,
            [
                "an area of the annex; at most €18,400,000 is granted",
                "area of the annex; €18,400,000 asked",
                "met",
            ],
        ),
        (
            "RS-2026-0344",
            "nl",
            4,
            ["per soort ten hoogste 1.244 woningen", "hoogste aantal 0", "voldaan"],
        ),
        ("RS-2026-0344", "en", 0, ["€7,000 a home", "€8,400,000", "met"]),
        ("BER-2026-0007", "nl", 0, ["prijspeil 2025", "€ 24.500.000", "voldaan"]),
    ],
)
def test_the_table_of_rules_says_what_is_counted(
    number: str, lang: str, row: int, said: list[str]
) -> None:
    assert table(letter(DECISIONS[number], lang), RULES_HEAD[lang])[row][1:] == said


def test_why_rules_are_provisional_is_said_once() -> None:
    rows = table(letter(DECISIONS["BER-2026-0007"]), RULES_HEAD["nl"])
    assert [row[0].count("een openbare wettelijke grondslag ontbreekt") for row in rows] == [
        1, 0, 0, 0, 0,
    ]  # fmt: skip
