"""What can be wrong with a workbook and its sheets, by code; see :mod:`.codes`."""

from __future__ import annotations

from ....grants.applications.finding import Severity
from .entry import Entry

_E, _W = Severity.ERROR, Severity.WARNING

CODES_OF_FILES: dict[str, Entry] = {
    "INT-001": Entry(
        _E,
        "Geen enkel blad heeft de naam van een regeling van deze ronde; de bladen heten "
        "{sheets}.{outside}",
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
    "INT-070": Entry(
        _E,
        "In de kolom '{label}' staat de maand voorop, zoals in {value}; andere datums in de kolom "
        "kunnen dan verwisseld zijn.",
        "Vraag het bestand op met datums als dd-mm-jjjj, of als .xlsx met echte datums.",
    ),
    "INT-072": Entry(
        _E,
        "De kop '{value}' zegt met '{besides}' iets anders dan '{label}'; geen enkele regel van "
        "dit blad is opgenomen.",
        "Noem de kolom '{label}{unit}' als de waarden dat zijn; reken ze anders om, of geef de "
        "kolom een eigen naam.",
    ),
    "INT-073": Entry(
        _E,
        "Hier staat '{value}'; bedragen op dit blad kunnen daardoor in duizenden of miljoenen "
        "zijn. Geen enkele regel van dit blad is opgenomen.",
        "Zet alle bedragen in hele euro's en verwijder de opmerking.",
    ),
    "INT-074": Entry(
        _W,
        "Op het blad zijn kolommen verborgen: {columns}. Zij zijn wel gelezen.",
        "Maak de kolommen zichtbaar en controleer wat erin staat.",
    ),
    "INT-077": Entry(
        _E,
        "Op het blad is geen kopregel te lezen: {count} cellen hebben een foutwaarde of een "
        "formule zonder uitkomst.",
        "{cure}",
    ),
    "INT-078": Entry(
        _W,
        "Over het blad ligt een tekstvak of afbeelding{text}; wat daarin staat, is niet gelezen.",
        "Zet gegevens in cellen; laat de afbeelding staan als zij niet meetelt.",
    ),
    "INT-079": Entry(
        _E,
        "Deze kop ({value}) is niet zeker te lezen; welke kolom het is, is niet te zien. Geen "
        "enkele regel van dit blad is opgenomen.",
        "Typ de kop zelf in, zoals in het sjabloon.",
    ),
    "INT-081": Entry(
        _E,
        "Het blad '{sheet}' is door maar een van beide leesprogramma's gezien; het kan aanvragen "
        "bevatten die niet zijn gelezen.",
        "Sla het bestand opnieuw op in {program} als .xlsx en lees het nog eens in.",
    ),
    "INT-082": Entry(
        _W,
        "Het bestand kon niet met een tweede leesprogramma worden nagelezen ({why}).",
        "Sla het bestand opnieuw op in {program} als .xlsx, of vergelijk de waarden zelf.",
    ),
    "INT-083": Entry(
        _W,
        "Het bestand is geen UTF-8; het is gelezen als {encoding}.",
        "Controleer letters als é en ë, of sla het op als 'CSV UTF-8' of .xlsx.",
    ),
    "INT-084": Entry(
        _W,
        "Boven de kopregel staan foutwaarden of formules zonder uitkomst: {cells}.",
        "Controleer of daar iets staat dat voor de aanvragen telt.",
    ),
    "INT-085": Entry(
        _E,
        "Het bestand heeft hier een waarde ('{value}') die niet kon worden gelezen.",
        "Typ de waarde opnieuw in en sla het bestand op als .xlsx.",
    ),
    "INT-086": Entry(
        _W,
        "De kolom '{value}' is op dit blad niet bekend; wat erin staat is niet gelezen.",
        "Verwijder de kolom als zij niet meetelt; verbeter anders de naam.{resembles}",
    ),
    "INT-087": Entry(
        _E,
        "Aanvraag {value} staat ook op het blad {other}, waarvan niets kon worden opgenomen; "
        "zonder dat blad doet zij niet mee.",
        "Verbeter het blad {other}, of verwijder het als het niet mee moet doen.",
    ),
}
