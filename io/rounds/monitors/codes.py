"""What can be wrong with a monitor beside its award: one code for one cause.

Codes are stable: an office may build on them. ``docs/monitors.md`` has them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ....grants.applications.finding import Finding, Severity, make_finding
from ...workbooks.intake.monitors import SHEET, ReadMonitor, ReadMonitorRow
from .doubles import Double

_E, _W = Severity.ERROR, Severity.WARNING


class Told(NamedTuple):
    """What a code weighs, its sentence, and what to do; ``{...}`` is filled in."""

    severity: Severity
    message: str
    cure: str


CODES: Mapping[str, Told] = MappingProxyType(
    {
        "MON-001": Told(
            _E, "De regel is van ronde {value}, niet van {round}.",
            "Laad dit bestand bij die ronde, of neem 'Ronde' over uit het sjabloon.",
        ),
        "MON-002": Told(
            _E, "Ronde {round} heeft geen toekenning {value}.",
            "Neem het aanvraagnummer over uit het sjabloon van deze ronde.",
        ),
        "MON-003": Told(
            _E, "De toekenning {number} is {ended}; daarover wordt geen verslag meer gedaan.",
            "Haal de regels van dit project weg.",
        ),
        "MON-004": Told(
            _E, "'Gemeentecode' is '{value}'; {number} is verleend aan {place}.",
            "Laat de gemeente die de uitkering kreeg het verslag insturen.",
        ),
        "MON-005": Told(
            _W, "{old} ({was}) ging op {since} op in {new}{unsure}; het verslag telt voor "
            "{number}.",
            "Schrijf voortaan aan {new}.",
        ),
        "MON-006": Told(
            _E, "De peildatum {value} ligt na {on}, de dag waarop het verslag is geladen.",
            "Verbeter de peildatum; verwachte data mogen wel in de toekomst liggen.",
        ),
        "MON-007": Told(
            _E, "De peildatum {value} ligt vóór het besluit van {decided}.",
            "Verbeter de peildatum.",
        ),
        "MON-008": Told(
            _E, "Over {number} staan in dit bestand verschillende peildata: {value} en {other}.",
            "Geef alle regels van een project dezelfde peildatum.",
        ),
        "MON-009": Told(
            _E, "Gemeld aantal woningen ({segment}): {value}; toegezegd: {promised}.",
            "Verbeter het aantal, of schrijf bij 'Toelichting' waarom het er meer zijn.",
        ),
        "MON-010": Told(
            _W, "Gemeld aantal woningen ({segment}): {value}; toegezegd: {promised}. De gemeente "
            "licht dat toe.",
            "Beoordeel de toelichting.",
        ),
        "MON-011": Told(
            _W, "Gemeld aantal woningen: {value}; toegezegd: {promised}. Over {rest} zegt het "
            "verslag niets.",
            "Vraag de gemeente naar de andere woningen.",
        ),
        "MON-012": Told(
            _E, "'Gereed op' is {value}, vóór 'Start bouw' op {start}.",
            "Verbeter een van beide data.",
        ),
        "MON-013": Told(
            _E, "'Gereed op' is {value}, en 'Start bouw' is leeg.",
            "Vul in wanneer de bouw van deze woningen begon.",
        ),
        "MON-014": Told(
            _W, "'Start bouw' is {value}, vóór 'Vergunning op' op {permit}.",
            "Controleer de data.",
        ),
        "MON-015": Told(
            _W, "De bouw begon op {value}, en 'Vergunning op' is leeg.",
            "Vul in wanneer de vergunning is verleend.",
        ),
        "MON-016": Told(
            _E, "Deze regel staat ook in regel {other}.",
            "Haal een van beide weg, of tel de woningen op in één regel.",
        ),
        "MON-017": Told(
            _W, "Over {number} is er al een verslag met een latere peildatum ({other}).",
            "Dit verslag wordt bewaard; het latere blijft gelden.",
        ),
        "MON-018": Told(
            _W, "Woningen {stage}: {value}; in het verslag van {other}: {before}.",
            "Vraag de gemeente welk getal klopt.",
        ),
        "MON-019": Told(
            _W, "Gemeld is {value}: later dan {last}, de laatste dag om te zorgen dat {what} "
            "({article}). Een toelichting ontbreekt; de gemeente meldt zoiets meteen ({notice}).",
            "Vraag de gemeente om een toelichting.",
        ),
        "MON-020": Told(
            _W, "BAG-object {value} staat ook bij {other}.",
            "Stel vast welke toekenning voor deze woning is.",
        ),
        "MON-021": Told(
            _W, "Project {value} wordt ook gemeld bij {other}.",
            "De woningen tellen in sommen één keer; stel vast of het dezelfde zijn.",
        ),
        "MON-022": Told(
            _W, "Van {number} is niets ingevuld: 'Peildatum' en alle data zijn leeg.",
            "Over dit project is dan geen verslag gedaan.",
        ),
        "MON-023": Told(
            _E, "BAG-object {value} staat ook in regel {other}.",
            "Zet elke woning in één regel.",
        ),
        "MON-024": Told(
            _E, "BAG-objecten in deze regel: {value}; woningen: {homes}.",
            "Verbeter het aantal woningen of de objecten.",
        ),
        "MON-026": Told(
            _W, "Gemeld aantal woningen ({segment}): {value}; toegezegd: {promised}. Samen zijn "
            "het er niet meer dan toegezegd.",
            "Stel vast of het besluit deze verschuiving toelaat.",
        ),
        "MON-025": Told(
            _E, "Wat op blad '{sheet}' staat, is niet te vertrouwen: zie de andere bevindingen.",
            "Neem het sjabloon en vul het opnieuw in.",
        ),
    }
)  # fmt: skip


def at(
    file: str, code: str, row: ReadMonitorRow, field: str, value: object, **fills: object
) -> Finding:
    """A finding at a cell of a row, with its sentences filled in."""
    told = CODES[code]
    words: dict[str, object] = {
        "value": value, "number": row.application_id, "sheet": SHEET, **fills
    }  # fmt: skip
    return make_finding(
        code, told.severity, told.message.format_map(words), told.cure.format_map(words), file=file,
        sheet=SHEET, cell=row.cells.get(field, ""), value=value,
        application_id=row.application_id, field=field,
    )  # fmt: skip


def findings_of_doubles(read: ReadMonitor, found: Iterable[Double]) -> Iterator[Finding]:
    """The doubles of the awards in a workbook, each at its cell; objects at the row that has it."""
    first: dict[str, ReadMonitorRow] = {}
    holds: dict[tuple[str, str], ReadMonitorRow] = {}
    for row in read.rows:
        first.setdefault(row.application_id, row)
        for one in row.made.bag_ids if row.made is not None else ():
            holds.setdefault((row.application_id, one), row)
    for one in found:
        row = holds.get((one.application_id, one.what), first.get(one.application_id))
        if row is None:
            continue
        code, field = ("MON-020", "bag_ids") if one.same_object else ("MON-021", "project_id")
        yield at(read.file, code, row, field, one.what, other=", ".join(one.others))
