"""What the rules and people said of the applications of a round."""

from __future__ import annotations

from .....grants.applications.assessment import Assessment
from .. import judgements, lives, lots, screenings
from ..applications import StoredApplication
from ..judgements import RecordedJudgement
from ..lives import StoredLifeEvent
from ..lots import DrawnLot
from ..once import once
from ..screenings import Written
from .received import ReceivedRound


class JudgedRound(ReceivedRound):
    """A round with what was said of each application, by rules, by people and by lot."""

    @once
    def _written(self) -> Written:
        newest = self.decisive_amendments[-1:]
        under = newest[0].id if newest else None
        again = self.has_rows("screened_again")
        return screenings.answers(self.session, self.id, under, again=again)

    @once
    def _written_at_the_decision(self) -> Written:
        row = self.approval_row
        if row is None or not row.id or not self.has_rows("approval_answer"):
            return {}
        return screenings.as_decided(self.session, row.id)

    @once
    def answers(self) -> dict[str, tuple[Assessment, ...]]:
        """What the rules said at the screening, or since the policy was amended, by application."""
        return screenings.in_words(self._written)

    @once
    def answers_as_decided(self) -> dict[str, tuple[Assessment, ...]]:
        """What the rules say on the day of the decision, of whom they then say it otherwise."""
        return screenings.in_words(self._written_at_the_decision)

    def rescreened(self, amendment_id: int) -> bool:
        """Whether the rules were put anew when an amendment held."""
        return screenings.put_anew(self.session, amendment_id)

    @once
    def judgements(self) -> tuple[RecordedJudgement, ...]:
        """Every judgement, oldest first, with its confirmation."""
        return self.kept_in("judgement", judgements.recorded)

    @once
    def _judged(
        self,
    ) -> tuple[tuple[StoredApplication, ...], dict[str, tuple[Assessment, ...]]]:
        """The applications with what people filled in, and what is said of each."""
        said = {**self.answers, **self.answers_as_decided}
        policy = self.policy_as_decided
        return judgements.as_judged(policy, self.applications, said, self.judgements)

    @property
    def judged_applications(self) -> tuple[StoredApplication, ...]:
        """Every application, with the values that two people filled in for what was unknown."""
        return self._judged[0]

    @property
    def assessments(self) -> dict[str, tuple[Assessment, ...]]:
        """What the rules and the confirmed judgements said, by application number."""
        return self._judged[1]

    def judged(self, number: str) -> tuple[StoredApplication, tuple[Assessment, ...]] | None:
        """One application and what is said of it, as among all; ``None`` where there is none.

        The others are read only where people judged this one: what they filled in is put to the
        rules, which look at all of a scheme.
        """
        if any(one.application_id == number for one in self.judgements):
            all_of_them = self.judged_applications
            found = [one for one in all_of_them if one.application.application_id == number]
            return (found[0], self.assessments[number]) if found else None
        found = list(self._newest(number))
        if not found:
            return None
        kept = {**self._written, **self._written_at_the_decision}
        return found[0], screenings.read(kept[number])

    @once
    def lots(self) -> tuple[DrawnLot, ...]:
        """The lots of the round, in the order drawn."""
        return self.kept_in("lot", lots.drawn)

    # What was done to one application, decision or award by itself.

    @once
    def life_events(self) -> tuple[StoredLifeEvent, ...]:
        """What no other row tells of a life, in the order in which it came to count."""
        return lives.life_events(self.session, self.id, self.linked_numbers)

    @once
    def untreated(self) -> dict[str, StoredLifeEvent]:
        """The applications that two officers left untreated, each with that event."""
        return lives.untreated(self.life_events)

    @once
    def set_aside(self) -> dict[str, StoredLifeEvent]:
        """The applications that two officers set aside, each with that event."""
        return lives.set_aside(self.life_events)

    @once
    def heard(self) -> dict[str, StoredLifeEvent]:
        """The applications of which a reaction to an intention to refuse was weighed, by number."""
        return lives.heard(self.life_events)
