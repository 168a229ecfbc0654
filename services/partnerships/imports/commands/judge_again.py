"""What would become of the lines of an import, once some of them were corrected."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_plans.commands import judge_import, tell_likeness
from services.partnerships.import_plans.model.plan import Registry, reasked
from services.partnerships.imports.store.corrections import ImportCorrections
from services.partnerships.imports.store.imports import Import

CHUNK_ROWS = 500
"""Lines looked at together: between two of those other requests get their turn."""


async def judge_again(uow: UnitOfWork, *, about: Import) -> None:
    """Judge every line anew, in order: a corrected one may be what another is a duplicate of."""
    corrections = ImportCorrections(uow, about.id)
    registry: Registry | None = None
    last = 0
    while rows := await corrections.after(last, CHUNK_ROWS):
        registry, judged = await judge_import(uow, uai=about.uai, rows=rows, before=registry)
        for row, kept in zip(rows, reasked(rows, judged), strict=True):
            if kept != row:
                await corrections.put(kept)
        await corrections.judge(await tell_likeness(uow, rows=rows, judged=judged))
        last = rows[-1].line
