"""What each cell of ``report.xlsx`` with a number in it has to be.

A table is known by its name, a row by the texts of its first columns, a cell by its header. Money
is in cents. What is not listed here and yet is a number in the workbook is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from verdeelsleutel.grants.decisions.allocation import Award
from verdeelsleutel.grants.decisions.divisions import DivisionKind
from verdeelsleutel.grants.homes import SEGMENTS
from verdeelsleutel.grants.money import ZERO
from verdeelsleutel.grants.municipality import municipalities, provinces

from .derived import AREAS, SCHEMES, SEGMENT_NAMES, Derived, shades

Row = dict[str, int]
Table = dict[tuple[str, ...], Row]
TOTAL = "Totaal"

# The column of a sum, by its header. A header that stands for another sum in one table is there.
SUMS = {
    "Aanvragen": "applications", "Toekenningen": "awarded", "Gevraagd": "requested",
    "Toegekend": "amount", "Compensabele btw": "compensable_vat", "Uit te keren": "payable",
    "Naar het volgende tijdvak": "next_window", "Sociale huur": "social_rent",
    "Middenhuur": "mid_rent", "Betaalbare koop": "affordable_purchase", "Overig": "other",
    "Woningen": "homes", "Betaalbaar": "affordable",
}  # fmt: skip
COST = "Per betaalbare woning"
DIVISIONS = {
    DivisionKind.ANNOUNCED: "Zoals aangekondigd",
    DivisionKind.WITHIN_LAW: "Het beste binnen de wet",
    DivisionKind.FREE: "Het vrije optimum",
}
ASIDE = "Gereserveerd voor wat is aangehouden"
MONEY = {
    "Totaal beschikbaar", "Reserve bezwaar", "Vrij", "Gevraagd", "Toegekend", "Compensabele btw",
    "Uit te keren", "Naar het volgende tijdvak", "Plafond", COST, "Kas", "Kasplafond", "Verplicht",
    "Uit het jaar ervoor", "Onder de andere regel", "Verschil", "Verrekening", "Te betalen",
    "Naar de volgende opgave", "Kosten", "Gereserveerd", "Binnen de reservering",
    "Nog te betalen", "Betaald", "Vastgesteld", "Teruggevorderd",
    "Toeslag naar een lezing", "Budget", "Vrijgekomen", "Zou krijgen", ASIDE, *DIVISIONS.values(),
}  # fmt: skip
# The columns that tell the rows of a table apart.
KEYS = {
    "T_municipalities": ("Gemeente", "Gemeentecode"),
    "T_years": ("Geldbron", "Jaar"),
    "T_scheme_years": ("Regeling", "Jaar"),
    "T_commitments": ("Geldbron", "Jaar", "Regeling"),
    "T_over_years": ("Geldbron", "Jaar", "Regeling"),
    "T_supplements": ("Aanvraag", "Toeslag", "Gebied"),
    "T_frontier": ("Geldbron", "Budget"),
    "T_reserve_ladder": ("Geldbron", "Vrijgekomen", "Aan de beurt"),
    "T_findings": (),  # by their place: nothing in a finding is its own
    "T_judgements": (),
}


def book_tables(derived: Derived) -> dict[str, Table]:
    """Every native table with numbers in its cells."""
    tables = {
        "T_funds": _funds(derived),
        "T_schemes": _schemes(derived),
        "T_provinces": {
            (name,): _row(derived, lambda a, p=name: derived.province(a) == p)
            for name in provinces()
        },
        "T_municipalities": {
            (municipalities()[code].name, code): _row(
                derived, lambda a, c=code: a.municipality_code == c
            )
            for code in {award.municipality_code for award in derived.awards}
        },
        "T_areas": {(name,): _row(derived, _inside(derived, area)) for area, name in AREAS.items()},
        "T_applications": _applications(derived),
        "T_years": _years(derived),
        "T_scheme_years": _scheme_years(derived),
        "T_commitments": _commitments(derived),
        "T_over_years": _over_years(derived),
        "T_segments": _segments(derived),
        "T_comparison": _comparison(derived),
        "T_divisions": _divisions(derived),
    }
    summed = {name: {**rows, **_total(rows)} for name, rows in tables.items()}
    for name in ("T_areas", "T_commitments", "T_over_years"):
        del summed[name][(TOTAL,)]
    for key in ("Kasplafond", "Uit het jaar ervoor", "Vrij"):
        summed["T_years"][(TOTAL,)].pop(key, None)
    shown = {
        (name,): {"Gemeenten": count, **({} if homes is None else {"Betaalbaar": homes})}
        for name, count, homes in shades(derived)
    }
    return {**summed, "T_goals": _goals(derived), "T_map": shown}


def _inside(derived: Derived, area: str) -> Callable[[Award], bool]:
    return lambda award: bool(derived.area(award, area))


def _row(derived: Derived, wanted: Callable[[Award], bool]) -> Row:
    sums = derived.where(wanted)
    row = {header: sums[key] for header, key in SUMS.items()}
    if sums["affordable"]:
        row[COST] = sums["amount"] // sums["affordable"]
    return row


def _total(rows: Table) -> Table:
    """The row of sums. A cost a home is no sum, nor is a place."""
    headers = {header for row in rows.values() for header in row} - {
        COST,
        "Plaats",
        "Aantal plaatsen",
    }
    return {(TOTAL,): {h: sum(row.get(h, 0) for row in rows.values()) for h in headers}}


def _funds(derived: Derived) -> Table:
    table: Table = {}
    for key, fund in derived.policy.funds.items():
        row = _row(derived, lambda award, k=key: derived.fund(award) == k)
        row["Totaal beschikbaar"] = fund.total.cents
        row["Reserve bezwaar"] = fund.objection_reserve.cents
        spent = row["Toegekend"] - row["Naar het volgende tijdvak"]
        row["Vrij"] = fund.total.cents - fund.objection_reserve.cents - spent
        table[(fund.name_nl,)] = row
    return table


def _schemes(derived: Derived) -> Table:
    table: Table = {}
    for key in derived.policy.instruments:
        row = _row(derived, lambda award, k=key: award.instrument == k)
        ceiling = derived.ceiling(key)
        if ceiling is not None:
            row["Plafond"] = ceiling
            row["Vrij"] = ceiling - row["Toegekend"] + row["Naar het volgende tijdvak"]
        table[(SCHEMES[key],)] = row
    return table


def _applications(derived: Derived) -> Table:
    table: Table = {}
    for award in derived.awards:
        row = _row(derived, lambda one, n=award.application_id: one.application_id == n)
        if award.rank is not None:
            row["Plaats"] = award.rank
            row["Aantal plaatsen"] = derived.placed_with(award)
        table[(award.application_id,)] = row
    return table


def _years(derived: Derived) -> Table:
    table: Table = {}
    for key, fund in derived.policy.funds.items():
        for year, cash, limit, moved, free in derived.cash(key):
            row = {"Kas": cash}
            more = (("Kasplafond", limit), ("Uit het jaar ervoor", moved), ("Vrij", free))
            row.update({header: value for header, value in more if value is not None})
            table[fund.name_nl, str(year) if year else "Zonder jaar"] = row
    return table


def _scheme_years(derived: Derived) -> Table:
    table: Table = {}
    for key in derived.policy.instruments:
        paid = derived.payments(lambda award, k=key: award.instrument == k)
        years = [year for year in paid if year]
        between = range(min(years), max(years) + 1) if years else range(0)
        for year in (*(year for year in paid if not year), *between):
            name = str(year) if year else "Zonder jaar"
            table[SCHEMES[key], name] = {"Kas": paid.get(year, 0)}
    return table


def _commitments(derived: Derived) -> Table:
    table: Table = {}
    kept, committed = derived.set_aside(), derived.committed()
    for fund, scheme, year in dict.fromkeys([*committed, *kept]):
        charged, ceiling = committed.get((fund, scheme, year), (0, None))
        aside = kept.get((fund, scheme, year), 0)
        row = {"Verplicht": charged}
        if kept:
            row[ASIDE] = aside
        if ceiling is not None:
            row |= {"Plafond": ceiling, "Vrij": ceiling - charged - aside}
        name = SCHEMES[scheme] if scheme else "hele geldbron"
        table[derived.policy.funds[fund].name_nl, str(year), name] = row
    return table


YEARS = {
    "Plafond": "ceiling", "Gereserveerd": "reserved", "Verplicht": "committed",
    "Nog te betalen": "to_pay", "Betaald": "paid", "Vastgesteld": "settled",
    "Teruggevorderd": "reclaimed", "Vrij": "free",
}  # fmt: skip


def _over_years(derived: Derived) -> Table:
    """As the ledgers have it: that they do is held in tests/grants/ledger/test_years.py."""
    table: Table = {}
    for key, row in derived.years():
        table[key] = {header: row[name] for header, name in YEARS.items() if name in row}
    return table


def _segments(derived: Derived) -> Table:
    table: Table = {}
    everything = derived.where(lambda award: True)
    for segment in SEGMENTS:
        once = getattr(derived.totals.homes, segment)
        row = {
            "In de toekenningen": everything[segment],
            "Telt niet nog eens": everything[segment] - once,
            "Woningen in de ronde": once,
            "Onder de andere regel": getattr(derived.other.homes, segment) if derived.other else 0,
        }
        for key in derived.policy.instruments:
            row[SCHEMES[key]] = derived.where(lambda a, k=key: a.instrument == k)[segment]
        table[(SEGMENT_NAMES[segment],)] = row
    return table


def _comparison(derived: Derived) -> Table:
    table: Table = {}
    for award in derived.awards:
        there = derived.counterpart(award.application_id)
        table[(award.application_id,)] = {
            "Gevraagd": award.asked.cents,
            "Toegekend": award.amount.cents,
            "Onder de andere regel": there,
            "Verschil": award.amount.cents - there,
        }
    return table


def _divisions(derived: Derived) -> Table:
    """What each gets in the three that stand beside the list; a test of their own makes those."""
    return {
        (award.application_id,): {
            "Toegekend": award.amount.cents,
            **{
                DIVISIONS[one.kind]: one.amounts.get(award.application_id, ZERO).cents
                for one in derived.dossier.allocation.divisions
            },
        }
        for award in derived.awards
    }


def _goals(derived: Derived) -> Table:
    """As the certificate has them: it added them up without a solver, and so did we there."""
    return {
        (check.code,): {
            "Waarde": check.value, "Grens": check.limit, "Speling": check.slack,
            "Tekort": check.shortfall,
        }
        for check in derived.checks
    }  # fmt: skip


def cover(derived: Derived) -> Mapping[str, Fraction]:
    """The numbers of the first sheet by the text before them: money in cents, shares in tenths of
    a percent, cut off."""
    totals, homes = derived.totals, derived.totals.homes
    found = {
        "Aanvragen": len(derived.awards),
        "Toekenningen": sum(1 for award in derived.awards if award.amount),
        "Gevraagd": sum(award.asked.cents for award in derived.awards),
        "Toegekend": sum(award.amount.cents for award in derived.awards),
        "Woningen in de ronde": homes.total,
        "Betaalbare woningen": totals.affordable_homes,
    }
    if homes.total:
        found["Aandeel betaalbaar (streven: 2/3)"] = homes.affordable * 1000 // homes.total
        found["Aandeel sociale huur (streven: 30%)"] = homes.social_rent * 1000 // homes.total
    if homes.affordable:
        found[COST] = found["Toegekend"] // homes.affordable
    return {label: Fraction(value) for label, value in found.items()}


def book_texts(derived: Derived) -> Mapping[tuple[str, str, str], str]:
    """What a source says word for word, by table, row and header; in each may stand a number."""
    found: dict[tuple[str, str, str], str] = {}
    for key, scheme in derived.policy.instruments.items():
        found["T_schemes", SCHEMES[key], "Grondslag"] = scheme.basis_text
    for check in derived.checks:
        found["T_goals", check.code, "Wat geldt"] = check.sentence_nl
        found["T_goals", check.code, "Bron"] = check.source
    columns = {
        "Code": "code", "Bestand": "file", "Blad": "sheet", "Cel": "cell",
        "Gelezen waarde": "value", "Aanvraag": "application_id", "Bevinding": "message",
        "Wat te doen": "cure",
    }  # fmt: skip
    for at, finding in enumerate(derived.dossier.findings, 1):
        for header, key in columns.items():
            found["T_findings", str(at), header] = str(getattr(finding, key) or "")
    for award in derived.awards:
        number, project = award.application_id, derived.asked[award.application_id].project_name
        for table in ("T_applications", "T_comparison"):
            found[table, number, "Project"] = project or award.project_id
        found["T_applications", number, "Codes"] = ", ".join(r.code for r in award.reasons)
        found["T_applications", number, "Reden"] = " ".join(r.nl for r in award.reasons)
    return found
