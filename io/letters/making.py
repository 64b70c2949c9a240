"""Making letters in bulk: each written, read back and checked, on several processors.

Each is made whenever it is asked for, also where one stands already: only so is known that what
stands there is what the office writes.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...grants.frozen import frozen
from ..config.office import HouseStyle
from ..pages.blocks import Letter
from ..pages.logo import Logo
from ..pages.pdf import Renderer
from .authors import Author, Entry
from .mdto import sidecars
from .verification.reading import page_faults, read_back

if TYPE_CHECKING:
    from ..pages.word import WordWriter

_EDGES = Path(__file__).parents[1]
_WORTH_PROCESSES = 24  # letters; starting a process takes as long as making some twenty
_MOST_PROCESSES = 8
_AT_ONCE = 8
_WORK = "work.pickle"


@frozen
class Formats:
    """What is written for each letter besides the PDF."""

    word: bool = True
    metadata: bool = False


@frozen
class Made:
    """A letter that was made: the SHA-256 of each file by name, or what is wrong with it.

    ``content`` is a SHA-256 over the letter, its look and the program. The files stand in the draft
    folder.
    """

    stem: str
    entry: Entry
    content: str
    files: Mapping[str, str]
    faults: tuple[str, ...] = ()


@frozen
class Job:
    """All that a process needs to make letters."""

    author: Author
    style: HouseStyle
    logo: Logo | None
    formats: Formats
    draft: Path


def make_letters(
    matters: Sequence[Any], job: Job, progress: Callable[[int, int], None] | None
) -> list[Made]:
    """Every letter, made and checked, in the order of the matters."""
    processes = min(_processors(), len(matters) // _WORTH_PROCESSES)
    made: dict[str, Made] = {}
    batches = _here(matters, job) if processes < 2 else _apart(matters, job, processes)
    for batch in batches:
        for one in batch:
            made[one.stem] = one
            if progress is not None:
                progress(len(made), len(matters))
    return [made[job.author.stem(matter)] for matter in matters]


def _processors() -> int:
    """How many processors this process may use, which can be fewer than the machine has."""
    allowed = getattr(os, "sched_getaffinity", None)  # Linux alone has it
    return min(len(allowed(0)) if allowed else os.cpu_count() or 1, _MOST_PROCESSES)


def _here(matters: Sequence[Any], job: Job) -> Iterator[list[Made]]:
    bench = _Bench(job)
    for matter in matters:
        yield [bench.make(matter)]


def _apart(matters: Sequence[Any], job: Job, processes: int) -> Iterator[list[Made]]:
    """The same in processes of their own, started afresh on every system alike.

    They read what to write from a file: a process that ends early while much is being sent to it
    leaves the sender waiting for ever. Its hash goes to them by another way, so that nobody else
    who may write in that folder gives them something to do.
    """
    # Late: few letters are made here, and multiprocessing takes a while to load.
    from ...optimiser.questions.many import local_processes

    work, data = job.draft / _WORK, pickle.dumps((job, list(matters)))
    work.write_bytes(data)
    pool = local_processes(processes, _start, (work, hashlib.sha256(data).hexdigest()))
    try:
        due = [
            pool.submit(_make_batch, at, at + _AT_ONCE) for at in range(0, len(matters), _AT_ONCE)
        ]
        for done in as_completed(due):
            yield done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_given: tuple[_Bench, list[Any]] | None = None


def _start(work: Path, digest: str) -> None:
    global _given
    from ...optimiser.questions.many import follow_who_started

    follow_who_started()
    data = work.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"{work} is not what the process that made it has written")
    job, matters = pickle.loads(data)
    _given = _Bench(job), matters


def _make_batch(start: int, end: int) -> list[Made]:
    assert _given is not None
    bench, matters = _given
    return [bench.make(matter) for matter in matters[start:end]]


class _Bench:
    """The tools of one process, made once."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._renderer = Renderer(job.style, job.logo)
        self._word = _word_writer(job) if job.formats.word else None

    def make(self, matter: Any) -> Made:
        author = self._job.author
        stem, letter, entry = author.stem(matter), author.letter(matter), author.entry(matter)
        content = _content(letter, self._job)
        faults = list(author.faults(matter, letter))
        pdf = self._renderer.pdf(letter)
        faults += page_faults(letter, read_back(pdf), self._renderer.safe)
        if faults:
            return Made(stem, entry, content, {}, tuple(faults))
        return Made(stem, entry, content, self._keep(stem, letter, entry, pdf))

    def _keep(self, stem: str, letter: Letter, entry: Entry, pdf: bytes) -> dict[str, str]:
        files = {f"{stem}.pdf": pdf}
        if self._word is not None:
            files[f"{stem}.docx"] = self._word.docx(letter)
        if self._job.formats.metadata:
            files |= sidecars(stem, letter, entry, pdf)
        for name, data in files.items():
            (self._job.draft / name).write_bytes(data)
        return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def _word_writer(job: Job) -> WordWriter:
    from ..pages.word import WordWriter  # late, so that a preview without Word starts sooner

    return WordWriter(job.style, job.logo)


def _content(letter: Letter, job: Job) -> str:
    look = job.style.model_dump_json(exclude={"folder"})  # where it lies changes no letter
    drawn = "" if job.logo is None else job.logo.svg
    told = (letter.model_dump_json(), look, drawn, program_fingerprint())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


@cache
def program_fingerprint() -> str:
    """A SHA-256 over the code, template, fonts and libraries that make a letter."""
    parts = hashlib.sha256()
    for package in ("letters", "pages", "wording"):
        for file in sorted((_EDGES / package).rglob("*")):
            if file.suffix in (".py", ".typ", ".toml", ".otf"):
                parts.update(file.read_bytes())
    for library in ("typst", "python-docx", "pypdfium2"):
        parts.update(f"{library} {version(library)}".encode())
    return parts.hexdigest()
