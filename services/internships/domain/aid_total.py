"""The aids of a school year, all together, and when their total is told to the department."""

from dataclasses import dataclass

PUPILS_MIN = 5
"""Under this the total would tell what one pupil got."""


def is_too_few(pupils: int) -> bool:
    """Whether a total is of too few pupils to be told; of none it is."""
    return 0 < pupils < PUPILS_MIN


@dataclass(frozen=True)
class YearTotal:
    """What was granted in a year, and what was last told of it.

    `told`: pupils; None: nothing. From one to four, it was told that they are too few.
    """

    pupils: int
    amount_euros: int
    told: int | None

    def is_to_tell(self, *, running: bool) -> bool:
        """Whether the department is told of it now; `running`: whether the year is going on."""
        if self.told is None and not self.pupils:
            return running
        before = self.told or 0
        if is_too_few(before):
            return not is_too_few(self.pupils)
        if before == 0 and is_too_few(self.pupils):
            return True
        return abs(self.pupils - before) >= PUPILS_MIN
