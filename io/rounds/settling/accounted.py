"""What a file of accounts says, held against the awards of a round and what was accounted before.

What keeps a line from counting is an error, and then nothing of the file is kept; what an officer
has to look at is a warning, and is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ....grants.applications.finding import Finding, Severity, make_finding
from ....grants.applications.public_body import PublicBody, body_key
from ....grants.frozen import frozen
from ....grants.municipality import code_of, municipalities, successions
from ....instruments.after.settling import Manner
from ....instruments.instrument import instruments
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import StoredAccount
from ...workbooks.formats.limits import check_findings
from ..after.standing import Ended, StandingAward, unsettled_awards
from ..objections.made import applications_since

if TYPE_CHECKING:
    from .account_file import Accounted, AccountFile

_E, _W = Severity.ERROR, Severity.WARNING


@frozen
class Taken:
    """The accounts that can be kept, those that were kept before in the same words, and findings.

    ``replaces`` are the accounts that a new version of the same year takes the place of, by number.
    """

    new: tuple[StoredAccount, ...]
    before: int
    findings: tuple[Finding, ...]
    replaces: Mapping[str, StoredAccount]


def newest_account(reader: RoundReader, number: str) -> StoredAccount | None:
    """The account of an award over the latest year; ``None`` where there is none."""
    return next(iter(reversed(reader.after.accounts.get(number, ()))), None)


def held_against_awards(reader: RoundReader, read: AccountFile, on: date, who: str) -> Taken:
    """What can be kept of a file that was received on a day, and what is wrong with it."""
    held = _Held(reader, read, on)
    new: list[StoredAccount] = []
    findings: list[Finding] = []
    replaces: dict[str, StoredAccount] = {}
    before = 0
    for line in read.lines:
        found = tuple(held.findings(line))
        findings += found
        if findings:
            check_findings(len(findings), findings[0])
        if any(one.severity is _E for one in found):
            continue
        made, earlier = held.account(line, who)
        if earlier is not None and earlier.said == made.said:
            before += 1
            continue
        if earlier is not None:
            replaces[line.application_id] = earlier
        new.append(made)
    return Taken(new=tuple(new), before=before, findings=tuple(findings), replaces=replaces)


class _Held:
    """A file held against a round."""

    def __init__(self, reader: RoundReader, read: AccountFile, on: date) -> None:
        self._reader, self._read, self._on = reader, read, on
        self._standing = unsettled_awards(reader)
        self._accounts = reader.after.accounts
        self._places = {
            one.application.application_id: one.application.place
            for one in applications_since(reader)
        }
        self._bodies = {
            one.application.application_id: applicant.key
            for one in applications_since(reader)
            if isinstance(applicant := one.application.applicant, PublicBody)
        }
        # What stands in the same file counts as said before. By years, of which there are few: a
        # file may have its fifty thousand lines about one award.
        self._last: dict[str, dict[int, None]] = {}
        for line in read.lines:
            if line.last:
                self._last.setdefault(line.application_id, {})[line.year] = None

    def findings(self, line: Accounted) -> Iterator[Finding]:
        """What is wrong with a line, or has to be looked at."""
        number = line.application_id
        if number not in self._places:
            yield self._find(line, "ACC-010", _E, "aanvraag", f"Ronde {self._reader.id} heeft geen "
                             f"aanvraag {number}.", "Neem het nummer over uit het besluit, en geef "
                             "het bestand bij de ronde waarvan het is.")  # fmt: skip
            return
        standing = self._standing.get(number)
        if standing is None or standing.ended is not Ended.NOT:
            said = "kreeg geen geld" if standing is None else f"is {standing.ended.dutch}"
            yield self._find(line, "ACC-011", _E, "aanvraag", f"{number} {said}; er valt niets "
                             "te verantwoorden.", "Vraag de gemeente welke uitkering zij bedoelt. "
                             "Wat is betaald, vordert u terug bij eigen besluit.")  # fmt: skip
            return
        yield from self._municipality(line)
        yield from self._year(line, standing)
        yield from self._amounts(line, standing)

    def _municipality(self, line: Accounted) -> Iterator[Finding]:
        place = self._places[line.application_id]
        written = line.municipality
        if self._by_body(line):
            return  # whoever got the money accounts for it
        code = code_of(written)
        ended = successions().get(place.code)
        over = ended is not None and ended.certain and ended.since <= self._on
        if ended is not None and code == ended.successor and self._on >= ended.since:
            yield self._find(
                line, "ACC-012", _W, "gemeentecode",
                f"{place.name} ({place.code}) ging op {ended.since:%d-%m-%Y} op in "
                f"{municipalities()[ended.successor].name} ({ended.successor}), die nu "
                "verantwoordt.", "Stuur brieven over deze uitkering aan de nieuwe gemeente.",
            )  # fmt: skip
        elif code != place.code:
            yield self._find(
                line, "ACC-013", _E, "gemeentecode",
                f"{line.application_id} is van {place.name} ({place.code}), niet van "
                f"{written or 'een lege code'}.",
                "Controleer nummer en code; alleen wie haar opvolgde, verantwoordt voor haar.",
            )  # fmt: skip
        elif over and ended is not None:
            yield self._find(
                line, "ACC-014", _E, "gemeentecode",
                f"{place.name} ({place.code}) bestaat sinds {ended.since:%d-%m-%Y} niet meer en "
                f"ging op in {ended.successor}.", f"Zet de code {ended.successor} in de regel.",
            )  # fmt: skip
        elif ended is not None and ended.since <= self._on:
            yield self._find(
                line, "ACC-012", _W, "gemeentecode",
                f"{place.name} ({place.code}) zou op {ended.since:%d-%m-%Y} opgaan in "
                f"{ended.successor}; of dat is doorgegaan, weet dit programma niet.",
                "Zoek het uit, en stuur brieven aan wie nu bevoegd is.",
            )  # fmt: skip

    def _by_body(self, line: Accounted) -> bool:
        """Whether the public body that got the money accounts for it, by its own name."""
        return self._bodies.get(line.application_id) == body_key(line.municipality)

    def _year(self, line: Accounted, standing: StandingAward) -> Iterator[Finding]:
        first = standing.decided_on.year
        if line.year < first:
            yield self._find(line, "ACC-015", _E, "jaar",
                             f"{line.application_id} is verleend op "
                             f"{standing.decided_on:%d-%m-%Y}; over {line.year} valt niets te "
                             "verantwoorden.", "Controleer het jaar.")  # fmt: skip
        elif line.year >= self._on.year:
            yield self._find(line, "ACC-015", _E, "jaar",
                             f"{line.year} was op {self._on:%d-%m-%Y} nog niet voorbij.",
                             "Controleer het jaar, of de dag bij --date.")  # fmt: skip
        others = [*self._accounts.get(line.application_id, ())]
        ended = [one.year for one in others if one.last and one.year < line.year]
        ended += [year for year in self._last.get(line.application_id, ()) if year < line.year]
        if ended:
            yield self._find(line, "ACC-016", _E, "jaar",
                             f"De verantwoording over {ended[0]} was volgens de gemeente de "
                             "laatste.", "Vraag de gemeente welke de laatste is, en laat haar "
                             "de andere verbeteren.")  # fmt: skip
        if line.last and any(one.year > line.year for one in others):
            yield self._find(line, "ACC-016", _E, "laatste",
                             f"Na {line.year} is al over een later jaar verantwoord.",
                             "Vraag de gemeente welke de laatste is.")  # fmt: skip

    def _amounts(self, line: Accounted, standing: StandingAward) -> Iterator[Finding]:
        award = standing.award
        if line.spent > award.amount:
            yield self._find(line, "ACC-017", _E, "besteed",
                             f"Besteed is {line.spent}, en verleend is {award.amount}.",
                             "Verantwoord wordt wat van de uitkering zelf is besteed, niet wat het "
                             "project kost. Vraag de gemeente om het juiste bedrag.")  # fmt: skip
        earlier = [o for o in self._accounts.get(line.application_id, ()) if o.year < line.year]
        if earlier and line.spent < earlier[-1].spent:
            yield self._find(line, "ACC-018", _W, "besteed",
                             f"Tot en met {earlier[-1].year} was {earlier[-1].spent} besteed, nu "
                             f"{line.spent}.", "Bedragen tellen op over de jaren; vraag de "
                             "gemeente of zij dat doen.")  # fmt: skip
        manner = (
            instruments()[award.instrument]
            .settling.on(self._reader.policy.round.window_opens)
            .manner
        )
        if manner is not Manner.FIXED or not line.last:
            return
        if line.shortfall is None:
            yield self._find(line, "ACC-019", _E, "werkelijk_tekort",
                             "Het werkelijke tekort ontbreekt in de laatste verantwoording.",
                             "Vraag het aan de gemeente: zonder dat is niet vast te stellen. Nul "
                             "schrijft u als 0.")  # fmt: skip
        elif not line.shortfall:
            yield self._find(line, "ACC-020", _W, "werkelijk_tekort",
                             "Het werkelijke tekort is nul: dan is ook de uitkering nihil.",
                             "Ga na of de gemeente nul bedoelt, of het niet weet.")  # fmt: skip

    def account(self, line: Accounted, who: str) -> tuple[StoredAccount, StoredAccount | None]:
        """The account of a line, and the version of the same year before it."""
        own = self._accounts.get(line.application_id, ())
        earlier = next((one for one in own if one.year == line.year), None)
        by_body = self._by_body(line)
        code = self._places[line.application_id].code if by_body else code_of(line.municipality)
        assert code is not None
        made = StoredAccount(
            row_id=0, application_id=line.application_id, municipality_code=code, year=line.year,
            version=1 if earlier is None else earlier.version + 1, last=line.last,
            spent=line.spent, lawful=line.lawful, unlawful=line.unlawful, shortfall=line.shortfall,
            homes=line.homes, affordable_homes=line.affordable_homes, reference=line.reference,
            on=self._on, file=self._read.name, sha256=self._read.sha256, line=line.line,
            officer=who,
        )  # fmt: skip
        return made, earlier

    def _find(
        self, line: Accounted, code: str, weight: Severity, column: str, message: str, cure: str
    ) -> Finding:
        return make_finding(
            code, weight, message, cure, file=self._read.name,
            sheet=self._read.name.rpartition(".")[0], cell=line.cells.get(column, ""),
            value=line.written.get(column, ""), application_id=line.application_id, field=column,
        )  # fmt: skip
