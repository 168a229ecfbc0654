"""One change to many companies as its page shows it: what it will do, or did, and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.mass_changes.model import ChangeStatus, MassChange
from services.partnerships.mass_changes.store.mass_changes import (
    KEPT,
    LEFT,
    ChangeRow,
    MassChanges,
    Tally,
)

SHOWN = 100
LATEST = 10


@dataclass(frozen=True)
class ChangeCard:
    """A change with its companies; `following` is the rank of the next ones."""

    about: MassChange
    tally: Tally
    left: Sequence[ChangeRow]
    """Those that are left as they are, the first ones."""
    kept: Sequence[ChangeRow]
    """Those that keep what they were given though the change was taken back."""
    rows: Sequence[ChangeRow]
    following: int | None

    @property
    def coming(self) -> bool:
        """Whether nothing is changed so far."""
        return self.about.status is ChangeStatus.PREVIEWED

    @property
    def advancing(self) -> bool:
        """Whether it goes on by itself."""
        return self.about.status in (ChangeStatus.RUNNING, ChangeStatus.UNDOING)

    @property
    def to_change(self) -> int:
        """How many companies get it."""
        return self.tally.total - self.tally.left


async def read_change(uow: UnitOfWork, change_id: UUID, *, after: int = 0) -> ChangeCard:
    """Raises NotFound."""
    changes = MassChanges(uow)
    about = await changes.get(change_id)
    rows = await changes.rows(change_id, SHOWN + 1, after=after)
    return ChangeCard(
        about=about,
        tally=await changes.tally(change_id),
        left=await changes.rows(change_id, SHOWN, only=LEFT),
        kept=await changes.rows(change_id, SHOWN, only=KEPT),
        rows=rows[:SHOWN],
        following=after + SHOWN if len(rows) > SHOWN else None,
    )
