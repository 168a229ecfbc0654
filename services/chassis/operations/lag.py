"""Since when does a durable lag? The server counts what waits, and does not say how old it is.

A service may not read a stream, so it remembers: at each look, up to where the durable would
have to settle for everything of that moment to be done. The oldest moment that is not done yet
is since when, at least, an event waits.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

REMEMBERED_MAX = 500


@dataclass(frozen=True)
class _Moment:
    goal: int
    at: datetime


@dataclass
class Lag:
    """What was seen of one durable."""

    _moments: deque[_Moment] = field(default_factory=deque)
    _settled: int = 0

    def look(self, *, settled: int, waiting: int, now: datetime) -> datetime | None:
        """Since when something waits, None when nothing does.

        `settled` numbers the last delivery of the durable that is settled with all before it,
        `waiting` counts what is not.
        """
        if settled < self._settled:  # made anew: it counts from the start again
            self._moments.clear()
        self._settled = settled
        goal = settled + waiting
        while self._moments and self._moments[0].goal <= settled:
            self._moments.popleft()
        if waiting and (not self._moments or self._moments[-1].goal < goal):
            self._moments.append(_Moment(goal, now))
        if len(self._moments) > REMEMBERED_MAX:
            del self._moments[1]  # the oldest says since when
        return self._moments[0].at if self._moments else None


@dataclass
class Memory:
    """What a process remembers between two looks: lags by durable, silences by part."""

    lags: dict[str, Lag] = field(default_factory=dict)
    silences: dict[str, datetime] = field(default_factory=dict)

    def lag(self, consumer: str) -> Lag:
        """What was seen of a durable."""
        return self.lags.setdefault(consumer, Lag())

    def silent(self, part: str, *, silent: bool, now: datetime) -> datetime | None:
        """Since when a part is silent; None when it answers."""
        if not silent:
            self.silences.pop(part, None)
            return None
        return self.silences.setdefault(part, now)
