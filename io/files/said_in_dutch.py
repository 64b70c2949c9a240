"""What is wrong in a TOML file or with one of its values, in Dutch.

The parser and pydantic say it in English and for programmers; an officer reads what to write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic_core import ErrorDetails

_AT = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")

# How the parser of the standard library begins its messages, the longest first where two fit.
_TOML: tuple[tuple[str, str], ...] = (
    ("Expected '=' after a key", "achter de naam van een sleutel ontbreekt het teken =."),
    ("Expected newline or end of document",
     "achter de waarde staat nog iets. Zet een bedrag of een tekst tussen aanhalingstekens, en een "
     "opmerking achter #."),
    ("Expected ']'", "de kop van een tabel eindigt niet met ]."),
    ("Invalid initial character for a key", "hier hoort de naam van een sleutel."),
    ("Invalid statement", "hier hoort een sleutel met een waarde, of de kop van een tabel."),
    ("Invalid value",
     "de waarde is niet te lezen. Zet een tekst of een bedrag tussen aanhalingstekens."),
    ("Invalid date or datetime", "die datum bestaat niet. Schrijf jjjj-mm-dd."),
    ("Cannot declare", "deze tabel staat er twee keer. Voeg beide samen."),
    ("Cannot overwrite", "deze sleutel staat er twee keer. Haal er een weg."),
    ("Duplicate inline table key", "deze sleutel staat er twee keer. Haal er een weg."),
    ("Cannot mutate", "aan een lijst of tabel op één regel kan niets worden toegevoegd."),
    ("Unclosed inline table", "de tabel op deze regel eindigt niet met }."),
    ("Unclosed array", "de lijst op deze regel eindigt niet met ]."),
    ("Unterminated string", "een tekst eindigt niet met een aanhalingsteken."),
    ("Unescaped '\\'",
     "een tekst heeft een schuine streep naar links. Schrijf er twee, of zet de tekst tussen "
     "enkele aanhalingstekens."),
    ("Illegal character '\\n'", "een tekst eindigt niet met een aanhalingsteken."),
    ("Illegal character", "hier staat een teken dat niet kan."),
    ("Found invalid character", "hier staat een teken dat niet kan."),
)  # fmt: skip

# By pydantic's type of a fault; what stands in braces is of that fault.
_VALUES: Mapping[str, str] = MappingProxyType(
    {
        "date_type": "schrijf een datum als jjjj-mm-dd, zoals 2026-09-01.",
        "date_parsing": "schrijf een datum als jjjj-mm-dd, zoals 2026-09-01.",
        "date_from_datetime_parsing": "schrijf een datum als jjjj-mm-dd, zoals 2026-09-01.",
        "date_from_datetime_inexact": "schrijf een dag zonder uur, zoals 2026-09-01.",
        "time_type": "schrijf een tijd als uu:mm:ss, zoals 17:00:00.",
        "time_parsing": "schrijf een tijd als uu:mm:ss, zoals 17:00:00.",
        "int_type": "schrijf een heel getal, zonder aanhalingstekens.",
        "int_parsing": "schrijf een heel getal.",
        "int_from_float": "schrijf een heel getal.",
        "string_type": "schrijf een tekst tussen aanhalingstekens.",
        "bool_type": "schrijf true (ja) of false (nee), zonder aanhalingstekens.",
        "bool_parsing": "schrijf true (ja) of false (nee), zonder aanhalingstekens.",
        "enum": "{written} is hier geen mogelijkheid. Kies uit: {expected}.",
        "literal_error": "{written} is hier geen mogelijkheid. Kies uit: {expected}.",
        "string_too_short": "schrijf ten minste {min_length} tekens.",
        "string_too_long": "schrijf ten hoogste {max_length} tekens.",
        "string_pattern_mismatch": "{written} heeft tekens die hier niet kunnen, of is te lang.",
        "greater_than_equal": "{written} is te weinig; het kleinste dat kan is {ge}.",
        "less_than_equal": "{written} is te veel; het grootste dat kan is {le}.",
        "too_short": "noem er ten minste {min_length}.",
        "too_long": "noem er ten hoogste {max_length}.",
        "tuple_type": "schrijf een lijst tussen rechte haken: [ ... ].",
        "list_type": "schrijf een lijst tussen rechte haken: [ ... ].",
        "dict_type": "hier hoort een tabel met sleutels, niet een waarde.",
        "model_type": "hier hoort een tabel met sleutels, niet een waarde.",
        "model_attributes_type": "hier hoort een tabel met sleutels, niet een waarde.",
    }
)


def toml_fault_in_dutch(message: str) -> str:
    """What the parser of TOML found, with its line where it has one.

    >>> toml_fault_in_dutch("Unterminated string (at end of document)")
    'aan het eind van het bestand: een tekst eindigt niet met een aanhalingsteken.'
    """
    at = _AT.search(message)
    said = message[: at.start()] if at else message
    where = ""
    if at is not None:
        line = at["line"]
        where = "aan het eind van het bestand: "
        if line is not None:
            where = f"regel {line}, teken {at['column']}: "
    told = next((dutch for start, dutch in _TOML if said.startswith(start)), f"{said}.")
    return f"{where}{told}"


def line_in(message: str) -> int | None:
    """The line that the parser of TOML names; ``None`` at the end of the file."""
    at = _AT.search(message)
    return int(at["line"]) if at is not None and at["line"] is not None else None


def said_in_dutch(fault: ErrorDetails) -> str:
    """What is wrong with a value and what to write; an own sentence of a model as it is."""
    known = _VALUES.get(fault["type"])
    if known is None:
        return f"{fault['msg'].removeprefix('Value error, ').rstrip('.')}."
    held: dict[str, Any] = dict(fault.get("ctx", {}))
    if fault["type"] == "string_too_short" and held["min_length"] == 1:
        return "schrijf hier iets."
    expected = str(held.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return known.format(**{**held, "expected": expected, "written": repr(fault["input"])})
