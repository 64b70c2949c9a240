"""Every page of the reference, by its place in the folder of the manual."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .columns import column_pages
from .commands import command_pages
from .findings import finding_page
from .keys import key_pages
from .law import law_pages
from .rule_file import rule_file_page
from .states import state_pages


def reference_pages() -> Mapping[str, str]:
    """The pages, by their path without ``.md``, in Markdown with the labels that MyST reads."""
    return {
        **command_pages(),
        **key_pages(),
        **column_pages(),
        "bevindingen": finding_page(),
        **state_pages(),
        **law_pages(),
        **rule_file_page(),
    }


def write_reference(folder: Path) -> int:
    """Write the pages into a folder; how many there are."""
    pages = reference_pages()
    for name, said in pages.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8", newline="\n")
    return len(pages)
