"""What a letter is made of, apart from how it is rendered.

A letter is a list of blocks: headings, paragraphs, lists and tables. Text is plain text in runs;
no character in it is markup. The page is made from this by typst; another form, such as an editable
document, can be made from the same blocks.
"""

from datetime import date
from typing import Literal

from ...grants.record import Record


class Run(Record):
    """A piece of text in one style."""

    text: str
    strong: bool = False


Text = tuple[Run, ...]


class Heading(Record):
    """The heading of a section; level 1 is right below the subject of the letter."""

    kind: Literal["heading"] = "heading"
    text: str
    level: int = 1


class Paragraph(Record):
    """A paragraph."""

    kind: Literal["paragraph"] = "paragraph"
    text: Text


class Bullets(Record):
    """A list of points without an order."""

    kind: Literal["bullets"] = "bullets"
    items: tuple[Text, ...]


class Cell(Record):
    """A cell of a table: its text, and a smaller line below it."""

    text: str
    note: str = ""
    strong: bool = False


class TableColumn(Record):
    """A column of a table. ``share`` is its part of the width, compared with the others."""

    head: str
    share: int = 1
    numbers: bool = False  # set to the right, in figures of one width


class Table(Record):
    """A table with one head row. ``summary`` says in a sentence what it shows.

    The last row is set apart as a total where ``total`` says so. The summary is for outputs that
    can hold one beside the table; in a PDF the sentence before the table introduces it.
    """

    kind: Literal["table"] = "table"
    summary: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False


Block = Heading | Paragraph | Bullets | Table


class Labelled(Record):
    """A line of the letter's head: a label and its value."""

    label: str
    value: str


class Signature(Record):
    """The signing off: for whom, by whom and in what function."""

    closing: str
    for_whom: str
    by_whom: tuple[str, ...]
    mandate: str


class Letter(Record):
    """One decision (*beschikking*) as a letter, in the language ``lang`` (``nl`` or ``en``).

    ``mark`` is printed across every page of a letter that is no decision; empty on a real one.
    """

    application_id: str
    reference: str
    lang: str
    title: str
    subject: str
    sent_on: date
    sender: tuple[str, ...]
    sender_address: tuple[str, ...]
    addressee: tuple[str, ...]
    details: tuple[Labelled, ...]
    salutation: str
    blocks: tuple[Block, ...]
    signature: Signature
    annex: tuple[Block, ...] = ()
    mark: str = ""
    page_words: tuple[str, str] = ("Pagina", "van")
