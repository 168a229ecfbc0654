"""What undoing an import would do, company by company, then what it did; whether recording one fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.chassis.database.tables import due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_effects.model.undo import Undone
from services.partnerships.import_effects.store.company_links import plan_undoing
from services.partnerships.import_effects.store.effects import Became, ImportEffects, Totals
from services.partnerships.import_effects.store.watches import PART
from services.partnerships.imports.store.imports import Import, Imports

COMPANIES_AT_ONCE = 200
TRIED = 3
"""Times a part failed, in some minutes, before it is said: what fails once goes on by itself."""
SHOWN = 100


@dataclass(frozen=True)
class UndoCard:
    """The undoing of an import as its page shows it; `following`: the next lines come after this one."""

    about: Import
    possible: bool
    totals: Totals
    kept: Sequence[Became]
    lines: Sequence[Became]
    following: UUID | None

    @property
    def coming(self) -> bool:
        """Whether nothing was undone so far."""
        return self.about.status in ("stopped", "completed")


async def read_undo(uow: UnitOfWork, import_id: UUID, *, after: UUID | None = None) -> UndoCard:
    """Raises NotFound. One that cannot be undone (not over, forgotten) has no lines."""
    about = await Imports(uow).get(import_id)
    effects = ImportEffects(uow, about)
    if about.status in ("stopped", "completed"):
        planned = await _planned(uow, about)
        staying = [line for line in planned if line.kept]
        changed = sum(bool(line.told) for line in planned)
        totals = Totals(0, changed, len(staying), len(planned))
        places = [line.company_id for line in planned]
        start = places.index(after) + 1 if after in places else 0
        lines: Sequence[Became] = planned[start : start + SHOWN + 1]
        kept: Sequence[Became] = staying[:SHOWN]
    else:
        totals = await effects.totals()
        lines = await effects.outcomes(SHOWN + 1, after=after)
        kept = await effects.outcomes(SHOWN, only_kept=True)
    return UndoCard(
        about=about,
        possible=about.status not in ("uploaded", "previewed", "running") and await effects.any(),
        totals=totals,
        kept=kept,
        lines=lines[:SHOWN],
        following=lines[SHOWN - 1].company_id if len(lines) > SHOWN else None,
    )


async def _planned(uow: UnitOfWork, about: Import) -> list[Became]:
    left = await ImportEffects(uow, about).companies_left()
    lines: list[Became] = []
    for start in range(0, len(left), COMPANIES_AT_ONCE):
        undone, *_ = await plan_undoing(uow, about, left[start : start + COMPANIES_AT_ONCE])
        lines += [_line(one) for one in undone]
    return lines


def _line(one: Undone) -> Became:
    name = one.company.details.name
    return Became(one.company.id, there=True, name=name, told=one.told, kept=one.kept)


async def is_failing(uow: UnitOfWork, import_id: UUID) -> bool:
    """Whether the next part of an import was tried several times, and failed."""
    failed = select(due_work.c.position).where(
        due_work.c.job == PART,
        due_work.c.key.startswith(f"{import_id}:"),
        due_work.c.done_at.is_(None),
        due_work.c.attempts >= TRIED,
    )
    return bool((await uow.execute(select(failed.exists()))).scalar_one())
