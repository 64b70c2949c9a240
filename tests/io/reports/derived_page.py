"""What each text of ``report.html`` with a number in it has to say, from the round itself.

A text is known by its part and kind, as in :mod:`.reading_page`; of several of a kind each has its
own words here, in their order. Only the numbers of the words count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.decisions.allocation import Award
from verdeelsleutel.grants.homes import SEGMENTS
from verdeelsleutel.grants.municipality import municipalities, provinces

from .derived import (
    SCHEMES,
    SEGMENT_NAMES,
    Derived,
    euros,
    grouped,
    millions,
    money,
    percent,
    shades,
)
from .derived import tenths as tenths_of
from .derived_book import YEARS

Words = dict[tuple[str, str], list[str]]
_CLASS = 1_000_000  # cents: EUR 10,000 a home
_MOST = 12  # classes; the last holds all that is dearer


class Page:
    """The words of one page."""

    def __init__(self, derived: Derived) -> None:
        self.derived = derived
        self.total = sum(award.amount.cents for award in derived.awards)
        self.words: Words = {}
        self._top()
        self._schemes()
        self._flow()
        self._places()
        self._years()
        self._over_years()
        self._segments()
        self._costs()
        self._goals()
        self._law()
        self._applications()

    def say(self, part: str, kind: str, *texts: str) -> None:
        self.words.setdefault((part, kind), []).extend(texts)

    def _row(self, part: str, row: str, **cells: str) -> None:
        for header, text in cells.items():
            self.say(part, f"{row} | {header.replace('_', ' ')}", text)

    def _pictures(self, part: str, texts: Iterable[str]) -> None:
        """The texts of a picture in no order of their own, for a screen and for a phone."""
        listed = list(texts)
        for kind in ("wide", "narrow"):
            self.say(part, kind, *listed)

    def _top(self) -> None:
        derived, homes = self.derived, self.derived.totals.homes
        asked = sum(award.asked.cents for award in derived.awards)
        granted = sum(1 for award in derived.awards if award.amount)
        share = percent(homes.affordable, homes.total)
        self.say(
            "header", "p.lead",
            f"{millions(asked)} {millions(self.total)} {granted} {len(derived.awards)} "
            f"{grouped(homes.affordable)} {share} {grouped(homes.total)}",
        )  # fmt: skip
        cost = self.total // homes.affordable
        self.say(
            "header", "strong", millions(self.total), grouped(homes.affordable), share, euros(cost)
        )
        self.say(
            "header", "span.note", millions(asked), grouped(homes.total),
            f"{percent(homes.social_rent, homes.total)} 30%", "",
        )  # fmt: skip
        if derived.other:
            gain = homes.affordable - derived.other.affordable_homes
            self.say("header", "strong", f"+{grouped(gain)}" if gain > 0 else grouped(gain))
            there = derived.other.affordable_homes, derived.other.amount.cents
            self.say("header", "span.note", f"{grouped(there[0])} {millions(there[1])}")

    def _sums(self, wanted: Callable[[Award], bool], ceiling: int | None = None) -> dict[str, str]:
        sums = self.derived.where(wanted)
        cells = {
            "Aanvragen": grouped(sums["applications"]), "Toekenningen": grouped(sums["awarded"]),
            "Gevraagd": money(sums["requested"]), "Toegekend": money(sums["amount"]),
            "Betaalbaar": grouped(sums["affordable"]),
        }  # fmt: skip
        if sums["affordable"]:
            cells["Per_betaalbare_woning"] = money(sums["amount"] // sums["affordable"])
        if ceiling is not None:
            cells["Plafond"] = money(ceiling)
        return cells

    def _schemes(self) -> None:
        derived, amounts, asked = self.derived, dict[str, int](), list[int]()
        for key in derived.policy.instruments:

            def mine(award: Award, key: str = key) -> bool:
                return award.instrument == key

            amounts[key] = derived.where(mine)["amount"]
            asked.append(derived.where(mine)["requested"])
            self._row("schemes", SCHEMES[key], **self._sums(mine, derived.ceiling(key)))
        most = max(amounts.values())
        self.say("schemes", "p", f"{millions(most)} {percent(most, self.total)}")
        drawn = [millions(cents) for cents in (*amounts.values(), *asked)]
        self._pictures("schemes", [*drawn, *drawn])  # once more as a halo

    def _flow(self) -> None:
        derived, streams = self.derived, dict[tuple[str, str, str], int]()
        for award in derived.awards:
            if award.amount:
                key = (derived.fund(award), award.instrument, derived.province(award))
                streams[key] = streams.get(key, 0) + award.amount.cents
        self.say("flow", "p", millions(max(streams.values())))
        for level in range(3):
            boxes: dict[str, int] = {}
            for key, cents in streams.items():
                boxes[key[level]] = boxes.get(key[level], 0) + cents
            for _ in ("halo", "name"):  # each name is drawn twice
                self.say("flow", "wide", *(millions(cents) for cents in boxes.values()))
        for (fund, _, _), cents in sorted(streams.items()):
            name = derived.policy.funds[fund].name_nl
            self.say("flow", f"{name} | Toegekend", money(cents))

    def _places(self) -> None:
        derived = self.derived
        amounts: dict[str, int] = {}
        for name in provinces():

            def inside(award: Award, name: str = name) -> bool:
                return derived.province(award) == name

            amounts[name] = derived.where(inside)["amount"]
            self._row("provinces", name, **self._sums(inside))
        most, none = max(amounts.values()), list(amounts.values()).count(0)
        rest = f"{none} 12" if none else ""
        self.say("provinces", "p", f"{millions(most)} {percent(most, self.total)} {rest}")
        self._pictures("provinces", map(millions, amounts.values()))
        self._municipalities()

    def _municipalities(self) -> None:
        derived = self.derived
        paid: dict[str, tuple[int, int]] = {}
        asked = {award.municipality_code for award in derived.awards}
        for code, place in municipalities().items():

            def there(award: Award, code: str = code) -> bool:
                return award.municipality_code == code

            cents = derived.where(there)["amount"] if code in asked else 0
            sums = derived.where(there) if code in asked else {"affordable": 0}
            homes = sums["affordable"]
            self._row(
                "map", place.name, Gemeentecode=code, Toegekend=money(cents),
                Betaalbaar=grouped(homes),
            )  # fmt: skip
            if code in asked:
                self._row("municipalities", place.name, **self._sums(there))
            label = ["", millions(cents), grouped(homes)] if cents else [""]
            self.say("map", f"{place.name} | label", *label)
            if code in asked:
                self.say("map", f"{place.name} | aria-label", " ".join(label))
            if cents:
                paid[code] = (cents, homes)
        self.say("map", "p", f"{len(paid)} {len(municipalities())} {len(asked)} CC BY 4.0")
        for name, count, homes in shades(derived):
            self.say("map", "li", f"{name} {count} {'' if homes is None else grouped(homes)}")
        top = sorted((cents for cents, _ in paid.values()), reverse=True)[:12]
        if len(paid) > len(top):
            self.say("municipalities", "p",
                     f"{len(paid)} {len(top)} {percent(sum(top), self.total)}")  # fmt: skip
        else:
            self.say("municipalities", "p", str(len(paid)))
        self._pictures("municipalities", map(millions, top))

    def _years(self) -> None:
        for number, fund in enumerate(self.derived.policy.funds):
            part, over, pictures = f"years-{number}", list[str](), list[str]()
            rows = self.derived.cash(fund)
            for year, cash, limit, moved, free in rows:
                name = str(year) if year else "Zonder jaar"
                more = {"Kasplafond": limit, "Uit_het_jaar_ervoor": moved, "Vrij": free}
                told = {header: money(cents) for header, cents in more.items() if cents is not None}
                self._row(part, name, Jaar=name, Kas=money(cash), **told)
                # The year is below its column, the amount with its halo above it.
                pictures += [name, tenths_of(cash), tenths_of(cash)]
                if free is not None and free < 0:
                    over.append(f"{name} {money(-free)}")
            most = max(rows, key=lambda row: row[1])
            first = f"{most[0] or ''} {millions(most[1])}"
            self.say(part, "p", " ".join([first, *over]))
            self._pictures(part, pictures)

    def _over_years(self) -> None:
        rows = self.derived.years()
        of_schemes = [told for (_, _, scheme), told in rows if scheme != "hele geldbron"]
        told = (sum(one[name] for one in of_schemes) for name in ("committed", "paid", "to_pay"))
        self.say("over-years", "p", "", " ".join(map(money, told)))
        always = ("ceiling", "committed", "to_pay", "free")
        shown = {name for name in YEARS.values() if any(one.get(name) for _, one in rows)}
        for (fund, year, _), amounts in rows:
            self.say("over_years", f"{fund} | Jaar", year)
            for header, name in YEARS.items():
                # An empty cell says nothing, and a column of noughts is left out.
                if name in amounts and (name in always or name in shown):
                    self.say("over_years", f"{fund} | {header}", money(amounts[name]))

    def _segments(self) -> None:
        derived, homes = self.derived, self.derived.totals.homes
        counted = (homes.affordable, homes.total, homes.social_rent)
        self.say("segments", "p", " ".join(map(grouped, counted)))
        for segment in SEGMENTS:
            here = getattr(homes, segment)
            row = {"Deze_ronde": grouped(here), "Aandeel": percent(here, homes.total)}
            self._pictures("segments", [grouped(here)])
            if derived.other:
                there = getattr(derived.other.homes, segment)
                name = derived.other.name_nl[:1].upper() + derived.other.name_nl[1:]
                row[name.replace(" ", "_")] = grouped(there)
                self._pictures("segments", [grouped(there)])
            self._row("segments", SEGMENT_NAMES[segment], **row)

    def _costs(self) -> None:
        granted, refused = list[int](), list[int]()
        for award in self.derived.awards:
            homes = self.derived.stated(award).affordable
            if homes and award.requested:
                cost = award.asked.cents // homes
                if award.amount:
                    granted.append(cost)
                elif award.outcome.value == "refused_ceiling":
                    refused.append(cost)
        half = sorted(granted)[(len(granted) - 1) // 2]
        self.say("costs", "p", f"{euros(half)} {euros(max(granted))}")
        classes = [min(_MOST, cost // _CLASS) for cost in (*granted, *refused)]
        for number in range(min(classes), max(classes) + 1):
            low = number * 10
            name = f"{low} tot {low + 10} duizend euro"
            label = f"{low} {low + 10}"
            if number == _MOST:
                name, label = f"{low} duizend euro en meer", str(low)
            counts = [
                str(sum(1 for cost in costs if min(_MOST, cost // _CLASS) == number))
                for costs in (granted, refused)
            ]
            self._row("costs", name, Per_woning=name, Toekenningen=counts[0],
                      Om_het_plafond_afgewezen=counts[1])  # fmt: skip
            self._pictures("costs", [label])

    def _goals(self) -> None:
        derived = self.derived
        for sentence, stand, target in derived.national():
            source = "" if "doorbraak" in sentence else " Kamerstukken II 2024/25, 32 847, nr. 1344"
            self._row("national", sentence + source, Doel=sentence + source, Deze_ronde=stand,
                      Streven=target)  # fmt: skip
        met = sum(1 for check in derived.checks if check.slack >= 0 and not check.shortfall)
        self.say("goals", "p", f"{met} {len(derived.checks)}")
        for check in derived.checks:
            share = derived.share(check.code)
            sign = {"<=": "≤", ">=": "≥"}.get(check.relation, check.relation)
            value, limit = share or (
                derived.measured(check, check.value),
                f"{sign} {derived.measured(check, check.limit)}",
            )
            slack = "" if share else derived.measured(check, check.slack)
            name = f"{check.sentence_nl} {check.source}".replace("\u00a0", " ")
            self._row("goals", name, Wat_geldt=name, Waarde=value, Grens=limit, Speling=slack)

    def _law(self) -> None:
        derived, other = self.derived, self.derived.other
        if other is None:
            return
        gain = derived.totals.homes.affordable - other.affordable_homes
        told = f"{grouped(other.affordable_homes)} {millions(other.amount.cents)}"
        self.say("law", "p", f"{told} {grouped(abs(gain))}" if gain else told)
        changed = 0
        for award in derived.awards:
            there = derived.counterpart(award.application_id)
            if there != award.amount.cents:
                changed += 1
                self._row(
                    "law", award.application_id, Aanvraag=award.application_id,
                    Deze_ronde=money(award.amount.cents), Onder_de_andere_regel=money(there),
                    Verschil=money(award.amount.cents - there),
                )  # fmt: skip
        self.say("law", "summary", grouped(changed))

    def _applications(self) -> None:
        derived = self.derived
        provisional = [
            one for one in derived.dossier.decided if any(a.provisional for a in one.assessments)
        ]
        if provisional:
            self.say("applications", "p", grouped(len(provisional)))
        for award in derived.awards:
            number, sums = award.application_id, derived.of_one(award.application_id)
            cost = sums["amount"] // sums["affordable"] if sums["affordable"] else None
            self._row(
                "table", number, Aanvraag=number, Gevraagd=money(sums["requested"]),
                Toegekend=money(sums["amount"]), Betaalbare_woningen=grouped(sums["affordable"]),
                Per_betaalbare_woning="" if cost is None else money(cost),
            )  # fmt: skip
            project = derived.asked[number].project_name or award.project_id
            self.say("table", f"{number} | Project", f"{project} {SCHEMES[award.instrument]}")
            self._card(award)

    def _card(self, award: Award) -> None:
        derived, number = self.derived, award.application_id
        lines = {"Projectcode": award.project_id}
        if isinstance(derived.asked[number], Application):
            lines["Woningen in de aanvraag"] = _homes(derived.stated(award))
        if award.amount:
            lines |= {
                "Woningen in de toekenning": _homes(award.homes),
                "Compensabele btw": money(award.compensable_vat.cents),
                "Uit te keren": money(award.payable.cents),
                "Kas": " ".join(f"{p.year} {money(p.amount.cents)}" for p in award.payments),
            }
        if award.rank is not None:
            among = grouped(derived.placed_with(award))
            lines["Plaats"] = f"{grouped(award.rank)} {among}"
        if award.next_window:
            lines["Naar het volgende tijdvak"] = money(award.next_window.cents)
        if derived.other:
            lines["Onder de andere regel"] = money(derived.counterpart(number))
        for label, text in lines.items():
            self.say("table", f"{number}: {label}", text)
        for reason in award.reasons:
            self.say("table", f"{number}: p", f"{reason.nl} {reason.article}")


def _homes(homes: object) -> str:
    return " ".join(grouped(getattr(homes, key)) for key in SEGMENTS if getattr(homes, key))
