"""The sheets have exactly the headers that the contract names."""

from __future__ import annotations

import pytest

from verdeelsleutel.instruments.instrument import instruments

# As in the contract, with the checklist of the start of building after it; an asterisk marks a
# required column.
ALL = (
    "*Aanvraagnummer; *Gemeentecode; Gemeente; {p}Projectcode; {p}Projectnaam; *Ontvangen op; "
    "{p}Gevraagd bedrag; Minimaal bedrag; Alle woningen bij minimum; *Sociale huurwoningen; "
    "*Middenhuurwoningen; *Betaalbare koopwoningen; *Overige woningen; Deelplan; "
    "Te slopen woningen; Start bouw; Start laatste woning; NPLV-gebied; Grootschalig gebied; "
    "Doorbraaklocatie; Industriële bouw; {years}; Sluit uit aanvraag; Vereist aanvraag; Lotnummer; "
    "Ingetrokken op; Contactpersoon; E-mail"
)
OWN = {
    "woningbouwimpuls": (
        "*Publiek tekort; *Eigen bijdrage; Bijdragen derden; Publieke opbrengsten; "
        "*Financiële samenhang; *Geografische samenhang; *Organisatorische samenhang; "
        "Kosten ontsluiting; Kosten stikstof; Kosten bodemsanering; Kosten uitplaatsing; "
        "Kosten openbare ruimte; Kosten betaalbaarheid; Score noodzaak; Score effectiviteit; "
        "Score efficiëntie; Score woningbouwopgave; Inwoners"
    ),
    "realisatiestimulans": (
        "*Startjaar; Waarvan transformatie; Waarvan splitsing; Waarvan flexwoningen; "
        "Waarvan onzelfstandige gebouwen; Waarvan woonwagens; Al gesubsidieerde woningen; "
        "Overprogrammering; Bouw vergund; Nieuwbouw begonnen; Verbouw begonnen; "
        "Geen voorbereiding meegeteld"
    ),
    "gebiedsbudget": (
        "*Gebied; *Kosten openbare ruimte; *Kosten hinder; *Kosten klimaat en groen; "
        "Niet in aanmerking; Compensabele btw; *Resterend tekort; Maatregelen gereed; "
        "Kosten vanaf; Openbaar lichaam"
    ),
    "bereikbaarheid": (
        "*Soort maatregel; *Binnen grootschalig gebied; *Totale kosten; *Regionale bijdrage; "
        "*Start uitvoering; *Ontsloten woningen; Compensabele btw; "
        "Openbaar lichaam"
    ),
}


@pytest.mark.parametrize("key", list(OWN))
def test_a_sheet_has_the_columns_of_the_contract(key: str) -> None:
    required = "" if key == "realisatiestimulans" else "*"
    years = "; ".join(f"Kas {year}" for year in range(2025, 2041))
    wanted = f"{ALL.format(p=required, years=years)}; {OWN[key]}".split("; ")
    # Not in the contract: who applies together, of everything that is no yearly statement.
    wanted += [] if key == "realisatiestimulans" else ["Deelnemende gemeenten"]
    found = [f"{'*' if spec.required else ''}{spec.label}" for spec in instruments()[key].columns]
    assert sorted(found) == sorted(wanted)


COSTS = (
    "*Aanvraagnummer; *Gemeentecode; Gemeente; *Ontvangen op; *NPLV-gebied; Ingetrokken op; "
    "Contactpersoon; E-mail; *Kostenjaar; *Kosten; *Compensabele btw; "
    "*Reservering eerder gebruikt"
)


@pytest.mark.parametrize("key", ["nplv_ruimte", "nplv_capaciteit"])
def test_a_statement_of_costs_asks_for_no_homes_and_no_project(key: str) -> None:
    columns = instruments()[key].columns
    assert [f"{'*' if one.required else ''}{one.label}" for one in columns] == COSTS.split("; ")


def test_each_sheet_is_named_as_the_contract_has_it() -> None:
    assert {i.key: (i.prefix, i.sheet) for i in instruments().values()} == {
        "woningbouwimpuls": ("WBI", "Woningbouwimpuls"),
        "gebiedsbudget": ("GB", "Gebiedsbudget"),
        "realisatiestimulans": ("RS", "Realisatiestimulans"),
        "bereikbaarheid": ("BER", "Bereikbaarheid"),
        "nplv_ruimte": ("NPR", "NPLV openbare ruimte"),
        "nplv_capaciteit": ("NPC", "NPLV ambtelijke capaciteit"),
    }
