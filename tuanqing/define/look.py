"""How figures are looked at: by every row or by those that stand up to the checks, in the areas of then or of today."""

from dataclasses import dataclass

VERIFIED, TODAY = "verified", "today"


@dataclass(frozen=True)
class Look:
    """`verified`: without the rows a check doubts (核实数), else as claimed (台账数). `today`: in today's boundaries, else
    in those of each period, as reported."""

    verified: bool = False
    today: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The schemas whose tables go before the ordinary ones, in order."""
        both = (f"{VERIFIED}_{TODAY}",) if self.verified and self.today else ()
        return both + ((TODAY,) if self.today else ()) + ((VERIFIED,) if self.verified else ())

    @property
    def key(self) -> str:
        """What tells one from another: "" for the ordinary one."""
        return "+".join(self.path[-2:])


PLAIN = Look()
EVERY = (Look(today=True), Look(verified=True), Look(verified=True, today=True))  # beside the ordinary one
