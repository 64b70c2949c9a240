"""A policy of an example made into one that a real round may open with."""

import re

_SOUND = """[instruments.{key}.basis]
kind = "amvb"
title = "Besluit verdeling woningbouwmiddelen 2026"
reference = "Stb. 2026, 214"
article = "artikel 3"
published = 2026-06-30
in_force = 2026-07-01
"""
_BASIS = re.compile(r"\[instruments\.(?P<key>\w+)\.basis\]\n(?:[^\[\n]+\n)+")
_CEILING = 'ceiling_source = "Stcrt. 2026, 31882, besluit uitkeringsplafond 2026"'


def as_real(policy: str) -> str:
    """The text of a policy file: real, with texts of law, people and a ceiling that suffice."""
    made = policy.replace('kind = "example"', 'kind = "real"', 1)
    made = _BASIS.sub(lambda found: _SOUND.format(key=found["key"]), made)
    made = made.replace(" (fictief)", "").replace("Voorbeeldregeling", "Besluit verdeling")
    entitled = "[instruments.realisatiestimulans]\n"
    before, at, own = made.partition(entitled)
    made = before + at + own.replace('rule = "optimise"', 'rule = "pro_rata"', 1) if at else made
    head = "[instruments.woningbouwimpuls]\n"
    has = "ceiling = " in made.partition(head)[2].partition("[")[0]
    return made.replace(head, f"{head}{_CEILING}\n" + ("" if has else 'ceiling = "€ 75 mln"\n'), 1)
