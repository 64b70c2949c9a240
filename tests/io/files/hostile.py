"""Files from outside as somebody who means harm would make them: copies, bundles, policy, office.

A change is drawn from a seed. Those of bytes damage the file as a whole; those of values leave it
well-formed, with every hash set right again, so that only what is read guards against them.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import lzma
import random
import struct
import zipfile
from collections.abc import Callable
from typing import Any, cast

Bytes = Callable[[random.Random, bytes], bytes]

ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1 << 63, 1 << 400, 1.5, float("nan"), float("inf"), "", " ", "\x00",
    "\ud800", "\u202eetad", "x" * 10_000, "2026-13-45", "GM0363", "-1", [], [[]], {}, {"a": {}},
    "[" * 5_000, "9" * 5_000,
)  # fmt: skip


def truncated(draw: random.Random, data: bytes) -> bytes:
    return data[: draw.randrange(len(data))]


def flipped(draw: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(draw.randint(1, 20)):
        made[draw.randrange(len(made))] ^= draw.randint(1, 255)
    return bytes(made)


def stretched(draw: random.Random, data: bytes) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + draw.randbytes(draw.randint(1, 2_000)) + data[at:]


def nested(draw: random.Random, data: bytes) -> bytes:
    """Brackets a hundred thousand deep, where a value could stand."""
    sign = draw.choice((b"[", b'{"a":', b"(", b"[["))
    places = [at for at, one in enumerate(data) if one in b"=:,"] or [0]
    at = draw.choice(places) + 1
    return data[:at] + sign * 100_000 + data[at:]


def encrypted(draw: random.Random, data: bytes) -> bytes:
    """The mark of encryption on the members of a zip."""
    return _marked(data, 6, 8, lambda bits: bits | 1)


def unknown_compression(draw: random.Random, data: bytes) -> bytes:
    method = draw.choice((1, 6, 9, 12, 14, 93, 95, 98, 99))
    return _marked(data, 8, 10, lambda _: method)


def packed_otherwise(draw: random.Random, data: bytes) -> bytes:
    """The same members packed in a way that no office does, with a byte of them damaged."""
    if data[:2] != b"PK":
        return flipped(draw, data)
    made = io.BytesIO()
    way = draw.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(made, "w", way) as archive:
        for name, held in members(data).items():
            archive.writestr(name, held)
        starts = [(one.header_offset + 30 + len(one.filename), one.compress_size)
                  for one in archive.infolist() if one.compress_size]  # fmt: skip
    changed = bytearray(made.getvalue())
    at, size = draw.choice(starts)
    changed[at + draw.randrange(size)] ^= draw.randint(1, 255)
    return bytes(changed)


def _marked(data: bytes, local: int, central: int, change: Callable[[int], int]) -> bytes:
    """A field of two bytes in every header of a zip, local and central, changed."""
    made = bytearray(data)
    for sign, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        at = made.find(sign)
        while at >= 0 and at + offset + 2 <= len(made):
            (held,) = struct.unpack_from("<H", made, at + offset)
            struct.pack_into("<H", made, at + offset, change(held) & 0xFFFF)
            at = made.find(sign, at + 4)
    return bytes(made)


DAMAGE: tuple[Bytes, ...] = (
    truncated, flipped, stretched, nested, encrypted, unknown_compression, packed_otherwise,
)  # fmt: skip


def other_value(draw: random.Random, held: Any) -> Any:
    """A JSON value with one of its values, somewhere, another than it can be."""
    if isinstance(held, dict) and held and draw.random() < 0.9:
        held = cast("dict[str, Any]", held)
        key = draw.choice(sorted(held))
        if draw.random() < 0.1:
            return {name: value for name, value in held.items() if name != key}
        if draw.random() < 0.1:
            return {**held, draw.choice(("erbij", "", "\x00")): draw.choice(ODD)}
        return {**held, key: other_value(draw, held[key])}
    if isinstance(held, list) and held and draw.random() < 0.9:
        held = cast("list[Any]", held)
        at = draw.randrange(len(held))
        if draw.random() < 0.1:
            return [*held[:at], *held[at + 1 :]]
        return [*held[:at], other_value(draw, held[at]), *held[at + 1 :]]
    if isinstance(held, str) and held[:1] in ("{", "[") and draw.random() < 0.9:
        try:
            return json.dumps(other_value(draw, json.loads(held)))
        except ValueError:
            pass
    return draw.choice(ODD)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_line(draw: random.Random, held: bytes) -> bytes:
    lines = held.splitlines(keepends=True)
    if not lines:
        return draw.choice((b"[]\n", b"{}\n", b"null\n", b"\n", b"[[[[\n"))
    at = draw.randrange(len(lines))
    kind = draw.random()
    if kind < 0.1:
        return b"".join(lines[:at] + lines[at + 1 :])
    if kind < 0.2:
        return b"".join([*lines, lines[at]])
    if kind < 0.3:
        lines[at] = b"[" * 100_000 + b"\n"
    else:
        lines[at] = json.dumps(other_value(draw, json.loads(lines[at]))).encode() + b"\n"
    return b"".join(lines)


def changed_copy(draw: random.Random, data: bytes) -> bytes:
    """A backup with one value of a row or of its manifest changed, and hashes that fit."""
    parts = members(data)
    manifest = json.loads(parts["manifest.json"])
    if draw.random() < 0.4:
        manifest = other_value(draw, manifest)
    else:
        table = draw.choice(manifest["tables"])
        name = f"tables/{table['name']}.jsonl"
        parts[name] = changed_line(draw, parts[name])
        table["sha256"] = hashlib.sha256(parts[name]).hexdigest()
        table["rows"] = parts[name].count(b"\n")
    parts["manifest.json"] = json.dumps(manifest).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return made.getvalue()


def changed_bundle(draw: random.Random, data: bytes) -> bytes:
    """A bundle with one value changed, and every hash set right again."""
    from verdeelsleutel.io.files.archive import Part, pack
    from verdeelsleutel.io.rounds.bundle import content_of

    parts = members(data)
    manifest = json.loads(parts.pop("manifest.json"))
    if draw.random() < 0.3:
        manifest = other_value(draw, manifest)
    else:
        name = draw.choice(sorted(parts))
        if name == "rows/allocation.jsonl" and draw.random() < 0.5:
            parts[name] = with_much_in_its_proof(draw, parts[name])
        elif name.endswith(".jsonl"):
            parts[name] = changed_line(draw, parts[name])
        elif name.endswith(".json"):
            parts[name] = json.dumps(other_value(draw, json.loads(parts[name]))).encode()
        else:
            parts[name] = flipped(draw, parts[name])
        listed = [Part.of(name, held) for name, held in sorted(parts.items())]
        manifest["parts"] = [one.model_dump() for one in listed]
        manifest["content"] = content_of(listed)
    return pack({"manifest.json": json.dumps(manifest).encode(), **parts})


def with_much_in_its_proof(draw: random.Random, held: bytes) -> bytes:
    """An allocation with a proof of some kilobytes, which unpacks to very much more."""
    first, *rest = held.splitlines(keepends=True)
    row = json.loads(first)
    solution = json.loads(row["solution_json"])
    head = f"verdeelsleutel proof 1\nclaim {64 * 'a'}\nstage 0\n".encode()
    text = draw.choice((bytes(2**27), head + draw.choice((b"B 0 0\n", b"\n")) * 2**23 + b"end\n"))
    solution["proof"] = base64.b64encode(lzma.compress(text, preset=0)).decode()
    row["solution_json"] = json.dumps(solution)
    return json.dumps(row).encode() + b"\n" + b"".join(rest)


def changed_lines(draw: random.Random, data: bytes) -> bytes:
    """A CSV with a cell, a line or an encoding other than it can be."""
    lines = [line.split(";") for line in data.decode("utf-8-sig").splitlines()]
    at = draw.randrange(len(lines))
    cell = draw.randrange(len(lines[at]))
    kind = draw.random()
    if kind < 0.6:
        lines[at][cell] = draw.choice(CELLS)
    elif kind < 0.7:
        lines.insert(at, lines[at] * draw.choice((1, 2, 2_000)))
    elif kind < 0.8:
        del lines[at][cell]
    else:
        lines += [lines[-1]] * draw.choice((1, 50_000))
    text = draw.choice(("\n", "\r\n", "\r")).join(draw.choice(";;;,\t").join(o) for o in lines)
    encoding = draw.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"))
    return text.encode(encoding, errors="replace")


def changed_workbook(draw: random.Random, data: bytes) -> bytes:
    """A workbook with a cell, a place or a part other than it can be, well packed again."""
    parts = members(data)
    sheets = [name for name in sorted(parts) if "sheet" in name or "sharedStrings" in name]
    name = draw.choice(sheets if draw.random() < 0.7 else sorted(parts))
    kind = draw.random()
    if kind < 0.1:
        del parts[name]
    elif kind < 0.2:
        parts[name] = parts[draw.choice(sorted(parts))]
    elif kind < 0.3:
        parts[name] = parts[name] + b" " * draw.choice((1_000, 60_000_000))
    elif kind < 0.4:
        parts[name] = parts[name].replace(b"?>", b"?><!DOCTYPE x [" + ENTITIES + b"]>", 1)
        parts[name] = parts[name].replace(b"<v>", b"<v>&d;", 1).replace(b"<t>", b"<t>&d;", 1)
    elif kind < 0.8:
        parts[name] = _other_cell(draw, parts[name])
    else:
        parts[name] = flipped(draw, parts[name]) if parts[name] else b"<"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, held in parts.items():
            archive.writestr(one, held)
    return made.getvalue()


CELLS = (
    "", " ", "-1", "9" * 5_000, "1e400", "nan", "\x00", "\u202e1", "x" * 40_000, "2026-02-30",
    "31-12-9999", "=1+1", '"', '"a', "ja", "GM9999", "\ud800", "0x10", "1.000.000.000.000,00",
)  # fmt: skip
ENTITIES = b'<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {now} "{f"&{before};" * 200}">'.encode() for before, now in ("ab", "bc", "cd")
)


def _other_cell(draw: random.Random, part: bytes) -> bytes:
    """A part of a workbook with a value or an address somewhere that it cannot have."""
    places = [at for at, sign in enumerate(part) if sign in b'">']
    if not places:
        return part
    at = draw.choice(places) + 1
    end = next((to for to in range(at, len(part)) if part[to] in b'"<'), len(part))
    other = draw.choice((*CELLS, "XFD1048576", "A0", "ZZZZ99999999", "4294967296", "A1:XFD1048576"))
    return part[:at] + other.encode(errors="replace") + part[end:]


def changed_toml(draw: random.Random, data: bytes) -> bytes:
    """A TOML file with a value, a line or a name other than it can be."""
    lines = data.decode().splitlines()
    at = draw.choice([k for k, line in enumerate(lines) if "=" in line])
    key = lines[at].partition("=")[0]
    value = draw.choice(
        ("nan", "-inf", "1e999", "0x" + "f" * 500, "9" * 5_000, "2026-02-30", "00:00:61",
         '"\\u0000"',
         '"' + "x" * 50_000 + '"', "[]", "{}", "[" * 100_000, '"""', "1979-05-27T00:32:00+99:99",
         "{a={a={a={}}}}", "true", '"\\ud800"', "-0", "9223372036854775808", '"€ 1e30 mln"',
         '"€ ' + "9" * 400 + '"')
    )  # fmt: skip
    kind = draw.random()
    if kind < 0.7:
        lines[at] = f"{key}= {value}"
    elif kind < 0.8:
        lines.insert(at, lines[at])
    elif kind < 0.9:
        lines[at] = ".".join(["a"] * draw.choice((3, 5_000))) + f" = {value}"
    else:
        lines.insert(at, "[" + ".".join(["a"] * draw.choice((2, 20_000))) + "]")
    return "\n".join(lines).encode(errors="surrogatepass")
