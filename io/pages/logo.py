"""The logo of an office, read as bytes and checked: nothing in it is run."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

from ...grants.bilingual import in_language
from ...grants.frozen import frozen
from ..config.office import HouseStyle
from ..errors import Unreadable

_LARGEST = 500_000  # bytes of a logo


_PNG = b"\x89PNG\r\n\x1a\n"


_SVG = "http://www.w3.org/2000/svg"


_DRAWN = frozenset(
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs",
        "linearGradient", "radialGradient", "stop", "clipPath", "title", "desc", "use",
    }
)  # fmt: skip


@frozen
class Logo:
    """A logo as a drawing that names nothing outside itself, with what a reader hears instead."""

    svg: str
    height_mm: int
    alt: str
    alt_en: str

    def text(self, lang: str) -> str:
        """What stands for the picture where it cannot be seen."""
        return in_language(lang, self.alt, self.alt_en)


def logo_of(style: HouseStyle) -> Logo | None:
    """The logo of a house style; ``None`` where it has none.

    Raises:
        Unreadable: the file is not there, lies outside the folder, is too large, or is neither a
            PNG nor a drawing in SVG that stands by itself.
    """
    if style.folder is None or style.logo is None:
        return None
    data = bytes_within(Path(style.folder), style.logo)
    if len(data) > _LARGEST:
        raise Unreadable(
            f"Het logo {style.logo} is groter dan {_LARGEST // 1000} kB. Verklein het."
        )
    svg = _wrapped(data) if data.startswith(_PNG) else _checked(data, style.logo)
    alt = style.logo_alt or ""
    return Logo(svg, style.logo_height_mm, alt, style.logo_alt_en or alt)


def bytes_within(folder: Path, name: str) -> bytes:
    """The bytes of a file in the folder itself, whatever links say."""
    try:
        file = (folder / name).resolve(strict=True)
        if not file.is_relative_to(folder.resolve(strict=True)):
            raise Unreadable(f"{name} ligt buiten de map van de huisstijl. Zet het erin.")
        return file.read_bytes()
    except OSError as fault:
        raise Unreadable(f"{name} staat niet in de map {folder} van de huisstijl.") from fault


def _wrapped(png: bytes) -> str:
    """A picture as a drawing that holds it, so that both go the same way."""
    width, height = struct.unpack(">II", png[16:24])
    held = base64.b64encode(png).decode("ascii")
    return (
        f'<svg xmlns="{_SVG}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{held}"/></svg>'
    )


def _checked(data: bytes, name: str) -> str:
    """A drawing of plain shapes, that names nothing but its own parts."""
    from xml.etree import ElementTree  # late: a logo in PNG needs none

    try:
        text = data.decode("utf-8-sig")
        if "<!" in text.replace("<!--", ""):
            raise Unreadable(f"Het logo {name} heeft een DOCTYPE of een entiteit. Laat die weg.")
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError) as fault:
        raise Unreadable(f"Het logo {name} is geen PNG en geen geldige SVG-tekening.") from fault
    for part in root.iter():
        tag = str(part.tag).removeprefix(f"{{{_SVG}}}")
        if tag not in _DRAWN:
            raise Unreadable(f"Het logo {name} heeft een onderdeel {tag}. Bewaar het als vormen.")
        for key, value in part.attrib.items():
            outside = key.endswith("href") and not value.startswith("#")
            if outside or "url(" in value.replace("url(#", "").lower():
                raise Unreadable(f"Het logo {name} verwijst naar iets buiten zichzelf.")
    return text
