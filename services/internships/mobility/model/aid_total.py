"""The aids of a school year, all together, and when their total is told to the department."""

from dataclasses import dataclass

from contracts.small_totals import is_to_tell


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
        return is_to_tell(self.pupils, told=self.told, running=running)
