"""What a round was sealed with, and how it was amended since."""

from __future__ import annotations

from .....grants.rounds.policy import Policy
from ... import changes
from .. import amendments
from ..once import once
from .kept import KeptRound


class SealedRound(KeptRound):
    """A round with the policy and the seal that hold."""

    @once
    def proposals(self) -> tuple[changes.Amendment, ...]:
        """Every amendment that was proposed, oldest first."""
        return self.kept_in("amendment", amendments.proposals)

    @once
    def confirmations(self) -> tuple[changes.AmendmentConfirmation, ...]:
        """The second names under amendments, oldest first."""
        return amendments.confirmations(self.session, self.id) if self.proposals else ()

    @once
    def dropped(self) -> tuple[changes.AmendmentDropped, ...]:
        """The proposals that were taken back before anybody confirmed them, oldest first."""
        return amendments.dropped(self.session, self.id) if self.proposals else ()

    @property
    def waiting_amendment(self) -> changes.Amendment | None:
        """The newest proposal, where it waits for its second name."""
        newest = self.proposals[-1:]
        settled = {one.id for one in self.amendments}
        settled |= {one.amendment_id for one in self.dropped}
        return newest[0] if newest and newest[0].id not in settled else None

    @once
    def amendments(self) -> tuple[changes.Amendment, ...]:
        """The amendments that hold, oldest first."""
        return amendments.that_hold(self.proposals, self.confirmations)

    @property
    def decisive_amendments(self) -> tuple[changes.Amendment, ...]:
        """The amendments of the policy, or of a program that divides otherwise, oldest first."""
        return tuple(one for one in self.amendments if not one.same)

    @once
    def policy(self) -> Policy:
        """The policy that holds: the sealed one, or that of the newest amendment."""
        newest = self.decisive_amendments[-1:]
        return Policy.sealed((newest[0] if newest else self.row).policy_json)

    @property
    def seal(self) -> str:
        """The seal that the division rests on; a program that gives the same bytes leaves it."""
        newest = self.decisive_amendments[-1:]
        return (newest[0] if newest else self.row).policy_hash

    @property
    def newest_seal(self) -> str:
        """The seal that the policy has under the program that was recorded last."""
        newest = self.amendments[-1:]
        return (newest[0] if newest else self.row).policy_hash

    @property
    def program_version(self) -> str:
        """The program version that was recorded last for this round."""
        newest = self.amendments[-1:]
        return (newest[0] if newest else self.row).program_version

    @property
    def amenders(self) -> tuple[str, ...]:
        """Who made or confirmed an amendment that is decisive."""
        return amendments.amenders(self.decisive_amendments, self.confirmations)
