"""The number formats of the cell styles of an .xlsx that may show something else than figures."""

from __future__ import annotations

import zipfile

from .look import feed
from .number_formats import BUILT_IN, shows_otherwise
from .source import open_part


def odd_formats(archive: zipfile.ZipFile, part: str) -> dict[int, str]:
    """The format of each cell style, by its number, that may show something else than it holds.

    Raises:
        Malformed: the part is damaged.
    """
    if part not in archive.namelist():
        return {}
    styles = _Styles()
    with open_part(archive, part) as stream:
        feed(stream, start=styles.start, end=styles.end)
    codes = {number: styles.codes.get(used, BUILT_IN.get(used, "")) for number, used in
             enumerate(styles.used)}  # fmt: skip
    return {number: code for number, code in codes.items() if code and shows_otherwise(code)}


class _Styles:
    """Follows the formats and the cell styles as a parser meets them."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.used: list[int] = []
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            self._in_cells = True
        elif name == "numFmt":
            self.codes[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "xf" and self._in_cells:
            self.used.append(_number(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


def _number(stated: str) -> int:
    return int(stated) if stated.isdecimal() and len(stated) < 10 else -1
