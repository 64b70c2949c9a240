"""How a proof is written down: the steps of a tree, and the text that holds them.

A line is a step:

* ``B j c`` branches: variable ``j`` is at most ``c`` in what follows, and when that is closed at
  least ``c + 1`` in what follows then;
* ``T r m r m ...`` adds rows up: each row ``r`` times ``m``;
* ``L b j a j a ...`` is a lemma: what follows closes where the sum of ``a`` times variable ``j`` is
  at least ``b + 1``; when that is closed the sum is at most ``b`` in what follows then.

Steps stand in the order in which they are followed, so that nothing else says what belongs to what.
The text has one spelling: whole numbers without a sign where they are not negative, one space, one
line end. So a proof has one hash, however it was compressed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import lzma
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import NoReturn

from ...grants.frozen import frozen

FIRST_LINE = "verdeelsleutel proof 1"
_STEP = re.compile(r"[BTL](?: (?:0|-?[1-9][0-9]{0,79}))+", re.ASCII)
_HEAD = re.compile(r"(stage|application) (0|[1-9][0-9]{0,8})", re.ASCII)
# A tree is given up after 50,000 leaves or some seconds, so that a proof has far fewer lines, and
# what says that it has more is to fill the memory of whoever reads it.
LARGEST_TEXT, MOST_LINES = 2**26, 2**20  # bytes, and lines
# Bytes. A dictionary is laid out whole before the first byte: the preset's own takes 50 ms and
# half a gibibyte for a proof of one line.
_SMALLEST_DICTIONARY, _LARGEST_DICTIONARY = 2**12, 2**26


class Refused(ValueError):
    """A proof that does not show what it claims, with what is wrong with it."""


@frozen
class Branch:
    """Whole variable ``column`` is at most ``most``, or else more."""

    column: int
    most: int


@frozen
class Combination:
    """Rows with their multipliers, in the order of the rows."""

    weights: tuple[tuple[int, int], ...]


@frozen
class Lemma:
    """``terms <= most``, after it was shown that they are not more."""

    terms: tuple[tuple[int, int], ...]
    most: int


Step = Branch | Combination | Lemma
Steps = tuple[Step, ...]


@frozen
class TreeProof:
    """A proof as it is kept: the steps of each stage by its place, and of the published order.

    ``shared`` are steps before the first application, of which those for each by its place in the
    published order follow. ``claim`` is the SHA-256 of what it is a proof of.
    """

    claim: str
    stages: Mapping[int, Steps] = field(default_factory=dict[int, Steps])
    shared: Steps | None = None
    order: Mapping[int, Steps] = field(default_factory=dict[int, Steps])

    def text(self) -> str:
        """The one text of this proof."""
        return "".join(line + "\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield FIRST_LINE
        yield f"claim {self.claim}"
        for place in sorted(self.stages):
            yield f"stage {place}"
            yield from map(_line, self.stages[place])
        if self.shared is not None:
            yield "order"
            yield from map(_line, self.shared)
            for place in sorted(self.order):
                yield f"application {place}"
                yield from map(_line, self.order[place])
        yield "end"

    @property
    def sha256(self) -> str:
        """By which it is named elsewhere; of its text, so that no compression changes it."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def packed(self) -> bytes:
        """The text, compressed; with no larger a dictionary than there is text to look back on."""
        text = self.text().encode()
        fitted = {
            "id": lzma.FILTER_LZMA2,
            "preset": 4,  # a twentieth larger than the strongest, in half of its time
            "dict_size": min(max(len(text), _SMALLEST_DICTIONARY), _LARGEST_DICTIONARY),
        }
        return lzma.compress(text, filters=[fitted])


def kept(proof: TreeProof) -> str:
    """A proof as it is kept in a text: compressed, in base 64."""
    return base64.b64encode(proof.packed()).decode("ascii")


def opened(text: str) -> TreeProof:
    """A proof as it was kept.

    Raises:
        Refused: it is none.
    """
    try:
        packed = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as fault:
        raise Refused(f"the proof cannot be read: {fault}") from fault
    return unpacked(packed)


def unpacked(packed: bytes) -> TreeProof:
    """A proof from its compressed text.

    Raises:
        Refused: it is cut short, is no text of a proof, or is too large to be one.
    """
    try:
        reader = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=2**28)
        text = reader.decompress(packed, max_length=LARGEST_TEXT)
        whole = reader.eof and not reader.unused_data
        if not whole:
            _refuse("the proof is cut short, or more follows it")
        if text.count(b"\n") > MOST_LINES:
            _refuse("the proof has more lines than a proof has")
        return parsed(text.decode("ascii"))
    except (lzma.LZMAError, UnicodeDecodeError) as fault:
        raise Refused(f"the proof cannot be read: {fault}") from fault


def parsed(text: str) -> TreeProof:
    """A proof from its text.

    Raises:
        Refused: a line is none of a proof, or something is missing, left over or not in order.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[0] != FIRST_LINE or lines[-1] or lines[-2] != "end":
        _refuse("the proof has no beginning or no end: it is cut short, or no proof")
    claim = re.fullmatch(r"claim ([0-9a-f]{64})", lines[1], re.ASCII)
    if claim is None:
        _refuse("the proof does not say what it is a proof of")
    stages: dict[int, list[Step]] = {}
    order: dict[int, list[Step]] = {}
    shared: list[Step] | None = None
    current: list[Step] | None = None
    for number, line in enumerate(lines[2:-2], 3):
        head = _HEAD.fullmatch(line)
        if line == "order" and shared is None:
            current = shared = []
        elif head is not None:
            current = _section(stages, order, shared, head.group(1), int(head.group(2)), number)
        elif current is None:
            _refuse(f"line {number} of the proof belongs to no stage")
        else:
            current.append(_step(line, number))
    return TreeProof(
        claim.group(1),
        {place: tuple(steps) for place, steps in stages.items()},
        None if shared is None else tuple(shared),
        {place: tuple(steps) for place, steps in order.items()},
    )


def _section(
    stages: dict[int, list[Step]],
    order: dict[int, list[Step]],
    shared: list[Step] | None,
    kind: str,
    place: int,
    number: int,
) -> list[Step]:
    """The steps of a stage or an application, still empty; they come in their order, none twice."""
    of = stages if kind == "stage" else order
    if (kind == "stage") != (shared is None) or (of and place <= max(of)):
        _refuse(f"line {number} of the proof stands in the wrong place")
    return of.setdefault(place, [])


def _line(step: Step) -> str:
    match step:
        case Branch(column, most):
            return f"B {column} {most}"
        case Combination(weights):
            return "T " + " ".join(f"{row} {weight}" for row, weight in weights)
        case Lemma(terms, most):
            return f"L {most} " + " ".join(f"{column} {a}" for column, a in terms)


def _step(line: str, number: int) -> Step:
    if _STEP.fullmatch(line) is None:
        _refuse(f"line {number} of the proof is no step")
    kind, *rest = line.split(" ")
    numbers = [int(one) for one in rest]
    if kind == "B" and len(numbers) == 2:
        return Branch(numbers[0], numbers[1])
    if kind == "T" and len(numbers) % 2 == 0:
        return Combination(_pairs(numbers))
    if kind == "L" and len(numbers) % 2 == 1 and len(numbers) > 1:
        return Lemma(_pairs(numbers[1:]), numbers[0])
    raise Refused(f"line {number} of the proof is no step")


def _pairs(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _refuse(why: str) -> NoReturn:
    raise Refused(why)


def leaves(steps: Iterable[Step]) -> int:
    """How many boxes a tree ends in: one more than its branches and lemmas."""
    return 1 + sum(not isinstance(step, Combination) for step in steps)
