"""The Word package of a house style: page, styles, head and foot, made by python-docx.

Text that differs from letter to letter stands in it as a place, ``@@name@@``.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt, RGBColor

from ..config.office import HouseStyle
from .logo import Logo
from .pdf import as_picture

PLACES = re.compile(r"@@([a-z_]+)@@")
BODY_CM = 16.0  # the width of the text on A4 with margins of 2.5 cm
_FONT = "Source Sans Pro"
_INSTEAD = f'<w:font w:name="{_FONT}"><w:altName w:val="Calibri"/></w:font>'
_GREY = "55606B"
_ABOVE = 80  # points between the address and the subject
_RULE = "C3CAD1"
_BODY = re.compile(r"<w:body>.*?(?=<w:sectPr)", re.DOTALL)
_DATES = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def package(style: HouseStyle, logo: Logo | None) -> tuple[dict[str, bytes], str]:
    """The parts of the package by name, in their order, with places to fill.

    The second value is the paragraph of the logo, with a place for its description.
    """
    document: Any = docx.Document()
    _properties(document)
    _page(document)
    _styles(document, style)
    _head_and_foot(document, style)
    picture = "" if logo is None else _picture(document, logo)
    if logo is not None:  # it takes its room from the blank above the subject
        document.styles["Heading 1"].paragraph_format.space_before = Pt(_ABOVE - 3 * logo.height_mm)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts.pop("docProps/thumbnail.jpeg", None)  # a picture of an empty page
    relations = parts["_rels/.rels"].decode("utf-8")
    parts["_rels/.rels"] = re.sub(r"<Relationship [^>]*thumbnail[^>]*/>", "", relations).encode()
    body = parts["word/document.xml"].decode("utf-8")
    parts["word/document.xml"] = _BODY.sub("<w:body>@@body@@", body).encode("utf-8")
    fonts = parts["word/fontTable.xml"].decode("utf-8")
    parts["word/fontTable.xml"] = fonts.replace("</w:fonts>", f"{_INSTEAD}</w:fonts>").encode()
    core = parts["docProps/core.xml"].decode("utf-8")
    parts["docProps/core.xml"] = _DATES.sub(r"\1@@date@@", core).encode("utf-8")
    return parts, picture


def _picture(document: Any, logo: Logo) -> str:
    """Put the logo in the package as a picture, and give the paragraph that shows it."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(as_picture(logo.svg)), height=Mm(logo.height_mm))
    paragraph.paragraph_format.space_after = Pt(4)
    for shown in paragraph._p.iter(qn("wp:docPr"), qn("pic:cNvPr")):  # pyright: ignore[reportPrivateUsage]
        shown.set("name", "logo")
        shown.set("descr", "@@logo_alt@@")
    return str(paragraph._p.xml)  # pyright: ignore[reportPrivateUsage]


def _properties(document: Any) -> None:
    core = document.core_properties
    core.title, core.author, core.language = "@@title@@", "@@sender@@", "@@lang@@"
    core.subject, core.keywords, core.comments = "@@reference@@", "", ""
    core.last_modified_by, core.revision = "@@sender@@", 1
    core.created = core.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - replaced in each letter


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    section.different_first_page_header_footer = True


def _styles(document: Any, style: HouseStyle) -> None:
    styles = document.styles
    size = style.font_size_pt
    accent = style.accent.lstrip("#").upper()
    _language(styles)
    normal = styles["Normal"]
    _font(normal, size)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    for name, points, above, below in (
        ("Heading 1", size * 1.28, 0, 12),
        ("Heading 2", size * 1.08, 14, 5),
    ):
        heading = styles[name]
        _font(heading, points, colour=accent, bold=True)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = (
            Pt(above),
            Pt(below),
        )
        heading.paragraph_format.keep_with_next = True
    styles["Heading 1"].paragraph_format.space_before = Pt(_ABOVE)
    styles["List Bullet"].paragraph_format.space_after = Pt(3)
    _own(styles, "Afzender", size, colour=accent, after=0)
    _own(styles, "Retouradres", size * 0.8, colour=_GREY, before=24, after=8)
    _own(styles, "Adres", size, after=36)
    for name, points, colour, after in (
        ("Kenmerklabel", size * 0.82, _GREY, 0),
        ("Kenmerk", size * 0.9, "000000", 5),
    ):
        _own(styles, name, points, colour=colour, after=after)
    signing = _own(styles, "Ondertekening", size, after=6, keep=True)
    signing.paragraph_format.space_before = Pt(10)
    _own(styles, "Handtekening", size, before=40, after=6, keep=True)
    _own(styles, "Mandaat", size * 0.9, colour=_GREY)
    _own(styles, "Tabelkop", size * 0.94, colour=accent, before=2, after=2, bold=True, keep=True)
    _own(styles, "Tabeltekst", size * 0.94, before=2, after=2)
    _own(styles, "Tabelnoot", size * 0.8, colour=_GREY, after=2)
    _own(styles, "Natabel", size * 0.5, after=3)
    _own(styles, "Slot", 1, after=0)  # a table must have a paragraph behind it, and no page for it
    _own(styles, "Kop en voet", size * 0.82, colour=_GREY, after=0)
    _table_style(styles, accent)


def _own(
    styles: Any,
    name: str,
    points: float,
    *,
    colour: str = "000000",
    before: int = 0,
    after: int = 6,
    bold: bool = False,
    keep: bool = False,
) -> Any:
    made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = styles["Normal"]
    _font(made, points, colour=colour, bold=bold)
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
    made.paragraph_format.line_spacing = 1.05
    made.paragraph_format.keep_with_next = keep
    return made


def _font(style: Any, points: float, *, colour: str = "000000", bold: bool = False) -> None:
    style.font.name = _FONT
    style.font.size = Pt(round(points * 2) / 2)
    style.font.bold = bold
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), _FONT)


def _language(styles: Any) -> None:
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for found in defaults.findall(qn("w:lang")):
        defaults.remove(found)
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="@@lang@@" w:eastAsia="@@lang@@"/>'))


def _table_style(styles: Any, accent: str) -> None:
    made = styles.add_style("Brieftabel", WD_STYLE_TYPE.TABLE)
    made.base_style = styles["Normal Table"]
    made.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>"
            f'<w:bottom w:val="single" w:sz="4" w:color="{_RULE}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:color="{_RULE}"/>'
            '</w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/>'
            '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    made.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="8" w:color="{accent}"/>'
            "</w:tcBorders></w:tcPr></w:tblStylePr>"
        )
    )


def _head_and_foot(document: Any, style: HouseStyle) -> None:
    section = document.sections[0]
    right = Cm(BODY_CM)
    for first, header, footer in (
        (True, section.first_page_header, section.first_page_footer),
        (False, section.header, section.footer),
    ):
        top = header.paragraphs[0]
        top.style = document.styles["Kop en voet"]
        top.alignment = WD_ALIGN_PARAGRAPH.CENTER
        mark = top.add_run("@@mark@@")
        mark.bold, mark.font.color.rgb = True, RGBColor.from_string("9A1F1F")
        if not first:
            line = header.add_paragraph("@@sender@@\t@@reference@@", style="Kop en voet")
            line.paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)
        bottom = footer.paragraphs[0]
        bottom.style = document.styles["Kop en voet"]
        bottom.paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)
        bottom.add_run("@@reference@@\t@@page@@ ")
        _field(bottom, "PAGE")
        bottom.add_run(" @@page_of@@ ")
        _field(bottom, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    paragraph._p.append(  # pyright: ignore[reportPrivateUsage]
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )
