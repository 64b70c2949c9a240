"""What a rule may look at besides the application itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from ...grants.applications.application import Application
from ...grants.money import Euro
from ...grants.rounds.policy import (
    EDITION,
    UNKNOWN_IS_ASKED,
    DistributionRule,
    InstrumentPolicy,
    Policy,
)
from ...grants.rounds.window import Window
from .catalogue import Catalogue, Law

Groups = Mapping[Hashable, tuple[Application, ...]]


@dataclass(frozen=True)
class RuleContext:
    """The round as a rule sees it.

    ``law_date`` binds the version of the law: the opening of the application window (BWbi art. 11).
    ``decision_date`` is the date of the grant decision, from which start terms run; ``None`` while
    nobody knows it. ``tags`` are those by which the policy counts, and ``edition`` is that of the
    round.
    ``others`` are all applications of the instrument in the round, for rules that count; one
    setting serves a whole round, so that they are grouped once. ``carry`` lets a what-if carry a
    text of the law to a day that its dates do not reach, marked in every answer; a real round
    stops there. ``laws`` has, by name, catalogues to read the law from in place of those of this
    program: a round that is replayed brings its own. ``edition`` is that of the round; ``window``
    is when applications of the scheme may come in. ``found`` are the fields of the application that
    people filled in, with their source, in the place of what was entered.
    """

    law_date: date
    window_closes: date
    decision_date: date | None
    policy: InstrumentPolicy
    others: Sequence[Application]
    carry: bool = False
    laws: Mapping[str, Catalogue] = field(default_factory=dict[str, Catalogue])
    tags: frozenset[str] = frozenset()
    edition: int = EDITION
    window: Window | None = None
    found: frozenset[str] = frozenset()

    @classmethod
    def within(
        cls,
        policy: Policy,
        instrument: str,
        others: Sequence[Application],
        laws: Mapping[str, Catalogue] = MappingProxyType({}),
    ) -> RuleContext:
        """The setting of one instrument of a round.

        In a round of the first edition the window's end stands for an unknown date of decision.
        """
        decided = policy.round.decision_date
        return cls(
            law_date=policy.round.window_opens,
            window_closes=policy.round.window_closes,
            decision_date=decided if policy.asks else decided or policy.round.window_closes,
            policy=policy.instruments[instrument],
            others=others,
            carry=policy.round.explores,
            laws=laws,
            tags=policy.tags,
            edition=policy.edition,
            window=policy.window_of(instrument),
        )

    @property
    def asks(self) -> bool:
        """Whether what is unknown is asked in this round, and never taken for a value."""
        return self.edition >= UNKNOWN_IS_ASKED

    def pays_at_once(self, own_rule: DistributionRule) -> bool:
        """Whether the round keeps the scheme's own rule, whose law pays each grant at once.

        Another rule rests on a text of its own, which may spread what it pays.
        """
        return self.asks and self.policy.rule is own_rule

    @property
    def payment_year(self) -> int:
        """The first year in which money can be paid: that of the decision.

        While its date is unknown, the year in which the window closes: a default that the list of
        stated defaults has, and that approval holds against the real date.
        """
        return (self.decision_date or self.window_closes).year

    @property
    def within_window(self) -> Window:
        """The window of the scheme as announced; where only its days were given, those."""
        return self.window or Window(opens=self.law_date, closes=self.window_closes)

    def law_of(self, catalogue: Catalogue) -> Law:
        """The law of the window, with what the policy sets."""
        read = self.laws.get(catalogue.name, catalogue)
        return read.law_on(
            self.law_date, self.policy.parameters, carry=self.carry, edition=self.edition
        )

    def grouped(self, by: Callable[[Application], Hashable]) -> Groups:
        """The applications that still stand, by what a function says of each; made once.

        Within a group they stand in order of receipt.
        """
        if by not in self._groups:
            groups: dict[Hashable, list[Application]] = {}
            for application in self.others:
                if application.withdrawn_on is None:
                    groups.setdefault(by(application), []).append(application)
            self._groups[by] = {
                key: tuple(sorted(group, key=lambda application: application.received_at))
                for key, group in groups.items()
            }
        return self._groups[by]

    def requested_by(self, by: Callable[[Application], Hashable]) -> Mapping[Hashable, Euro]:
        """What the applications that still stand ask in all, by group; added up once."""
        if by not in self._totals:
            self._totals[by] = {
                key: Euro.total(one.requested for one in group if one.requested is not None)
                for key, group in self.grouped(by).items()
            }
        return self._totals[by]

    def counts(self, application: Application) -> bool:
        """Whether the application is itself among those that still stand."""
        return application.application_id in self._standing

    @cached_property
    def _standing(self) -> frozenset[str]:
        return frozenset(o.application_id for o in self.others if o.withdrawn_on is None)

    @cached_property
    def _groups(self) -> dict[Callable[[Application], Hashable], Groups]:
        return {}

    @cached_property
    def _totals(self) -> dict[Callable[[Application], Hashable], Mapping[Hashable, Euro]]:
        return {}
