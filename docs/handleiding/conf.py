"""How Sphinx makes the manual: in Dutch, of Markdown, with nothing from any network."""

import re
from pathlib import Path
from typing import Any, ClassVar

from pygments.lexer import RegexLexer
from pygments.token import Name, String, Text

project = "Verdeelsleutel"
author = "The Verdeelsleutel developers"
copyright = "Verdeelsleutel, EUPL-1.2"  # noqa: A001 - the name that Sphinx reads
language = "nl"

extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["build.py"]
nitpicky = True
highlight_language = "opdracht"
smartquotes = False  # what is typed stays as it is typed

html_theme = "pydata_sphinx_theme"
html_title = "Verdeelsleutel"
html_static_path = ["_static"]
html_css_files = ["handleiding.css"]
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # a summary would be fetched, which a browser refuses for a file
html_context = {"default_mode": "auto"}
# Pages that are no part of a section have no menu of one.
html_sidebars: dict[str, list[str]] = {"index": [], "search": [], "eerste_ronde": []}
html_theme_options = {
    "logo": {"text": "Verdeelsleutel"},
    "search_bar_text": "Zoek in de handleiding",
    "header_links_before_dropdown": 7,
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "collapse_navigation": True,  # the buttons to unfold it have no name that a reader hears
    "show_nav_level": 1,
    "navigation_depth": 3,
    "show_toc_level": 2,
}


class Typed(RegexLexer):
    """What is typed in a window: words with a hyphen, which a style sheet keeps on one line."""

    name = "opdracht"
    tokens: ClassVar = {
        "root": [
            (r'"[^"\n]*"', String),
            (r"-?-?\w+(?:[-./=]\w+)+|--\w+", Name.Attribute),
            (r"[^\s\"]+|\s+|\"", Text),
        ]
    }


# The theme gives the button that unfolds a part of the menu no name that a reader hears.
_TOGGLE = re.compile(r'(>([^<>]+)</a><details[^>]*>)<summary>(?=<span class="toctree-toggle")')


def name_toggles(app: Any, fault: Exception | None) -> None:
    """Name each of these buttons by the page that it stands behind."""
    if fault is not None:
        return
    for page in Path(app.outdir).rglob("*.html"):
        said = page.read_text(encoding="utf-8")
        named = _TOGGLE.sub(r'\1<summary aria-label="De bladzijden onder \2">', said)
        if named != said:
            page.write_text(named, encoding="utf-8", newline="\n")


def setup(app: Any) -> None:
    """The words of the theme in Dutch, which it has no catalogue of, and what is typed."""
    app.connect("build-finished", name_toggles)
    app.add_lexer("opdracht", Typed)
    app.add_message_catalog("sphinx", str(Path(__file__).parent / "locale"))
