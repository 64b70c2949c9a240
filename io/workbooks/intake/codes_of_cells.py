"""What can be wrong with a cell by itself, by code; see :mod:`.codes`."""

from __future__ import annotations

from ....grants.applications.finding import Severity
from .entry import Entry

_E, _W = Severity.ERROR, Severity.WARNING

CODES_OF_CELLS: dict[str, Entry] = {
    "INT-062": Entry(
        _E,
        "'{label}' valt onder de samengevoegde cel {other}; de waarde daarvan telt alleen voor die "
        "cel zelf.",
        "Hef de samenvoeging op en vul de waarde in elke regel in.",
    ),
    "INT-007": Entry(_E, "'{label}' is verplicht, maar leeg.", "Vul '{label}' in."),
    "INT-008": Entry(
        _E,
        "'{label}' is '{value}'; dat is niet op één manier te lezen als bedrag in euro's.",
        "Schrijf het bedrag als 1.234.567,89.",
    ),
    "INT-009": Entry(
        _E,
        "'{label}' is '{value}'; dat heeft delen van een cent.",
        "Rond het bedrag zelf af op hele centen.",
    ),
    "INT-010": Entry(
        _E,
        "'{label}' is '{value}'; dat is geen heel getal.",
        "Vul een heel getal in, zonder eenheid of tekst.",
    ),
    "INT-011": Entry(
        _E,
        "'{label}' is '{value}'; dat is geen datum.",
        "Schrijf de datum als dd-mm-jjjj, bijvoorbeeld 01-03-2026.",
    ),
    "INT-012": Entry(_E, "'{label}' is '{value}'; dat is niet ja of nee.", "Vul ja in of nee."),
    "INT-013": Entry(
        _E, "'{label}' is '{value}'; dat is geen van de keuzen.", "Kies uit: {choices}."
    ),
    "INT-014": Entry(
        _E,
        "'{label}' is '{value}'; dat is geen gemeentecode van 2025.",
        "Vul de CBS-code in, bijvoorbeeld GM0363 voor Amsterdam.",
    ),
    "INT-015": Entry(
        _E,
        "'{label}' is '{value}'; zo kan een aanvraagnummer niet luiden.",
        "Gebruik A-Z, 0-9 en streepjes, ten hoogste 40 tekens, en geen naam van een apparaat "
        "zoals CON.",
    ),
    "INT-016": Entry(
        _E,
        "Aanvraagnummer {value} staat ook in {other}.",
        "Geef elke aanvraag een eigen nummer, of verwijder de dubbele regel.",
    ),
    "INT-017": Entry(
        _E,
        "'{label}' bevat de foutwaarde {value}.",
        "Herstel de formule of typ de waarde zelf in.",
    ),
    "INT-018": Entry(
        _E,
        "'{label}' bevat een formule waarvan de uitkomst niet in het bestand staat.",
        "{cure}",
    ),
    "INT-019": Entry(
        _E, "'{label}' is '{value}'; dat kan niet negatief zijn.", "Vul nul of meer in."
    ),
    "INT-030": Entry(
        _E,
        "'{label}' is '{value}'; dat is meer dan {limit} en kan niet kloppen.",
        "Controleer de komma en de nullen.",
    ),
    "INT-031": Entry(
        _E, "'{label}' is '{value}'; dat is geen getal.", "Schrijf het getal als 7,5."
    ),
    "INT-032": Entry(
        _E, "'{label}' is '{value}'; dat valt buiten wat hier kan.", "Verbeter de waarde. {note}"
    ),
    "INT-033": Entry(
        _E,
        "'{label}' is te lang: {count} tekens, terwijl er {limit} kunnen.",
        "Kort de tekst in.",
    ),
    "INT-088": Entry(
        _E,
        "'{label}' is '{value}', de code van {old}; die gemeente is op {day} opgegaan in {new} "
        "({successor}).",
        "Vul {successor} in.",
    ),
    "INT-045": Entry(
        _E,
        "'{label}' is '{value}'; die datum ligt buiten {limit}.",
        "Controleer het jaar.",
    ),
    "INT-046": Entry(
        _E,
        "'{label}' bevat een datum ({value}) in plaats van tekst; Excel maakt van een tekst als "
        "3-5 een datum.",
        "Typ de tekst opnieuw in een cel met de opmaak Tekst.",
    ),
    "INT-048": Entry(
        _E,
        "'{label}' bevat '{value}'; dat is geen aanvraagnummer.",
        "Schrijf de aanvraagnummers voluit, gescheiden door een puntkomma.",
    ),
    "INT-099": Entry(
        _E,
        "'{label}' bevat '{value}'; dat is geen gemeente van 2025.",
        "Schrijf van elke gemeente de naam voluit of de code, gescheiden door een puntkomma. Bij "
        "namen die vaker voorkomen, zoals Bergen: de code.",
    ),
    "INT-115": Entry(
        _E,
        "'{label}' is '{value}', {body}. Alleen een gemeente kan aanvragen ({article}).",
        "Vraag welke gemeente aanvraagt, als penvoerder ook namens andere (Deelnemende gemeenten), "
        'met "verdeel complete request". Is er geen, neem de aanvraag dan niet in behandeling met '
        '"verdeel complete close".',
    ),
    "INT-116": Entry(
        _E,
        "'{label}' is '{value}', {body}. Een openbaar lichaam kan hier aanvragen ({article}), maar "
        "hier hoort de gemeente waar de woningen komen.",
        "Zet {value} bij Openbaar lichaam, en hier de code van de gemeente waar de woningen "
        'komen. Vraag haar met "verdeel complete request"; is er geen, neem de aanvraag dan niet '
        'in behandeling met "verdeel complete close".',
    ),
    "INT-047": Entry(
        _E,
        "'{label}' is '{value}'; deze waarde is hier niet mogelijk.",
        "Verbeter de waarde. {note}",
    ),
    "INT-065": Entry(
        _E,
        "'{label}' toont '{value}', maar bevat {held}; dat komt door de getalnotatie van de cel.",
        "Typ de waarde die geldt in een cel met de notatie Standaard, of Tekst voor een code.",
    ),
    "INT-066": Entry(
        _E,
        "'{label}' is een getal van meer dan vijftien cijfers; daarvan bewaart een werkblad de "
        "laatste niet.",
        "Typ het nummer opnieuw in een cel met de notatie Tekst.",
    ),
    "INT-067": Entry(
        _E,
        "'{label}' is '{value}'; daarin zijn tekens misschien verminkt.",
        "Sla het bestand op als .xlsx of 'CSV UTF-8', of typ de tekst opnieuw in.",
    ),
    "INT-068": Entry(
        _E,
        "'{label}' is '{value}'; op een Nederlandse klok is dat {dutch}.",
        "Schrijf wat de Nederlandse klok aangaf, zonder tijdzone of Z.",
    ),
    "INT-069": Entry(
        _E,
        "'{label}' is '{value}'; een tijd loopt van 00:00 tot en met 23:59.",
        "Schrijf 23:59 van deze dag of 00:00 van de volgende, al naar wat geldt.",
    ),
    "INT-071": Entry(
        _E,
        "'{label}' is '{value}'; in deze kolom staat de maand voorop, dus dag en maand zijn niet "
        "zeker.",
        "Schrijf de datum als dd-mm-jjjj, bijvoorbeeld 01-03-2026.",
    ),
    "INT-075": Entry(
        _W,
        "'{label}' bevat tekens die niet te zien zijn; de waarde is zonder die tekens gelezen.",
        "Controleer de waarde; typ haar opnieuw in als zij niet klopt.",
    ),
    "INT-076": Entry(
        _E,
        "'{label}' heeft in het bestand de waarde '{value}', die niet kon worden gelezen.",
        "Typ de waarde opnieuw in en sla het bestand op als .xlsx.",
    ),
    "INT-080": Entry(
        _E,
        "'{label}' is volgens het ene leesprogramma '{value}' en volgens het andere '{other}'.",
        "Typ de waarde opnieuw in, sla het bestand op in {program} en lees het nog eens in.",
    ),
}
