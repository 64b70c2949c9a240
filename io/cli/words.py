"""What the commands say in Dutch and in English, as data in ``words.toml``."""

from __future__ import annotations

from ..wording.texts import Texts, read_texts


def words_in(lang: str) -> Texts:
    """The words of the commands in ``nl`` or ``en``."""
    return Texts(lang, read_texts("verdeelsleutel.io.cli", "words.toml"))
