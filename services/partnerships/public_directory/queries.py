"""Asking the public directory of companies: only where it is configured, and never waited for long.

The register is a help: with no answer in three seconds, or after three troubles in a row, people
type by themselves. What it told lately is kept in memory, so that a card taken from a list of
results asks nothing again.
"""

import asyncio
import ssl
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache, partial

import structlog

from contracts.identifiers import Siret
from services.chassis.base.settings import Settings
from services.partnerships.public_directory.model import DirectoryAway, Entry, entries_of

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 3.0
TROUBLES_MAX = 3
REST_SECONDS = 60.0
"""How long the register is left alone after that many troubles in a row."""
KEPT_SECONDS = 900.0
KEPT_MAX = 200
SHOWN_MAX = 10
WORDS_MIN, WORDS_MAX = 3, 120


@dataclass
class Directory:
    """The public directory at one address. `clock` tells seconds."""

    url: str
    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, tuple[float, list[Entry]]] = field(default_factory=OrderedDict)
    _troubles: int = 0
    _rests_until: float = 0.0
    _tls: ssl.SSLContext | None = None

    async def search(self, words: str, *, anew: bool = False) -> list[Entry]:
        """Sites found by a name or a number, those still open first. Raises DirectoryAway.

        `anew`: what was told lately does not count.
        """
        words = " ".join(words.split())[:WORDS_MAX]
        kept = self._kept.get(words)
        if not anew and kept is not None and kept[0] > self.clock():
            return kept[1]
        found = sorted(await self._asked(words), key=lambda one: one.closed)
        self._keep(words, found)
        for one in found:
            self._keep(one.siret, [one])
        return found

    async def look_up(self, siret: Siret, *, anew: bool = False) -> Entry | None:
        """One site, None when the register has none. Raises DirectoryAway."""
        found = await self.search(siret, anew=anew)
        return next((one for one in found if one.siret == siret), None)

    def _keep(self, words: str, found: list[Entry]) -> None:
        self._kept[words] = (self.clock() + KEPT_SECONDS, found)
        self._kept.move_to_end(words)
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)

    async def _asked(self, words: str) -> list[Entry]:
        import httpx2  # where a register is asked, and there alone

        if self.clock() < self._rests_until:
            raise DirectoryAway
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                entries = await self._answer(words)
        except (httpx2.HTTPError, OSError, ValueError) as error:
            self._trouble(error)
            raise DirectoryAway from None
        self._troubles = 0
        return entries

    async def _answer(self, words: str) -> list[Entry]:
        import httpx2

        if self._tls is None:
            # Reading the authorities of the system takes tens of milliseconds.
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        async with httpx2.AsyncClient(verify=self._tls, timeout=ANSWER_SECONDS) as client:
            answer = await client.get(
                f"{self.url.rstrip('/')}/search",
                params={"q": words, "page": 1, "per_page": SHOWN_MAX},
            )
            answer.raise_for_status()
            return entries_of(answer.json())

    def _trouble(self, error: Exception) -> None:
        self._troubles += 1
        # Never what was asked: it may be somebody's name.
        log.warning("directory.away", error=type(error).__name__, troubles=self._troubles)
        if self._troubles >= TROUBLES_MAX:
            self._troubles, self._rests_until = 0, self.clock() + REST_SECONDS


@cache
def directory_at(url: str) -> Directory:
    """The one all of a process ask, so that they know together when it is away."""
    return Directory(url)


def asking() -> Callable[[Siret], Awaitable[Entry | None]] | None:
    """How timed work asks the register of this installation; None where none is configured."""
    url = Settings().directory_url
    return partial(directory_at(url).look_up, anew=True) if url else None
