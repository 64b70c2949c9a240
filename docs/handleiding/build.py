"""Make the manual: its pages, with the reference written from the code, as a site of files.

``python docs/handleiding/build.py build/handleiding`` leaves it in ``build/handleiding/site``.
A link that leads nowhere, or anything else that Sphinx warns of, makes it fail.
"""

import shutil
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx.cmd.build import build_main

from verdeelsleutel.io.manual.writing import write_reference

HERE = Path(__file__).parent


def build(out: Path) -> int:
    """Make the site in a folder; the exit code of Sphinx."""
    source = out / "bron"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("__pycache__"))
    for words in source.glob("locale/*/LC_MESSAGES/*.po"):
        with words.open("rb") as said, words.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(said))
    write_reference(source / "naslag")
    doctrees, site = out / "doctrees", out / "site"
    return build_main(
        ["-q", "-W", "--keep-going", "-E", "-d", str(doctrees), str(source), str(site)]
    )


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1])))
