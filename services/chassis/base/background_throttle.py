"""People first: while many commands come in, work that nobody waits for lets them pass.

All services of a machine may share one event loop. A mail that leaves a few seconds later costs
nobody anything; a command that waits behind fifty mails costs somebody patience.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable

BUSY_COMMANDS = 20
"""This many commands within a second are more than a few people make by hand."""
LOOK_SECONDS = 0.05


class BackgroundThrottle:
    """Counts the commands of one process, and lets background work wait for a calmer moment."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds."""
        self._clock = clock
        self._commands: deque[float] = deque(maxlen=BUSY_COMMANDS)

    def command(self) -> None:
        """A command came in."""
        self._commands.append(self._clock())

    @property
    def busy(self) -> bool:
        """Whether the last commands came within a second."""
        return len(self._commands) == BUSY_COMMANDS and self._clock() - self._commands[0] < 1

    async def let_pass(self, at_most_seconds: float) -> None:
        """Wait until it is calm, but no longer than that: what waits is done all the same."""
        until = self._clock() + at_most_seconds
        while self.busy and self._clock() < until:  # noqa: ASYNC110  calm is time that passes
            await asyncio.sleep(LOOK_SECONDS)


PROCESS = BackgroundThrottle()
"""That of this process, whatever services run in it."""
