"""The register of what can be wrong with a workbook: one code for one cause.

Codes are stable: an office may build on them. INT-001 to INT-019 and INT-030 to INT-064 are given
here while reading; INT-020 to INT-029 are in ``grants.checks``, INT-040 is given when files are
loaded together, INT-090 to INT-093 hold a row against the window of its round, and INT-1xx belongs
to the instruments. ``{...}`` is filled in from the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ....grants.finding import Finding, Severity, make_finding


@dataclass(frozen=True, slots=True)
class Entry:
    """What a code says: the Dutch sentence of what is wrong, and the one of what to do."""

    severity: Severity
    message: str
    cure: str


_E, _W = Severity.ERROR, Severity.WARNING

REGISTER: dict[str, Entry] = {
    # The workbook and its sheets.
    "INT-001": Entry(
        _E,
        "Geen enkel blad heeft de naam van een regeling; de bladen heten {sheets}.",
        "Geef het blad met aanvragen een van deze namen: {expected}.",
    ),
    "INT-002": Entry(
        _W,
        "Het blad '{sheet}' is niet gelezen, maar lijkt op de regeling {expected}.",
        "Noem het blad {expected} als het aanvragen bevat.",
    ),
    "INT-003": Entry(
        _E,
        "Op het blad is geen kopregel gevonden met de kolommen van {expected}.",
        "Zet de kolomkoppen van het sjabloon in één regel boven de aanvragen.",
    ),
    "INT-004": Entry(
        _E,
        "De verplichte kolom '{label}' ontbreekt; geen enkele regel van dit blad is opgenomen.",
        "Voeg de kolom '{label}' toe.{resembles}",
    ),
    "INT-005": Entry(
        _E,
        "De kolom '{label}' komt twee keer voor, ook in {other}; geen enkele regel is opgenomen.",
        "Verwijder een van beide kolommen of geef haar een andere naam.",
    ),
    "INT-006": Entry(
        _W,
        "De kolom '{value}' is niet bekend; wat erin staat is bewaard, maar niet gebruikt.",
        "Laat de kolom staan als zij niet meetelt; verbeter anders de naam.{resembles}",
    ),
    "INT-034": Entry(
        _W,
        "Deze regel is een totaalregel en is niet als aanvraag gelezen.",
        "Controleer of dat klopt; een aanvraag heeft een eigen aanvraagnummer.",
    ),
    "INT-035": Entry(
        _W,
        "Deze regel bevat alleen getallen, zonder aanvraagnummer, en is niet als aanvraag gelezen.",
        "Vul het aanvraagnummer in als dit een aanvraag is; verwijder de regel anders.",
    ),
    "INT-036": Entry(
        _W,
        "Deze regel heeft maar één gevulde cel en is niet als aanvraag gelezen.",
        "Vul de regel aan als dit een aanvraag is; zet een opmerking boven de kopregel.",
    ),
    "INT-037": Entry(
        _W,
        "Deze regel herhaalt de kopregel en is overgeslagen.",
        "Verwijder de herhaalde kopregel.",
    ),
    "INT-038": Entry(
        _W,
        "Op het blad zijn regels verborgen: {rows}. Zij zijn wel gelezen.",
        "Maak de regels zichtbaar en verwijder wat niet mee moet doen.",
    ),
    "INT-039": Entry(
        _W,
        "Het blad is verborgen, maar is wel gelezen.",
        "Maak het blad zichtbaar, of verwijder het als het niet mee moet doen.",
    ),
    "INT-041": Entry(
        _W,
        "Het bestand bevat geen enkele aanvraag.",
        "Vul de regels onder de kopregel in.",
    ),
    "INT-042": Entry(
        _E,
        "Het blad strekt zich uit tot cel {corner}; dat zijn {count} cellen, te veel om te lezen.",
        "Verwijder losse waarden ver buiten de tabel; ten hoogste {limit} cellen zijn leesbaar.",
    ),
    "INT-043": Entry(
        _W,
        "Deze cel heeft een waarde, maar haar kolom heeft geen kop; de waarde is niet gebruikt.",
        "Geef de kolom een kop of maak de cel leeg.",
    ),
    "INT-044": Entry(
        _E,
        "Het blad met deze naam is geen werkblad maar een grafiek of macroblad.",
        "Zet de aanvragen op een gewoon werkblad.",
    ),
    "INT-049": Entry(
        _W,
        "Het bestand bevat macro's; zij zijn niet uitgevoerd.",
        "Controleer of de waarden zonder macro's kloppen; sla het bestand liever op als .xlsx.",
    ),
    "INT-054": Entry(
        _E,
        "Deze regel heet nog VOORBEELD, maar is gewijzigd; zij is niet als aanvraag gelezen.",
        "Geef de regel een eigen aanvraagnummer als zij een aanvraag is; verwijder haar anders.",
    ),
    "INT-055": Entry(
        _W,
        "Het bestand mengt twee tekencoderingen; letters als é en ë kunnen verkeerd gelezen zijn.",
        "Sla het bestand in Excel op als 'CSV UTF-8' of als .xlsx en controleer de namen.",
    ),
    "INT-056": Entry(
        _W,
        "Het bestand is gemaakt met een oudere versie van het sjabloon; zijn kolommen zijn gelezen "
        "naar hun naam.",
        "Gebruik voor een volgende aanvraag het nieuwe sjabloon (verdeel template).",
    ),
    "INT-057": Entry(
        _W,
        "Het bestand is gemaakt met een nieuwere versie van het sjabloon dan dit programma kent.",
        "Controleer of alle kolommen zijn gelezen, of werk het programma bij.",
    ),
    "INT-060": Entry(
        _W,
        "Geen ander blad van dit bestand heeft een aanvraag {value}; deze regels tellen niet mee.",
        "Controleer het aanvraagnummer, of zet de regels in het bestand van de opgave.",
    ),
    "INT-061": Entry(
        _W,
        "De kolom '{value}' heet in het huidige sjabloon '{label}' en is zo gelezen.",
        "Gebruik voor een volgende aanvraag het nieuwe sjabloon (verdeel template).",
    ),
    "INT-059": Entry(
        _W,
        "Op het blad staat een filter aan, dat deze regels verbergt: {rows}. Zij zijn wel gelezen.",
        "Zet het filter uit en verwijder wat niet mee moet doen.",
    ),
    "INT-063": Entry(
        _E,
        "Hier begint een tweede tabel, met de kolommen op een andere plaats; de regels vanaf hier "
        "zijn niet gelezen.",
        "Zet alle aanvragen onder één kopregel, of zet de tweede tabel in een eigen bestand.",
    ),
    "INT-064": Entry(
        _E,
        "Vanaf hier staat een tweede tabel naast de eerste: {count} kolommen komen twee keer voor, "
        "zoals '{label}', ook in {other}. Geen enkele regel van dit blad is opgenomen.",
        "Zet alle aanvragen onder één kopregel, of zet de tweede tabel in een eigen bestand.",
    ),
    # A cell by itself.
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
        "Open het bestand in Excel en sla het opnieuw op, of typ de waarde zelf in.",
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
    "INT-090": Entry(
        _W,
        "De aanvraag is ontvangen op {received}. Dat is te laat: het tijdvak sloot op {last}.",
        "Controleer het moment van ontvangst. Klopt het, dan wordt de aanvraag afgewezen, tenzij "
        "twee personen haar met redenen toelaten ('verdeel judge {number} --admit').",
    ),
    "INT-091": Entry(
        _W,
        "De aanvraag is ontvangen op {received}. Dat is te vroeg: het tijdvak begint op {first}.",
        "Controleer het moment van ontvangst. Klopt het, dan wordt de aanvraag afgewezen, tenzij "
        "twee personen haar met redenen toelaten ('verdeel judge {number} --admit').",
    ),
    "INT-092": Entry(
        Severity.QUESTION,
        "De aanvraag is ontvangen op {received}, de dag waarop het tijdvak sluit ({last}), en een "
        "tijd ontbreekt.",
        "Vul aan hoe laat de aanvraag is ontvangen.",
    ),
    "INT-093": Entry(
        Severity.QUESTION,
        "De aanvraag is ontvangen op {received}; toen ging de klok om en bestond die tijd niet, of "
        "twee keer.",
        "Controleer het tijdstip in het ontvangstregister.",
    ),
    "INT-047": Entry(
        _E,
        "'{label}' is '{value}'; deze waarde is hier niet mogelijk.",
        "Verbeter de waarde. {note}",
    ),
}
"""Every code with its severity, sentence and cure, in the order of the codes' subjects."""

ERROR_FROM: Mapping[str, date] = MappingProxyType({})
"""Checks that start as a warning: their code, and the first day of a window in which they are an
error. It holds for what does not agree within an application that can be read; a cell that cannot
be read is an error on any day."""

_LONGEST_VALUE = 80


def finding(
    code: str,
    *,
    file: str,
    sheet: str = "",
    cell: str = "",
    value: str = "",
    application_id: str = "",
    field: str = "",
    **fills: str,
) -> Finding:
    """A finding of the register, with its sentences filled in."""
    entry = REGISTER[code]
    short = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    words = {"value": short, "sheet": sheet, **fills}
    return make_finding(
        code=code,
        severity=entry.severity,
        message=entry.message.format_map(words),
        cure=entry.cure.format_map(words).strip(),
        file=file,
        sheet=sheet,
        cell=cell,
        value=value,
        application_id=application_id,
        field=field,
    )


Weigh = Callable[[Finding], Finding]
"""How much a finding of the domain weighs."""


def as_they_are(found: Finding) -> Finding:
    """Every check weighs in full."""
    return found


def weighed_on(day: date, starts: Mapping[str, date] = ERROR_FROM) -> Weigh:
    """How findings weigh in a window that opens on a day: an error that starts later warns."""

    def weigh(found: Finding) -> Finding:
        start = starts.get(found.code, day)
        if start <= day or found.severity is not Severity.ERROR:
            return found
        later = f"In aanvraagtijdvakken die vanaf {start:%d-%m-%Y} openen, is dit een fout."
        cure = f"{found.cure} {later}".strip()
        return found.model_copy(update={"severity": Severity.WARNING, "cure": cure})

    return weigh
