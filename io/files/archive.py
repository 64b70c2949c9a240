"""A zip with a manifest that vouches for every byte of it, and reading one that nobody can trust.

What comes in from outside is read in memory only, within limits, and never under a name that it
chose: a damaged, forged or swollen file ends in one sentence.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Generic, TypeVar

from ...grants.frozen import frozen
from ...grants.record import Record
from ..errors import Unreadable

Told = TypeVar("Told")
# A zip cannot be older; a moment of our own would make each file another one.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_MARK = b"verdeel sha256 "
_TAIL = len(_MARK) + 64
# What reading a zip can end in that is not one, or is damaged, encrypted or packed in another way.
NO_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError,
    ValueError, KeyError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
_NAME = re.compile(r"[a-z0-9_]+(?:/[a-z0-9_]+){0,2}\.[a-z0-9]{1,5}")
_MOST_FILE = 1 << 30  # bytes of the file
_MOST_PARTS = 200
_MOST_UNPACKED = 4 << 30  # bytes of all parts together
_MOST_RATIO = 200  # a part of JSON lines shrinks some twenty times; a bomb, a thousand
_SMALL = 1 << 20  # bytes to which the ratio is not held


class Part(Record):
    """A part by name, with the number of its bytes and their SHA-256."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> Part:
        return cls(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())


@frozen
class Contents(Generic[Told]):
    """The manifest, the parts by name, and the bytes of the file."""

    manifest: Told
    parts: Mapping[str, bytes]
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, in their order, which ends in the hash of all that stands before."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _NO_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on Windows as elsewhere
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
        archive.comment = _MARK + b"0" * 64
    body = made.getvalue()[:-_TAIL]
    return body + _MARK + hashlib.sha256(body).hexdigest().encode()


def unpack(path: Path) -> dict[str, bytes]:
    """The parts of a file that :func:`pack` made, if not one byte of it has changed.

    Raises:
        Unreadable: there is no such file, it is no such zip, or it is damaged or larger than any.
    """
    try:
        if path.stat().st_size > _MOST_FILE:
            raise _too_large(path)
        data = path.read_bytes()
    except OSError as fault:
        raise Unreadable(
            f'{path} kan niet worden gelezen. Noem een bestand dat "verdeel bundle" heeft gemaakt.'
        ) from fault
    body, tail = data[:-_TAIL], data[-_TAIL:]
    if tail != _MARK + hashlib.sha256(body).hexdigest().encode():
        raise damaged(path, "de hash van het geheel klopt niet")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            require_usual_packing(archive)
            return _parts(archive, path)
    except NO_ZIP as fault:
        raise damaged(path, "het is geen leesbaar zipbestand") from fault


def _parts(archive: zipfile.ZipFile, path: Path) -> dict[str, bytes]:
    listed = archive.infolist()
    names = [entry.filename for entry in listed]
    if len(set(names)) < len(names) or not all(_NAME.fullmatch(name) for name in names):
        raise damaged(path, "er staan onderdelen in die er niet horen")
    if len(listed) > _MOST_PARTS or sum(entry.file_size for entry in listed) > _MOST_UNPACKED:
        raise _too_large(path)
    if any(is_swollen(entry) for entry in listed):
        raise _too_large(path)
    found: dict[str, bytes] = {}
    for entry in listed:
        with archive.open(entry) as member:
            found[entry.filename] = member.read(entry.file_size)
            if member.read(1):
                raise _too_large(path)
    return found


def require_usual_packing(archive: zipfile.ZipFile) -> None:
    """Refuse a zip of which a part is packed otherwise than offices do: stored, or deflated.

    Other ways end damage in exceptions of their own, and may ask for gigabytes to unpack a little.

    Raises:
        zipfile.BadZipFile: a part is packed in another way.
    """
    usual = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(entry.compress_type not in usual for entry in archive.infolist()):
        raise zipfile.BadZipFile("a part that is packed in another way")


def is_swollen(entry: zipfile.ZipInfo) -> bool:
    """Whether a member of a zip claims to hold more than it can honestly have been packed from."""
    swollen = entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
    return swollen and entry.file_size > _SMALL


def damaged(path: Path, why: str) -> Unreadable:
    """What to say of a file that is not what it was."""
    return Unreadable(f"{path} is beschadigd of geen bundel: {why}. Neem een ander exemplaar.")


def _too_large(path: Path) -> Unreadable:
    return Unreadable(f"{path} is groter dan een bundel kan zijn, en wordt niet uitgepakt.")
