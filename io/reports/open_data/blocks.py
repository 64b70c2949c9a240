"""A page for people as blocks, set as Markdown for who reads text and as HTML for any screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

_FEW = 64  # characters: two lines on a telephone
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the title of the page."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; what stands between backquotes is what somebody types. ``strong`` is bold."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered where it is ordered."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; on a narrow screen each row is a block in which every cell has its heading, but for
    two columns of a few words."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def narrow(self) -> bool:
        """Whether it fits beside each other on a telephone."""
        cells = (cell for row in (self.heading, *self.rows) for cell in row)
        return len(self.heading) == 2 and all(len(cell) <= _FEW for cell in cells)

    @classmethod
    def of(cls, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
        """A table of any sequences of cells."""
        return cls(tuple(heading), tuple(tuple(row) for row in rows))


Block = Heading | Paragraph | Items | Table


def as_markdown(blocks: Iterable[Block]) -> str:
    """The page in Markdown."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {block.text}"
        case Paragraph():
            yield f"**{block.text}**" if block.strong else block.text
        case Items():
            for at, item in enumerate(block.items, start=1):
                yield f"{at}. {item}" if block.ordered else f"- {item}"
        case Table():
            yield _row(block.heading)
            yield _row(["---"] * len(block.heading))
            yield from (_row(row) for row in block.rows)


def _row(cells: Sequence[str]) -> str:
    """A row in Markdown; what would end a cell is written as it is shown."""
    shown = [" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in cells]
    return f"| {' | '.join(shown)} |"


def as_html(blocks: Sequence[Block], title: str) -> str:
    """The page as one file of HTML in Dutch, without scripts and without network."""
    own = files("verdeelsleutel.io.reports.open_data").joinpath("rule.html.j2")
    environment = Environment(
        loader=DictLoader({"page": own.read_text(encoding="utf-8")}),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    kinds = [(type(block).__name__.lower(), block) for block in blocks]
    return environment.get_template("page").render(title=title, blocks=kinds, typed=_typed) + "\n"


def _typed(text: str) -> Markup:
    """A text in which what is typed is set apart."""
    return Markup(_CODE.sub(r"<code>\1</code>", escape(text)))
