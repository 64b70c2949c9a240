"""Changes to the parts of the package, which show nothing else than before, and to its XML."""

# openpyxl, xlsxwriter and pandas are typed in part.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl

from .mutating import KINDS, Mutated, by_hand
from .odd_files import MAIN, STRINGS, STYLES, TYPES, Parts, packed, parts_of

SHEETS = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")


def every_sheet(parts: Parts, change: Callable[[bytes], bytes]) -> Parts:
    return {
        name: change(content) if SHEETS.fullmatch(name) else content
        for name, content in parts.items()
    }


def renamed(parts: Parts, old: str, new: str) -> Parts:
    """A part under another name, and everything that refers to it."""
    was, now = old.removeprefix("xl/").encode(), new.removeprefix("xl/").encode()
    moved = {(new if name == old else name): content for name, content in parts.items()}
    return {
        name: content.replace(was, now) if name.endswith(".rels") or name == TYPES else content
        for name, content in moved.items()
    }


@by_hand("a workbook of another name")
def _workbook2(parts: Parts, rng: random.Random) -> Parts:
    number = rng.randint(2, 9)
    parts = renamed(parts, "xl/workbook.xml", f"xl/workbook{number}.xml")
    relations = parts.pop("xl/_rels/workbook.xml.rels")
    return {**parts, f"xl/_rels/workbook{number}.xml.rels": relations}


@by_hand("styles elsewhere")
def _styles(parts: Parts, rng: random.Random) -> Parts:
    return renamed(parts, STYLES, f"xl/opmaak{rng.randint(1, 9)}.xml")


@by_hand("texts elsewhere")
def _texts(parts: Parts, rng: random.Random) -> Parts:
    return renamed(parts, STRINGS, f"xl/teksten/t{rng.randint(1, 9)}.xml")


@by_hand("a space in the name of a part")
def _percent(parts: Parts, _: random.Random) -> Parts:
    moved = {n.replace("worksheets/sheet", "worksheets/blad "): c for n, c in parts.items()}
    return {
        name: content.replace(b"worksheets/sheet", b"worksheets/blad%20")
        if name.endswith(".rels") or name == TYPES
        else content
        for name, content in moved.items()
    }


@by_hand("targets from here")
def _dots(parts: Parts, _: random.Random) -> Parts:
    name = "xl/_rels/workbook.xml.rels"
    return {**parts, name: parts[name].replace(b'Target="', b'Target="./')}


@by_hand("targets from the root")
def _absolute(parts: Parts, _: random.Random) -> Parts:
    name = "xl/_rels/workbook.xml.rels"
    return {**parts, name: parts[name].replace(b'Target="', b'Target="/xl/')}


@by_hand("texts that claim to be more than there are")
def _claims(parts: Parts, rng: random.Random) -> Parts:
    many = str(rng.choice((2**31, 2**32 - 1, 2**40, 10**9))).encode()
    claimed = re.sub(rb'uniqueCount="[0-9]+"', b'uniqueCount="' + many + b'"', parts[STRINGS])
    return {**parts, STRINGS: claimed}


@by_hand("a sheet in UTF-16")
def _utf16(parts: Parts, _: random.Random) -> Parts:
    def wide(content: bytes) -> bytes:
        return content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    return every_sheet(parts, wide)


@by_hand("texts in the code page of Windows")
def _windows(parts: Parts, _: random.Random) -> Parts:
    text = parts[STRINGS].decode().replace('encoding="UTF-8"', 'encoding="windows-1252"')
    return {**parts, STRINGS: text.encode("cp1252", errors="xmlcharrefreplace")}


@by_hand("elements with a prefix")
def _prefix(parts: Parts, _: random.Random) -> Parts:
    def prefixed(content: bytes) -> bytes:
        content = content.replace(b'xmlns="' + MAIN + b'"', b'xmlns:x="' + MAIN + b'"')
        return re.sub(rb"<(/?)(?![?!])([a-zA-Z]+)([ />])", rb"<\1x:\2\3", content)

    return every_sheet(parts, prefixed)


@by_hand("cells without references")
def _no_references(parts: Parts, _: random.Random) -> Parts:
    def without(content: bytes) -> bytes:
        rows = re.sub(rb"<row r=\"[0-9]+\"", b"<row", content)
        return rows if re.search(rb"<c r=", content) is None else content

    return every_sheet(parts, without)


@by_hand("a dimension that is too small")
def _dimension(parts: Parts, _: random.Random) -> Parts:
    return every_sheet(
        parts, lambda c: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', c)
    )


@by_hand("comments in the XML")
def _comments(parts: Parts, _: random.Random) -> Parts:
    return every_sheet(parts, lambda c: c.replace(b"<sheetData>", b"<!-- x --><sheetData>"))


@by_hand("quotes of the other kind")
def _quotes(parts: Parts, _: random.Random) -> Parts:
    return every_sheet(parts, lambda c: re.sub(rb'<c r="([A-Z]+[0-9]+)"', rb"<c r='\1'", c))


@by_hand("parts in another order")
def _order(parts: Parts, rng: random.Random) -> Parts:
    names = list(parts)
    rng.shuffle(names)
    return {name: parts[name] for name in names}


@by_hand("no properties")
def _no_properties(parts: Parts, _: random.Random) -> Parts:
    return {name: content for name, content in parts.items() if not name.startswith("docProps")}


@by_hand("the names of parts in capitals")
def _capitals(parts: Parts, _: random.Random) -> Parts:
    return {name.replace("xl/work", "xl/Work"): content for name, content in parts.items()}


def cell_by_hand(name: str) -> Callable[[Callable[[bytes, random.Random], bytes]], None]:
    """A kind in which one cell with a number, below the header, is written otherwise."""

    def register(change: Callable[[bytes, random.Random], bytes]) -> None:
        def make(base: Path, out: Path, rng: random.Random) -> Mutated:
            parts = parts_of(base)
            book = openpyxl.load_workbook(base)
            number, title = rng.choice(list(enumerate(book.sheetnames, 1)))
            part = f"xl/worksheets/sheet{number}.xml"
            cells = list(re.finditer(rb'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?><v>[^<]*</v></c>',
                                     parts[part]))  # fmt: skip
            if not cells:
                number, title = 1, book.sheetnames[0]
                return make(base, out, rng)
            one = rng.choice(cells)
            new = change(one[0], rng)
            content = parts[part][: one.start()] + new + parts[part][one.end() :]
            out.write_bytes(packed({**parts, part: content}))
            return Mutated(out, title, frozenset({one[1].decode()}))

        KINDS[name] = make

    return register


@cell_by_hand("a formula with nought for its outcome")
def _nought(cell: bytes, _: random.Random) -> bytes:
    return re.sub(rb"><v>[^<]*</v>", b"><f>Blad9!A1</f><v>0</v>", cell)


@cell_by_hand("a formula with an empty text for its outcome")
def _empty_text(cell: bytes, _: random.Random) -> bytes:
    return re.sub(rb"><v>[^<]*</v>", b' t="str"><f>Blad9!A1</f><v></v>', cell)


@cell_by_hand("a formula with its outcome")
def _outcome(cell: bytes, _: random.Random) -> bytes:
    return cell.replace(b"><v>", b"><f>SUM(1,2)</f><v>")


@cell_by_hand("an error value that is new")
def _new_error(cell: bytes, rng: random.Random) -> bytes:
    text = rng.choice((b"#ERROR!", b"#SPILL!", b"#FIELD!", b"#BLOCKED!", b"#Verw!", b"Err:502"))
    return re.sub(rb"><v>[^<]*</v>", b' t="e"><v>' + text + b"</v>", cell)


@cell_by_hand("a number in literal text")
def _literal(cell: bytes, _: random.Random) -> bytes:
    return re.sub(rb"<v>([^<]*)</v>", rb"<v><![CDATA[\1]]></v>", cell)


@cell_by_hand("a number by its power of ten")
def _power(cell: bytes, _: random.Random) -> bytes:
    match = re.search(rb"<v>([^<]*)</v>", cell)
    assert match is not None
    return cell.replace(
        match[0], b"<v>%r</v>" % 0.0 if False else f"<v>{float(match[1]):.17E}</v>".encode()
    )


@cell_by_hand("a cell that is there twice")
def _there_twice(cell: bytes, _: random.Random) -> bytes:
    return cell + re.sub(rb"<v>[^<]*</v>", b"<v>7</v>", cell)
