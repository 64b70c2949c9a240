"""Reading a letter back from its PDF, and comparing the page with what was meant to be on it.

PDFium reads the page, a program that has nothing to do with typst, which wrote it. Blanks and
hyphens are left out of the comparison, since a line may break at either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

from ....grants.frozen import frozen
from ...pages.blocks import Block, Bullets, Heading, Letter, Paragraph, Table

_BREAKS = re.compile(r"[\s\u00a0\u200b\u00ad\u0002\ufffe\u2010-]+")
_SHOWN = 40  # signs of a text that differs, and some of what stands before it
_BEFORE = 12


@frozen
class ReadBack:
    """What a PDF says: the text of its pages, its title and the day it was made."""

    pages: tuple[str, ...]
    title: str
    made_on: str  # as yyyymmdd

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


def read_back(pdf: bytes) -> ReadBack:
    """The text of a PDF by PDFium, page by page, in the order in which it was drawn."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages: list[str] = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
        about = document.get_metadata_dict()
    finally:
        document.close()
    made = about.get("CreationDate", "").removeprefix("D:")
    return ReadBack(pages=tuple(pages), title=about.get("Title", ""), made_on=made[:8])


def page_faults(letter: Letter, read: ReadBack, shown: Callable[[str], str]) -> Iterator[str]:
    """Where the pages do not say what the letter says, as Dutch sentences.

    ``shown`` gives a text as the page shows it, with what no font has written out.
    """
    if read.title != shown(letter.title).replace("\u200b", ""):
        yield f"het PDF-bestand heeft de titel ‘{read.title}’"
    if read.made_on != f"{letter.sent_on:%Y%m%d}":
        yield "het PDF-bestand heeft een andere datum dan de brief"
    heads = [_squeezed(shown("".join(c.head for c in table.columns))) for table in _tables(letter)]
    wanted = _squeezed("".join(shown(part) for part in _texts(letter)))
    right_to_left = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in set(wanted))
    at = 0
    for number, page in enumerate(read.pages, start=1):
        body, frame = _body(page, letter, number, len(read.pages), shown)
        yield from frame
        if right_to_left:
            continue  # a reader turns such words about, so that their order says nothing
        body = _without_repeated_head(body, wanted[at:], heads)
        if not wanted.startswith(body, at):
            same = max(_common(body, wanted[at:]) - _BEFORE, 0)
            yield (
                f"pagina {number} zegt ‘{body[same : same + _SHOWN]}’ waar de brief "
                f"‘{wanted[at + same : at + same + _SHOWN]}’ zegt"
            )
            return
        at += len(body)
    if at != len(wanted) and not right_to_left:
        yield f"op de pagina's ontbreekt ‘{wanted[at : at + _SHOWN]}’"


def _squeezed(text: str) -> str:
    return _BREAKS.sub("", unicodedata.normalize("NFKC", text))


def _tables(letter: Letter) -> Iterator[Table]:
    for block in (*letter.blocks, *letter.annex):
        if isinstance(block, Table):
            yield block


def _texts(letter: Letter) -> Iterator[str]:
    """Every text of a letter in the order of the page, without head and foot."""
    yield from letter.sender
    yield " · ".join(letter.sender_address)
    yield from letter.addressee
    for detail in letter.details:
        yield from (detail.label, detail.value)
    yield from (letter.subject, letter.salutation)
    for block in letter.blocks:
        yield from block_texts(block, bullet="•")
    signature = letter.signature
    yield from (signature.closing, signature.for_whom, *signature.by_whom, signature.mandate)
    for block in letter.annex:
        yield from block_texts(block, bullet="•")


def text_of(blocks: Iterable[Block]) -> str:
    """All that blocks say, a part a line."""
    return "\n".join(part for block in blocks for part in block_texts(block))


def block_texts(block: Block, bullet: str = "") -> Iterator[str]:
    """The texts of a block in reading order; ``bullet`` stands before each point of a list."""
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Paragraph):
        yield "".join(run.text for run in block.text)
    elif isinstance(block, Bullets):
        for item in block.items:
            yield bullet + "".join(run.text for run in item)
    else:
        yield from (column.head for column in block.columns)
        for row in block.rows:
            for cell in row:
                yield from (cell.text, cell.note)


def _body(
    page: str, letter: Letter, number: int, of: int, shown: Callable[[str], str]
) -> tuple[str, list[str]]:
    """The text of a page without head and foot, and what is wrong with those."""
    text, wrong = _squeezed(page), list[str]()
    mark = _squeezed(shown(letter.mark))
    head = mark + mark  # across the page and above it
    if number > 1:
        head += _squeezed(shown(letter.sender[0] + letter.reference))
    word, page_of = letter.page_words
    foot = _squeezed(f"{letter.reference}{word}{number}{page_of}{of}")
    if not text.startswith(head):
        wrong.append(f"de kop van pagina {number} is niet zoals hij hoort")
    if not text.endswith(foot):
        wrong.append(f"de voet van pagina {number} is niet zoals hij hoort")
    return text.removeprefix(head).removesuffix(foot), wrong


def _without_repeated_head(body: str, wanted: str, heads: list[str]) -> str:
    """A table that goes on over a page has its head row there again."""
    if wanted.startswith(body):
        return body
    for head in heads:
        if body.startswith(head) and not wanted.startswith(head):
            return body.removeprefix(head)
    return body


def _common(one: str, other: str) -> int:
    """How many signs two texts have in common from their start."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))
