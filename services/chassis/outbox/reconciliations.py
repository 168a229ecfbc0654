"""What the comparisons of the journal with the streams found, for those who operate.

They are made as the operator (`deploy/repair`): no service may read a stream by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.database.tables import reconciliations, stream_marks

TAKE_BACK = "«\u00a0passerelle reconcile --restored\u00a0»"
"""What takes back from the bus what a database has lost."""
NOTES = {
    "stream-absent": "le flux avait disparu, il a été recréé",
    "stream-made-again": "le flux a été recréé depuis, il est rempli de nouveau",
    "stream-went-back": "le flux était revenu en arrière, il est rempli de nouveau",
    "readers-made-anew": "les lecteurs du flux ont été recréés, ils le relisent en entier",
    "durables-mended": "des lecteurs manquaient ou étaient mal réglés, ils ont été recréés",
    "relay-behind": "rien n’a été comparé : le service ne suit pas ce flux, lancez-le",
    "database-older": "la base est plus ancienne que le bus, une sauvegarde a été remise seule\u202f: "
    f"lancez {TAKE_BACK}",
    "bus-refused": "le flux a des réglages qui perdraient des faits : lancez « passerelle provision »",
}
FOR_A_PERSON = frozenset({"relay-behind", "bus-refused", "database-older"})
"""Notes about what was not mended."""


@dataclass(frozen=True)
class Reconciliation:
    """One comparison of this service's journal with one stream.

    `holes` were in the journal and no longer in the stream: they were sent again. `differing`
    (same event, other contents, or redacted since) and `strangers` (events of this service that
    its journal does not know) are for a person to decide. `note` says what was mended besides,
    or why nothing was compared: words of `NOTES`, separated by spaces.
    """

    stream: str
    began_at: datetime
    ended_at: datetime
    whole: bool
    messages: int
    holes: int
    differing: int
    strangers: int
    note: str

    @property
    def clean(self) -> bool:
        """Whether journal and stream agreed."""
        return not (self.holes or self.differing or self.strangers or self.note)

    @property
    def for_a_person(self) -> bool:
        """Whether something was found that mending alone does not settle."""
        unsettled = FOR_A_PERSON.intersection(self.note.split())
        return bool(self.differing or self.strangers or unsettled)

    def sentences(self) -> list[str]:
        """What was found, in French; empty when journal and stream agreed."""
        counted = {
            f"{self.holes} fait(s) manquaient dans le flux, ils sont renvoyés": self.holes,
            f"{self.differing} fait(s) du flux ne disent pas ce que dit le journal : "
            f"passerelle rebuild stream {self.stream}": self.differing,
            f"{self.strangers} fait(s) du flux sont inconnus du journal : la base a peut-être "
            f"été remise seule d’une sauvegarde, lancez {TAKE_BACK}": self.strangers,
        }
        found = [sentence for sentence, count in counted.items() if count]
        return [f"{self.stream} : {one}." for one in [*found, *_explained(self.note.split())]]


def _explained(notes: Iterable[str]) -> list[str]:
    return [NOTES.get(note, note) for note in notes]


_COLUMNS = [reconciliations.c[name] for name in Reconciliation.__dataclass_fields__]


async def latest_reconciliations(connection: AsyncConnection) -> list[Reconciliation]:
    """The last comparison of each stream; empty when none was made yet."""
    found = await connection.execute(
        select(*_COLUMNS)
        .ext(distinct_on(reconciliations.c.stream))
        .order_by(reconciliations.c.stream, reconciliations.c.position.desc())
    )
    return [Reconciliation(**row) for row in found.mappings()]


async def uncompared_since(connection: AsyncConnection) -> datetime | None:
    """When the stream compared longest ago was: since it was made, for one that never was.

    None while this service has published to none.
    """
    last = (
        select(reconciliations.c.stream, func.max(reconciliations.c.ended_at).label("at"))
        .group_by(reconciliations.c.stream)
        .subquery()
    )
    marks = stream_marks.outerjoin(last, last.c.stream == stream_marks.c.stream)
    since = func.coalesce(last.c.at, stream_marks.c.created_at)
    found: datetime | None = await connection.scalar(select(func.min(since)).select_from(marks))
    return found


async def reconciliations_with_findings(
    connection: AsyncConnection, since: datetime
) -> list[Reconciliation]:
    """The comparisons that began after `since` and found something, the last first."""
    found = await connection.execute(
        select(*_COLUMNS)
        .where(reconciliations.c.began_at >= since)
        .order_by(reconciliations.c.position.desc())
    )
    every = [Reconciliation(**row) for row in found.mappings()]
    return [one for one in every if not one.clean]
