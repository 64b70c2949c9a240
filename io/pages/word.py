"""A structured letter as an editable Word file, with real styles, lists and tables.

python-docx makes the package once for a house style: page, styles, head and foot. For each letter
its own text is put in, and the package is zipped with fixed dates, since neither python-docx nor
Word writes the same bytes twice. Text goes in escaped, so that no character of it is markup.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from ...grants.bilingual import in_language
from ..config.office import HouseStyle
from ..files.signs import visible
from .blocks import Block, Bullets, Cell, Heading, Letter, Paragraph, Run, Table, Text
from .logo import Logo
from .word_styles import BODY_CM, PLACES, package

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_TWIPS_PER_CM = 567
# The details stand in a frame at the right of the address, as in the PDF; lengths in twips.
_FRAME = (
    '<w:framePr w:w="3000" w:hSpace="170" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
    'w:x="7480" w:y="2780"/>'
)


class WordWriter:
    """Writes letters in one house style, one after another, from one package."""

    def __init__(self, style: HouseStyle, logo: Logo | None = None) -> None:
        self._parts, self._picture = package(style, logo)
        self._logo = logo

    def docx(self, letter: Letter) -> bytes:
        """The letter as a .docx; its dates are the letter's own."""
        filled = {
            "body": self._drawn(letter) + "".join(_body(letter)),
            "mark": _plain(letter.mark),
            "sender": _plain(letter.sender[0]),
            "reference": _plain(letter.reference),
            "title": _plain(letter.title),
            "page": _plain(letter.page_words[0]),
            "page_of": _plain(letter.page_words[1]),
            "lang": in_language(letter.lang, "nl-NL", "en-GB"),
            "date": f"{letter.sent_on:%Y-%m-%d}T00:00:00Z",
        }
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            for name, text in self._parts.items():
                part = zipfile.ZipInfo(name, _ZIP_DATE)
                part.compress_type = zipfile.ZIP_DEFLATED
                part.external_attr = 0o600 << 16
                part.create_system = 0  # the same on every system
                file.writestr(part, _filled(text, filled), compresslevel=6)
        return made.getvalue()

    def _drawn(self, letter: Letter) -> str:
        """The paragraph of the logo, with what stands for it in the letter's language."""
        if self._logo is None:
            return ""
        return self._picture.replace("@@logo_alt@@", _attribute(self._logo.text(letter.lang)))


def _filled(part: bytes, values: dict[str, str]) -> bytes:
    """A part with its places filled in; a place in a value is no place."""
    text = part.decode("utf-8") if PLACES.search(part.decode("utf-8", "ignore")) else None
    if text is None:
        return part
    return PLACES.sub(lambda match: values[match[1]], text).encode("utf-8")


def _plain(text: str) -> str:
    return escape(visible(text).replace("\n", " "))


def _body(letter: Letter) -> Iterator[str]:
    yield _paragraph("Afzender", [Run(text=letter.sender[0], strong=True)])
    for line in letter.sender[1:]:
        yield _paragraph("Afzender", [Run(text=line)])
    for detail in letter.details:
        yield _paragraph("Kenmerklabel", [Run(text=detail.label)], extra=_FRAME)
        yield _paragraph("Kenmerk", [Run(text=detail.value)], extra=_FRAME)
    yield _paragraph("Retouradres", [Run(text=" · ".join(letter.sender_address))])
    yield _paragraph("Adres", [Run(text="\n".join(letter.addressee))])
    yield _paragraph("Heading1", [Run(text=letter.subject)])
    yield _paragraph("", [Run(text=letter.salutation)])
    yield from _blocks(letter.blocks)
    signature = letter.signature
    yield _paragraph("Ondertekening", [Run(text=signature.closing)])
    yield _paragraph("Ondertekening", [Run(text=signature.for_whom)])
    yield _paragraph("Handtekening", [Run(text="\n".join(signature.by_whom))])
    yield _paragraph("Mandaat", [Run(text=signature.mandate)])
    yield from _blocks(letter.annex, page_break=True)
    if letter.annex and letter.annex[-1].kind == "table":
        yield _paragraph("Slot", ())


def _blocks(blocks: Sequence[Block], *, page_break: bool = False) -> Iterator[str]:
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        announces = after is None or after.kind in ("table", "bullets")
        yield from _block(
            block,
            keep=announces,
            page_break=page_break and place == 0,
            end=page_break and after is None,
        )


def _block(
    block: Block, *, page_break: bool = False, keep: bool = False, end: bool = False
) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _paragraph(f"Heading{block.level + 1}", [Run(text=block.text)], page_break=page_break)
    elif isinstance(block, Paragraph):
        yield _paragraph("", block.text, page_break=page_break, keep=keep)
    elif isinstance(block, Bullets):
        for item in block.items:
            yield _paragraph("ListBullet", item)
    else:
        yield _table(block)
        if not end:
            yield _paragraph("Natabel", ())


def _paragraph(
    style: str,
    runs: Sequence[Run] | Text,
    *,
    page_break: bool = False,
    keep: bool = False,
    extra: str = "",
) -> str:
    wanted = f'<w:pStyle w:val="{style}"/>' if style else ""
    wanted += "<w:keepNext/>" if keep else ""
    wanted += "<w:pageBreakBefore/>" if page_break else ""
    wanted += extra
    properties = f"<w:pPr>{wanted}</w:pPr>" if wanted else ""
    return f"<w:p>{properties}{''.join(_run(run) for run in runs)}</w:p>"


def _run(run: Run) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if run.strong else ""
    lines = [
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in visible(run.text).split("\n")
    ]
    return f"<w:r>{bold}{'<w:br/>'.join(lines)}</w:r>"


def _table(table: Table) -> str:
    whole = sum(column.share for column in table.columns)
    widths = [
        round(BODY_CM * _TWIPS_PER_CM) * column.share // whole  # twips, of the width of the text
        for column in table.columns
    ]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [Cell(text=column.head) for column in table.columns]
    rows = [_row(heads, table, widths, head=True)]
    last = len(table.rows) - 1
    rows += [
        _row(row, table, widths, total=table.total and place == last, keep=place < last)
        for place, row in enumerate(table.rows)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Brieftabel"/><w:tblW w:w="{sum(widths)}" '
        'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblDescription w:val="{_attribute(table.summary)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _on_one_page(table: Table) -> bool:
    """Whether a table is short enough to be kept whole; rows with notes are tall."""
    return len(table.rows) <= 12 and not any(cell.note for row in table.rows for cell in row)


def _attribute(text: str) -> str:
    return _plain(text).replace('"', "&quot;")


def _row(
    cells: Sequence[Cell],
    table: Table,
    widths: Sequence[int],
    *,
    head: bool = False,
    total: bool = False,
    keep: bool = True,
) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    style = "Tabelkop" if head else "Tabeltekst"
    top = '<w:tcBorders><w:top w:val="single" w:sz="8" w:color="auto"/></w:tcBorders>'
    made: list[str] = []
    for cell, column, width in zip(cells, table.columns, widths, strict=True):
        wanted = f'<w:pStyle w:val="{style}"/>'
        wanted += "<w:keepNext/>" if keep and (head or _on_one_page(table)) else ""
        side = '<w:jc w:val="right"/>' if column.numbers else ""
        wanted += side
        runs = _run(Run(text=cell.text, strong=cell.strong or total))
        text = f"<w:p><w:pPr>{wanted}</w:pPr>{runs}</w:p>"
        if cell.note:
            note = _run(Run(text=cell.note))
            placed = '<w:pStyle w:val="Tabelnoot"/>' + side
            text += f"<w:p><w:pPr>{placed}</w:pPr>{note}</w:p>"
        borders = top if total else ""
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{borders}</w:tcPr>{text}</w:tc>'
        )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"
