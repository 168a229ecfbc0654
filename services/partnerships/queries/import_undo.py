"""What undoing an import would do, company by company, then what it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_undo import Undone
from services.partnerships.storage.import_effects import ImportEffects
from services.partnerships.storage.imports import Import, Imports
from services.partnerships.storage.surroundings import plan_undoing

COMPANIES_AT_ONCE = 200
SHOWN = 100


@dataclass(frozen=True)
class UndoLine:
    """One company: what is done to it, what stays and why. No link to one that is gone."""

    company_id: UUID | None
    name: str
    told: Sequence[str]
    kept: Sequence[str]


@dataclass(frozen=True)
class UndoCard:
    """The undoing of an import as its page shows it; `following` is the rank of the next lines."""

    about: Import
    possible: bool
    changed: int
    untouched: int
    kept: Sequence[UndoLine]
    kept_more: int
    lines: Sequence[UndoLine]
    following: int | None

    @property
    def coming(self) -> bool:
        """Whether nothing was undone so far."""
        return self.about.status == "completed"


async def read_undo(uow: UnitOfWork, import_id: UUID, *, after: int = 0) -> UndoCard:
    """Raises NotFound. One that cannot be undone (not over, forgotten) has no lines."""
    about = await Imports(uow).get(import_id)
    effects = ImportEffects(uow, about)
    lines = [UndoLine(*row) for row in await effects.outcomes()]
    if about.status == "completed":
        lines = await _planned(uow, about)
    kept = [line for line in lines if line.kept]
    return UndoCard(
        about=about,
        possible=about.status not in ("previewed", "running") and await effects.any(),
        changed=sum(bool(line.told) for line in lines),
        untouched=len(kept),
        kept=kept[:SHOWN],
        kept_more=max(0, len(kept) - SHOWN),
        lines=lines[after : after + SHOWN],
        following=after + SHOWN if len(lines) > after + SHOWN else None,
    )


async def _planned(uow: UnitOfWork, about: Import) -> list[UndoLine]:
    left = await ImportEffects(uow, about).companies_left()
    lines: list[UndoLine] = []
    for start in range(0, len(left), COMPANIES_AT_ONCE):
        undone, _ = await plan_undoing(uow, about, left[start : start + COMPANIES_AT_ONCE])
        lines += [_line(one) for one in undone]
    return lines


def _line(one: Undone) -> UndoLine:
    return UndoLine(one.company.id, one.company.details.name, one.told, one.kept)
