"""A name that looks the same on paper is the same person; one that does not, is not."""

import random
import unicodedata

import pytest

from verdeelsleutel.grants.names import comparable, is_among, is_same_person, people_among

NAMES = (
    "S. Vermeulen", "Y. Haddou", "Bram Dekker", "C. Oostveen", "T. Rademaker", "É. d'Hondt-Ünal",
    "Zwaantje Quispel-Ypma", "Jan-Willem van 't Hoff", "IJsbrand Arnoldus Cornelisse",
)  # fmt: skip
LOOK_ALIKES = {
    "a": "аα\uff41", "e": "еｅ", "o": "оο0", "p": "рρ", "c": "сϲ", "y": "уү", "x": "хχ",
    "i": "іιı1l", "s": "ѕ", "v": "ν", "H": "НΗ", "B": "ВΒ", "T": "ТΤ", "Y": "ΥҮ", "C": "СϹ",
    "l": "1I|ӏ", "'": "’ʼ", "-": "‐–", "m": ("rn",),
}  # fmt: skip
INVISIBLE = "\u200b\u200d\u2060\ufeff\u00ad\u202e\u2066\u034f\ufe0f\U000e0101\u180e\u0007\u3164"
BLANKS = (" ", "  ", "\u00a0", "\u2003", "\t", "\u202f")


def disguised(draw: random.Random, name: str) -> str:
    """A name that a reader takes for the same, in one to three ways at once."""
    # A look-alike comes last: a capital that looks Latin has a small letter that does not.
    for way in sorted(draw.choices(range(5), k=draw.randint(1, 3))):
        at = draw.randrange(len(name) + 1)
        if way == 0:
            name = name[:at] + draw.choice(INVISIBLE) + name[at:]
        elif way == 1:
            name = draw.choice(BLANKS) + name.replace(" ", draw.choice(BLANKS)) + " "
        elif way == 2:
            name = draw.choice((name.upper(), name.lower(), name.swapcase()))
        elif way == 3:
            name = unicodedata.normalize(draw.choice(("NFC", "NFD", "NFKD")), name)
        else:
            known = [sign for sign in name if sign in LOOK_ALIKES]
            if known:
                sign = draw.choice(known)
                name = name.replace(sign, draw.choice(LOOK_ALIKES[sign]), 1)
    return name


@pytest.mark.parametrize("name", NAMES)
def test_a_disguised_name_is_the_same_person(name: str) -> None:
    for at in range(400):
        other = disguised(random.Random(f"{name} {at}"), name)
        assert is_same_person(name, other), (at, ascii(other))


def test_different_people_stay_different() -> None:
    assert len({comparable(name) for name in NAMES}) == len(NAMES)
    assert not is_same_person("S. Vermeulen", "S. Vermeulens")
    assert not is_same_person("J. Müller", "J. Muller")
    assert not is_same_person("Anna de Wit", "Hanna de Wit")
    assert not is_same_person("", "S. Vermeulen")


def test_people_are_counted_once_however_they_are_written() -> None:
    assert people_among(["M. Oudekerk", " m. oudekerk", "М. Oudekerk", "A. Rijn"]) == 2
    assert is_among("Y.\u00a0HADDOU", ["S. Vermeulen", "Y. Haddou"])
    assert not is_among("Y. Haddou", [])
