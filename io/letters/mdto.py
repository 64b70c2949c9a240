"""Metadata for the archive beside each letter: MDTO 1.0.1 of the Nationaal Archief.

One file describes the letter as a document (*informatieobject*), one the PDF itself (*bestand*).
"""

from __future__ import annotations

import hashlib
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..files.signs import visible
from ..pages.blocks import Letter
from .authors import Entry

_NAMESPACE = "https://www.nationaalarchief.nl/mdto"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_NAMESPACE} {_NAMESPACE}/MDTO-XML1.0.1.xsd"
_SOURCE = "Verdeelsleutel"
_NAME_LENGTH = 80  # MDTO advises names of at most eighty signs


def sidecars(stem: str, letter: Letter, entry: Entry, pdf: bytes) -> dict[str, bytes]:
    """Both files by name."""
    return {
        f"{stem}.mdto.xml": _document(letter, entry, stem),
        f"{stem}.pdf.mdto.xml": _file(stem, letter, pdf),
    }


def _document(letter: Letter, entry: Entry, stem: str) -> bytes:
    root, thing = _root("informatieobject")
    _identification(
        thing, letter.reference if stem == letter.application_id else f"{letter.reference}/{stem}"
    )
    _text(thing, "naam", letter.subject[:_NAME_LENGTH])
    _concept(thing, "aggregatieniveau", "Archiefstuk", "MDTO begrippenlijst aggregatieniveaus")
    _text(thing, "omschrijving", letter.title)
    place = SubElement(thing, "dekkingInRuimte")
    _text(place, "verwijzingNaam", entry.municipality)
    code = entry.municipality_code
    if code:  # another public body has none
        _identification(place, code, "verwijzingIdentificatie", "CBS-gemeentecode")
    _text(thing, "taal", letter.lang)
    event = SubElement(thing, "event")
    _concept(event, "eventType", "Verzending", "MDTO begrippenlijst eventtypen")
    _text(event, "eventTijd", entry.sent_on)
    _reference(thing, "heeftRepresentatie", f"{stem}.pdf")
    _concept(thing, "waardering", "nog te bepalen", "selectielijst van de archiefvormer")
    _reference(thing, "archiefvormer", letter.sender[0])
    activity = SubElement(thing, "activiteit")
    _text(activity, "verwijzingNaam", entry.instrument)
    limits = SubElement(thing, "beperkingGebruik")
    _concept(limits, "beperkingGebruikType", "nog te bepalen", "lijst van de archiefvormer")
    return _written(root)


def _file(stem: str, letter: Letter, pdf: bytes) -> bytes:
    root, thing = _root("bestand")
    _identification(thing, f"{stem}.pdf")
    _text(thing, "naam", f"{stem}.pdf")
    _text(thing, "omvang", str(len(pdf)))
    _concept(
        thing,
        "bestandsformaat",
        "Acrobat PDF/A - Portable Document Format 2a",
        "PRONOM-register",
        "fmt/477",
    )
    check = SubElement(thing, "checksum")
    _concept(check, "checksumAlgoritme", "SHA-256", "MDTO begrippenlijst checksumalgoritmen")
    _text(check, "checksumWaarde", hashlib.sha256(pdf).hexdigest())
    _text(check, "checksumDatum", f"{letter.sent_on.isoformat()}T00:00:00")
    _reference(thing, "isRepresentatieVan", letter.title[:_NAME_LENGTH])
    return _written(root)


def _root(kind: str) -> tuple[Element, Element]:
    root = Element("MDTO", {"xmlns": _NAMESPACE, "xmlns:xsi": _XSI, "xsi:schemaLocation": _SCHEMA})
    return root, SubElement(root, kind)


def _text(parent: Element, name: str, value: str) -> None:
    SubElement(parent, name).text = visible(value).replace("\n", " ")


def _identification(
    parent: Element, value: str, name: str = "identificatie", source: str = _SOURCE
) -> None:
    made = SubElement(parent, name)
    _text(made, "identificatieKenmerk", value)
    _text(made, "identificatieBron", source)


def _concept(parent: Element, name: str, label: str, source: str, code: str = "") -> None:
    made = SubElement(parent, name)
    _text(made, "begripLabel", label)
    if code:
        _text(made, "begripCode", code)
    _text(SubElement(made, "begripBegrippenlijst"), "verwijzingNaam", source)


def _reference(parent: Element, name: str, value: str) -> None:
    _text(SubElement(parent, name), "verwijzingNaam", value)


def _written(root: Element) -> bytes:
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
