"""Parts of pages that are drawn once for everybody who reads the same.

A part kept here is drawn without its reader and without the request: `rendering.draw` hands a template
what it is given and nothing else, and a template that names anything more fails (StrictUndefined). It is then a
function of what was read, which is a function of the scope it was read in, of the revision of the read
model, and of the time. All three are asked again at each reading: what was drawn of another scope, of
another revision, or for another time is not shown.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

KEPT_MAX = 32
"""What one process keeps: of each set of parts, one drawing for each scope it was asked in."""


@dataclass(frozen=True)
class Drawn:
    """Parts of a page by name, which hold from an instant up to, but not, another.

    Time alone would have them drawn otherwise after that: another day, a silence that lasted.
    """

    parts: Mapping[str, Markup]
    since: datetime
    until: datetime


Draw = Callable[[], Awaitable[Drawn]]


class DrawnOnce:
    """What one process of a service keeps drawn; the least recently read goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[int, Drawn]] = OrderedDict()
        self._drawing = asyncio.Lock()

    async def of(self, what: Hashable, revision: int, now: datetime, draw: Draw) -> Drawn:
        """These parts as they are at this revision, drawn now if need be.

        `what` names the parts and the scope they are read in. `revision` is read first, in the
        transaction that `draw` reads in. Who asks while it is drawn waits for it: it is drawn
        once, however many ask.
        """
        found = self._find(what, revision, now)
        if found is not None:
            return found
        async with self._drawing:
            found = self._find(what, revision, now)
            if found is None:
                found = await draw()
                self._kept[what] = (revision, found)
                while len(self._kept) > KEPT_MAX:
                    self._kept.popitem(last=False)
        return found

    def _find(self, what: Hashable, revision: int, now: datetime) -> Drawn | None:
        kept = self._kept.get(what)
        if kept is None or kept[0] != revision or not kept[1].since <= now < kept[1].until:
            return None
        self._kept.move_to_end(what)
        return kept[1]
