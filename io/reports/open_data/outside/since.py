"""What was decided after the division, from the list as it was approved to what stands today."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import need
from .amounts import Said, cents, euros_en, euros_nl
from .claims import Claim, cents_in, years_of

LATER, PUBLICATION = "later_decisions.csv", "publication_list.csv"
OBJECTION, RESERVE, CHANGED, REFUSED, REVOKED, SETTLED, RECLAIMED, WITHDRAWN = (
    "objection", "reserve", "changed", "change_refused", "revoked", "settled", "reclaimed",
    "withdrawn",
)  # fmt: skip
TO_CHANGE = {"amount", "year", "last_days", "measure", "other"}
UPON = "upon_objection"
REVISING = ("founded", "partly")
REASONS: dict[str, set[str]] = {
    OBJECTION: {
        "founded", "partly", "unfounded", "inadmissible", "late", "premature", "no_party",
        "not_mended", "no_interest", "no_decision",
    },
    RESERVE: {"freed_money"},
    CHANGED: TO_CHANGE,
    REFUSED: TO_CHANGE,
    REVOKED: {"not_performed", "obligations", "wrong_data", "knew", "circumstances"},
    SETTLED: {"final_amount", UPON},
    RECLAIMED: {"claimed_back", UPON},
    WITHDRAWN: {"by_municipality"},
}  # fmt: skip
DOCUMENTS = {
    OBJECTION: r"bezwaar_besluit_BZ-[0-9]+\.pdf",
    RESERVE: r"{name}\.pdf",
    CHANGED: r"wijziging_{name}\.pdf",
    REFUSED: r"wijziginggeweigerd_{name}\.pdf",
    REVOKED: r"intrekkingsbesluit_{name}\.pdf",
    SETTLED: r"(vaststelling_{name}\.pdf|bezwaar_besluit_BZ-[0-9]+\.pdf)?",
    RECLAIMED: r"(terugvordering_{name}\.pdf|bezwaar_besluit_BZ-[0-9]+\.pdf)?",
    WITHDRAWN: "",
}
DAY_OF = {
    "withdrawn_on": WITHDRAWN, "settled_on": SETTLED, "from_reserve_on": RESERVE,
    "changed_on": CHANGED, "revoked_on": REVOKED,
}  # fmt: skip
STANDINGS = {
    "", "reserved", "committed", "advanced", "paid", "changed", "settled", "reclaimed", "released",
    "lapsed", "revoked",
}  # fmt: skip


class Paid(NamedTuple):
    """Cents of a year: as it stands today, as it was decided, and what was paid."""

    now: int
    decided: int
    paid: int


class Step(NamedTuple):
    """A row of the later decisions, with its amounts in cents."""

    name: str
    day: str
    kind: str
    why: tuple[str, ...]
    article: str
    before: int
    after: int
    came_free: int
    from_reserve: int
    beyond: int
    document: str
    years: dict[str, int]

    @property
    def added(self) -> int:
        return self.from_reserve + self.beyond

    @property
    def lower(self) -> int:
        return max(0, self.before - self.after)


class Today(NamedTuple):
    """All that these checks look at; ``documents`` are application, file and day of each letter."""

    rule: dict[str, Any]
    rows: dict[str, dict[str, str]]
    steps: list[Step]
    payments: dict[str, dict[str, Paid]]
    documents: list[tuple[str, str, str]]

    def of(self, name: str) -> list[Step]:
        return [one for one in self.steps if one.name == name]


def steps_in(rows: Iterable[dict[str, str]]) -> list[Step]:
    """The rows of the file, which counts them."""
    found: list[Step] = []
    for at, row in enumerate(rows, start=1):
        need(row["number"] == str(at), f"{LATER}: number {row['number']} stands in row {at}")
        after = cents(row["after_eur"])
        step = Step(
            row["application_id"], row["decided_on"], row["decision"], tuple(row["why"].split()),
            row["article"], cents(row["before_eur"]), after, cents(row["came_free_eur"]),
            cents(row["from_objection_reserve_eur"]), cents(row["beyond_objection_reserve_eur"]),
            row["document"], years_in(row["years"]),
        )  # fmt: skip
        need(sum(step.years.values()) <= after, f"{step.name}: more is paid than is granted")
        need(
            cents(row["compensable_vat_eur"]) + cents(row["payable_eur"]) == after,
            f"{step.name}: VAT and what is payable are not the amount of {step.day}",
        )
        need(min(step[5:10]) >= 0, f"{step.name}: an amount of {step.day} is below nought")
        need(re.fullmatch(r"\d{4}-\d\d-\d\d", step.day) is not None, f"{step.name}: no day")
        need(not found or found[-1].day <= step.day, f"{LATER}: {step.day} is not in order")
        found.append(step)
    return found


def years_in(text: str) -> dict[str, int]:
    """Payments such as ``2026=1000000.00 2027=5.00``."""
    found: dict[str, int] = {}
    for one in text.split():
        year, _, amount = one.partition("=")
        need(re.fullmatch(r"\d{4}", year) is not None and year not in found, f"no years: {text!r}")
        found[year] = cents(amount)
    return found


def stands_today(found: Today) -> list[Said]:
    """The later decisions lead from the list to what stands, and nothing is spent twice."""
    for step in found.steps:
        need(step.name in found.rows, f"{LATER}: there is no application {step.name}")
        is_possible(step, found)
    for name, row in found.rows.items():
        follows(name, row, found)
    stays_within(found)
    has_its_letters(found)
    adds_up(found)
    committed = cents_in(found.rule["today"]["committed_cents"])
    paid = cents_in(found.rule["today"]["paid_cents"])
    count = len(found.steps)
    return [
        Said(
            f"Sinds het besluit is {count} keer over een toekenning beslist of iets vastgelegd; "
            f"dat leidt van de verdeling naar wat er nu staat: {euros_nl(committed)} verplicht, "
            f"{euros_nl(paid)} betaald.",
            f"Since the decision something was decided or recorded of an award {count} times; "
            f"that leads from the division to what stands today: {euros_en(committed)} committed, "
            f"{euros_en(paid)} paid.",
        )
    ]


def is_possible(step: Step, found: Today) -> None:
    """A step of its kind does what such a decision can."""
    name, kind, row = step.name, step.kind, found.rows[step.name]
    need(kind in REASONS, f"{name}: no decision is called {kind}")
    need(bool(step.why) and set(step.why) <= REASONS[kind], f"{name}: no reason of {kind}")
    need(row["decided_on"] <= step.day, f"{name}: {step.day} is before its decision")
    need(bool(step.article) or kind in (SETTLED, RECLAIMED, WITHDRAWN), f"{name}: no article")
    need(kind == OBJECTION or not step.added, f"{name}: only an objection draws on its reserve")
    if kind != RESERVE:
        need(step.came_free == step.lower, f"{name}: not so much came free on {step.day}")
    match kind:
        case "objection":
            need(step.after - step.before == step.added, f"{name}: an objection added another sum")
            revises = step.why[0] in ("founded", "partly")
            need(revises or not step.added, f"{name}: an objection that failed added money")
            need((step.why[0] == "inadmissible") == (len(step.why) == 2), f"{name}: its ground")
        case "reserve":
            from_reserve(step, row, found)
        case "change_refused":
            need(step.after == step.before, f"{name}: a refusal changed the amount")
        case "changed":
            need(0 < step.after <= step.before, f"{name}: a change made the amount higher, or nil")
            need("amount" in step.why or not step.lower, f"{name}: nobody asked another amount")
        case "revoked":
            need(step.after < step.before, f"{name}: a revocation took nothing")
        case "withdrawn":
            need(not step.after, f"{name}: it is withdrawn, and something is left")
        case _:
            need(step.after <= step.before or UPON in step.why,
                 f"{name}: it was fixed at more than was granted")  # fmt: skip
            won = anew if kind == SETTLED else given_back
            need(UPON not in step.why or won(step, found), f"{name}: nothing was to be fixed anew")
            moved = step.after > step.before if UPON in step.why else bool(step.lower)
            need(kind == SETTLED or moved, f"{name}: a claim took nothing")


def anew(step: Step, found: Today) -> bool:
    """Whether an objection was founded after an award was fixed, and it is fixed anew at no less
    than then, and no more than it had been before."""
    earlier = found.of(step.name)
    earlier = earlier[: earlier.index(step)]
    fixed = [at for at, one in enumerate(earlier) if one.kind == SETTLED]
    if not fixed:
        return False
    founded = [one for one in earlier[fixed[-1] :] if one.kind == OBJECTION]
    revises = any(one.why[0] in ("founded", "partly") for one in founded)
    most = max(earlier[at].before for at in fixed)
    return revises and earlier[fixed[-1]].after <= step.after <= max(most, step.before)


def given_back(step: Step, found: Today) -> bool:
    """Whether an objection was founded before a claim was lowered by it, and no more is given back
    than the award ever was."""
    earlier = found.of(step.name)
    earlier = earlier[: earlier.index(step)]
    founded = [one for one in earlier if one.kind == OBJECTION and one.why[0] in REVISING]
    return bool(founded) and step.after <= max(one.before for one in earlier)


def from_reserve(step: Step, row: dict[str, str], found: Today) -> None:
    """Money that came free goes to who was left without it, by what the policy cites."""
    name, gain = step.name, step.after - step.before
    own = next(one for one in found.rule["schemes"] if one["key"] == row["instrument"])
    need(0 < gain <= step.came_free, f"{name}: more is given than came free")
    need(bool(own["reserve"]) and step.article == own["reserve"],
         f"{name}: {step.article} is not what the policy cites")  # fmt: skip
    last = own["reserve_until"]
    need(last is None or step.day <= last, f"{name}: the reserve had lapsed on {step.day}")
    short = row["outcome"] in ("refused_ceiling", "partly_granted")
    need(short, f"{name}: it was not short of money")
    asked = row["requested_eur"]  # empty where that is kept back
    need(not asked or step.after <= cents(asked), f"{name}: it gets more than it asks")


def follows(name: str, row: dict[str, str], found: Today) -> None:
    """The steps of an application follow on each other, and its row says where they lead."""
    steps, amount = found.of(name), cents(row["amount_eur"])
    for step in steps:
        need(step.before == amount, f"{name}: {step.day} does not begin where it stood")
        amount = step.after
    need(cents(row["still_committed_eur"]) == amount, f"{name}: another amount stands today")
    for column, kind in DAY_OF.items():
        days = [step.day for step in steps if step.kind == kind]
        need(row[column] == (days[-1] if days else ""), f"{name}: {column} is {row[column]!r}")
    added = sum(step.added for step in steps)
    need(cents(row["added_on_objection_eur"]) == added, f"{name}: objections added {added}")
    told = [one.partition(":")[2] for one in row["objections"].split()]
    decided = sorted(one for one in told if one not in ("open", "withdrawn"))
    need(decided == sorted(step.why[0] for step in steps if step.kind == OBJECTION),
         f"{name}: the objections are not those that were decided")  # fmt: skip
    stands_so(name, row, steps)
    is_paid(name, row, steps, found)


def stands_so(name: str, row: dict[str, str], steps: Sequence[Step]) -> None:
    """The standing goes with what is committed, what is paid and what was decided."""
    still, paid = cents(row["still_committed_eur"]), cents(row["paid_eur"])
    standing, touched = row["standing"], bool(steps or row["objections"])
    need(standing in STANDINGS, f"{name}: no award stands as {standing!r}")
    # What was claimed back was paid all the same, also of an award that an objection raised then.
    claimed = any(step.kind == RECLAIMED for step in steps)
    holds = {
        "": not paid and not (still and touched),
        "committed": still > 0 and not paid,
        "advanced": paid > 0 and (claimed or paid < still),
        "paid": paid > 0 and (paid == still or (claimed and paid > still)),
        "changed": bool(steps),
        "settled": bool(row["settled_on"]),
        "released": not still,
        "revoked": bool(row["revoked_on"]),
    }
    need(holds.get(standing, True), f"{name}: it does not stand as {standing!r}")


def is_paid(name: str, row: dict[str, str], steps: Sequence[Step], found: Today) -> None:
    """The payments by year come to what was decided, to what stands, and to what was paid."""
    years = found.payments.get(name, {})
    for of, column in enumerate(("still_committed_eur", "amount_eur", "paid_eur")):
        together = sum(one[of] for one in years.values())
        need(together == cents(row[column]), f"{name}: its payments are not {column}")
    need(all(min(one) >= 0 and any(one) for one in years.values()), f"{name}: an empty payment")
    now = {year: one.now for year, one in years.items() if one.now}
    if not steps:
        decided = {year: one.decided for year, one in years.items() if one.decided}
        need(now == decided, f"{name}: nothing was decided since, and it is paid otherwise")
        return
    unplaced = now.pop("", 0)  # in no year yet
    need(now == steps[-1].years, f"{name}: it is paid in other years than was decided")
    whole = all(unplaced or sum(step.years.values()) == step.after for step in steps)
    need(whole, f"{name}: the payments of a later decision are not its amount")


def paid_from_reserve(claim: Claim, step: Step) -> dict[str, int]:
    """The years of an award from the reserve: as planned, from the year of its decision on."""
    first, found = int(step.day[:4]), dict[str, int]()
    for year, amount in years_of(claim, step.after).items():
        key = str(max(year, first))
        found[key] = found.get(key, 0) + amount
    return found


def given_by_reserve(found: Today, claims: Iterable[Claim]) -> None:
    """Who got its first money from the reserve is paid as its claim says."""
    for claim in claims:
        steps = [one for one in found.of(claim.name) if one.before != one.after]
        if len(steps) == 1 and steps[0].kind == RESERVE and not steps[0].before:
            years = found.payments.get(claim.name, {})
            paid = {year: one.now for year, one in years.items() if one.now}
            need(paid == paid_from_reserve(claim, steps[0]), f"{claim.name}: paid in other years")


def stays_within(found: Today) -> None:
    """At the end of each day no fund and no ceiling has more committed than it holds, and from the
    reserve never more was given than had come free."""
    rule, rows = found.rule, found.rows
    fund_of = {str(one["key"]): str(one["fund"]) for one in rule["schemes"]}
    room = {f"fund {one['key']}": cents_in(one["total_cents"]) -
            cents_in(one["objection_reserve_cents"]) for one in rule["funds"]}  # fmt: skip
    room |= {f"ceiling of {one['key']}": cents_in(one["ceiling_cents"]) for one in rule["schemes"]
             if one["ceiling_cents"] is not None}  # fmt: skip
    reserves = {str(one["key"]): cents_in(one["objection_reserve_cents"]) for one in rule["funds"]}
    used = dict.fromkeys(room, 0)
    for row in rows.values():
        for key in places(row["instrument"], fund_of, room):
            used[key] += cents(row["amount_eur"]) - cents(row["next_window_eur"])
    aside = bool(rule["decided_later"]) or any(r["outcome"] == "set_aside" for r in rows.values())
    drawn = dict.fromkeys(reserves, 0)
    given = dict.fromkeys(reserves, 0)
    for at, step in enumerate(found.steps):
        scheme = rows[step.name]["instrument"]
        fund = fund_of[scheme]
        for key in places(scheme, fund_of, room):
            used[key] += step.after - step.before
            room[key] += step.added
        drawn[fund] += step.from_reserve
        need(drawn[fund] <= reserves[fund], f"{fund}: its objection reserve is drawn too far")
        if step.kind == RESERVE:
            freed = sum(one.lower for one in found.steps if one.day <= step.day
                        and fund_of[rows[one.name]["instrument"]] == fund)  # fmt: skip
            need(aside or step.came_free <= freed - given[fund], f"{step.name}: less came free")
            given[fund] += step.after - step.before
        if at + 1 == len(found.steps) or found.steps[at + 1].day != step.day:
            over = [key for key in room if used[key] > room[key]]
            need(not over, f"{', '.join(over)} holds less than is committed on {step.day}")


def places(scheme: str, fund_of: dict[str, str], room: dict[str, int]) -> list[str]:
    """The fund and, where there is one, the ceiling that a scheme is charged to."""
    return [one for one in (f"fund {fund_of[scheme]}", f"ceiling of {scheme}") if one in room]


def has_its_letters(found: Today) -> None:
    """Every later decision has its letter in the publication list, of the same day."""
    there = Counter(found.documents)
    for step in found.steps:
        pattern = DOCUMENTS[step.kind].replace("{name}", re.escape(step.name))
        need(re.fullmatch(pattern, step.document) is not None, f"{step.name}: {step.document!r}")
        if step.document:
            letter = (step.name, step.document, step.day)
            need(there[letter] > 0, f"{PUBLICATION} has no {step.document} of {step.day}")
            there[letter] -= 1
    unknown = {name for name, _, _ in found.documents} - set(found.rows)
    need(not unknown, f"{PUBLICATION} has letters of {', '.join(sorted(unknown))}")


def adds_up(found: Today) -> None:
    """What is published of today as totals is what the rows come to."""
    rows = list(found.rows.values())
    told = [one.partition(":")[2] for row in rows for one in row["objections"].split()]
    touched = [row for row in rows if row["standing"] or row["objections"] or
               found.of(row["application_id"])]  # fmt: skip
    own: dict[str, Any] = {
        "committed_cents": sum(cents(row["still_committed_eur"]) for row in rows),
        "paid_cents": sum(cents(row["paid_eur"]) for row in rows),
        "added_on_objection_cents": sum(cents(row["added_on_objection_eur"]) for row in rows),
        "later_decisions": len(found.steps),
        "by_decision": dict(Counter(step.kind for step in found.steps)),
        "by_reason": dict(Counter(code for step in found.steps for code in step.why)),
        "by_article": dict(Counter(step.article for step in found.steps)),
        "standings": dict(Counter(row["standing"] for row in touched)),
        "objections": dict(Counter(told)),
    }
    stated = found.rule["today"]
    need(set(stated) == set(own), "the totals of today are other ones")
    for key, value in own.items():
        need(stated[key] == value, f"today, {key}: {stated[key]} is published, it is {value}")
