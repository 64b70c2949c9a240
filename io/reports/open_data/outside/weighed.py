"""What is kept back of the published data: that it is what the rule says and what was weighed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import need
from .amounts import Said

WEIGHING = "weighing.csv"
# The columns of a field that is published unless it is weighed.
COLUMNS_OF = {
    "project_name": ("project",),
    "requested": ("requested_eur",),
    "homes": (
        "homes_asked_social_rent", "homes_asked_mid_rent", "homes_asked_affordable_purchase",
        "homes_asked_other", "affordable_homes_asked",
    ),
}  # fmt: skip
GROUNDS = re.compile(r"5\.1\.(1[a-e]|2[a-i]|5)", re.ASCII)
PARAGRAPHS = {"1": "eerste", "2": "tweede", "5": "vijfde"}
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class KeptBack(NamedTuple):
    """The rows of the weighing, those of the letters, and what the rule has of both."""

    rows: list[dict[str, str]]
    letters: list[dict[str, str]]
    stated: dict[str, Any]


def is_withheld(row: Mapping[str, str], field: str) -> bool:
    return field in row["withheld"].split()


def kept_as_weighed(
    kept: KeptBack, rows: Mapping[str, dict[str, str]], claimed: Collection[str]
) -> Said:
    """Every field and letter is kept back or published as the scheme says or as was weighed."""
    stated = [{key: str(value) for key, value in one.items()} for one in kept.stated["weighed"]]
    need(stated == kept.rows, f"{WEIGHING} has other weighings than the rule")
    seen: set[tuple[str, str, str]] = set()
    for one in kept.rows:
        about = (one["application_id"], one["matter"], one["subject"])
        need(about not in seen, f"{WEIGHING}: {' '.join(about)} stands there twice")
        seen.add(about)
        is_a_weighing(one, rows, claimed)
    for name, row in rows.items():
        fields_are_those(name, row, kept)
    for letter in kept.letters:
        letter_is_that(letter, kept.rows)
    files = {(one["application_id"], one["document"]) for one in kept.letters}
    known = all(
        (n, s) in files for n, matter, s in seen if matter == "letter"
    )  # fmt: skip
    need(known, f"{WEIGHING} has a letter that is not in the publication list")
    away = sum(1 for one in kept.rows if one["outcome"] != "published")
    return Said(
        f"Wat niet is gepubliceerd, is wat per regeling niet openbaar wordt of zo is gewogen: "
        f"{len(kept.rows)} wegingen, waarvan {away} met een grond van artikel 5.1 Woo.",
        f"What is not published is what its scheme keeps back, or was weighed so: "
        f"{len(kept.rows)} weighings, {away} of them with a ground of article 5.1 Woo.",
    )


def is_a_weighing(
    one: dict[str, str], rows: Mapping[str, dict[str, str]], claimed: Collection[str]
) -> None:
    """A weighing by two, on a ground of the law where something is kept back."""
    name, outcome, field = one["application_id"], one["outcome"], one["matter"] == "field"
    need(name in rows, f"{WEIGHING}: there is no application {name}")
    need(field or one["matter"] == "letter", f"{WEIGHING}: {one['matter']!r} is not weighed")
    outcomes = ("published", "withheld") if field else ("published", "partly", "withheld")
    need(outcome in outcomes, f"{name}: {one['subject']} cannot be {outcome!r}")
    ground = one["ground"]
    need(
        (outcome == "published") == (not ground), f"{name}: {one['subject']} has ground {ground!r}"
    )
    if ground:
        need(GROUNDS.fullmatch(ground) is not None, f"{name}: {ground!r} is no ground of the Woo")
        need(one["article"] == article_of(ground), f"{name}: {ground} is not {one['article']!r}")
    else:
        need(not one["article"], f"{name}: {one['subject']} has an article and no ground")
    need(one["people"] == "2", f"{name}: a weighing bears two names")
    need(DAY.fullmatch(one["weighed_on"]) is not None, f"{name}: {one['weighed_on']!r} is no day")
    decided = rows[name]["decided_on"]
    need(one["weighed_on"] >= decided, f"{name}: it was weighed before its decision")
    claim = "claim" if field and outcome == "withheld" and name in claimed else ""
    need(one["in_its_place"] == claim, f"{name}: {one['in_its_place']!r} is not in its place")
    need(not one["value"] or (field and not ground), f"{name}: {one['subject']} is told anyhow")


def article_of(ground: str) -> str:
    told = f"artikel 5.1, {PARAGRAPHS[ground[4]]} lid"
    letter = f", onder {ground[5:]}" if ground[5:] else ""
    return f"{told}{letter}, van de Wet open overheid"


def fields_are_those(name: str, row: dict[str, str], kept: KeptBack) -> None:
    """The column that says what is withheld, and the columns of it, which are empty."""
    by_default = kept.stated["withheld_by_default"].get(row["instrument"], [])
    own = {one["subject"]: one["outcome"] for one in kept.rows
           if one["application_id"] == name and one["matter"] == "field"}  # fmt: skip
    unknown = set(own) - set(by_default) - set(COLUMNS_OF)
    need(not unknown, f"{name}: there is no {', '.join(sorted(unknown))} to be weighed")
    expected = [one for one in by_default if own.get(one) != "published"]
    expected += [one for one in COLUMNS_OF if own.get(one) == "withheld" and one not in by_default]
    need(row["withheld"].split() == expected, f"{name}: it withholds other fields than was weighed")
    for field, columns in COLUMNS_OF.items():
        empty = field not in expected or not any(row[column] for column in columns)
        need(empty, f"{name}: {field} is withheld and stands there")


def letter_is_that(letter: dict[str, str], weighed: Sequence[dict[str, str]]) -> None:
    name, document = letter["application_id"], letter["document"]
    own = next((one for one in weighed if (one["application_id"], one["matter"], one["subject"])
                == (name, "letter", document)), None)  # fmt: skip
    expected = ("published", "", "") if own is None else (
        own["outcome"], own["ground"], own["weighed_on"]
    )  # fmt: skip
    published = (letter["publication"], letter["ground"], letter["weighed_on"])
    need(published == expected, f"{name}: {document} is not published as was weighed")


def not_to_be_seen(rows: Mapping[str, dict[str, str]]) -> list[Said]:
    """What could not be checked because it was weighed and kept back."""
    told: list[Said] = []
    for field, nl, en in (
        ("requested", "wat is gevraagd", "what was asked"),
        ("homes", "de woningen in de aanvraag", "the homes that it states"),
    ):
        names = [name for name, row in rows.items() if is_withheld(row, field)]
        if names:
            listed = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
            told.append(
                Said(
                    f"Van {len(names)} aanvragen ({listed}) is {nl} na weging niet openbaar: dat "
                    "telt in geen totaal mee en is niet na te gaan. Wie meedeed, heeft in "
                    "distribution_rule.json de aanspraak die eruit volgt.",
                    f"Of {len(names)} applications ({listed}) {en} is kept back after weighing: it "
                    "is in no total and cannot be checked. Who took part has the claim that "
                    "follows from it in distribution_rule.json.",
                )
            )
    return told
