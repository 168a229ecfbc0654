"""A bureau takes back a list it imported."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import ImportId
from contracts.partnerships.companies import CompanyCorrectedV1, ImportUndoneV1
from contracts.publication import FactFamily
from services.chassis.files.headings import Headings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.base.chunks import in_pieces
from services.partnerships.companies.model.card import Card
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.store.import_traces import IMPORT_TRACES
from services.partnerships.import_effects.model.undo import ImportNotUndoable, Undone
from services.partnerships.import_effects.store.company_links import let_go, plan_undoing
from services.partnerships.import_effects.store.effects import ImportEffects
from services.partnerships.import_files.store.layout import heading_keys
from services.partnerships.imports.store.imports import Import, Imports
from services.partnerships.imports.tables import import_headings
from services.partnerships.places.store import Departed, DepartedSites
from services.partnerships.publications.store import Publications

JOB = "undo_import"
CHUNK_COMPANIES = 300


async def undo_import(
    uow: UnitOfWork, *, import_id: UUID, only: UUID | None = None, now: datetime
) -> Sequence[Undone]:
    """Put back what an import changed (import annulé), some companies at a time, or `only` one of them.

    Answers what became of these. What somebody changed or relied on since is kept. Asking again does
    nothing more. Raises NotFound, ImportNotUndoable.
    """
    imports = Imports(uow)
    found = await imports.get(import_id, lock=True)
    if found.status == "undone":
        return ()
    effects = ImportEffects(uow, found)
    if found.status not in ("stopped", "completed", "undoing") or not await effects.any():
        raise ImportNotUndoable
    if only is None:
        await imports.forget_waiting(import_id)
    elif found.status == "undoing":
        raise ImportNotUndoable
    await Companies(uow).lock_registration()
    left = [only] if only else await effects.companies_left(CHUNK_COMPANIES + 1)
    if only and only not in await effects.companies_left():
        return ()
    undone, parts, before = await plan_undoing(uow, found, left[:CHUNK_COMPANIES], lock=True)
    await DepartedSites(uow).add_all(_departed(undone, before))
    await _put_back(uow, found, undone, now)
    await effects.finish(parts, undone)
    # Lines that wait of a list that was stopped can still be recorded.
    if only and (await effects.companies_left(1) or await imports.left(import_id)):
        return undone
    if len(left) > CHUNK_COMPANIES:
        await imports.set_status(import_id, "undoing")
        key = f"{import_id}:{left[CHUNK_COMPANIES]}"
        await uow.schedule(JOB, key=key, due_at=now, uai=found.uai)
        return undone
    await imports.set_status(import_id, "undone", now)
    await _unlearn(uow, found)
    await _tell_the_end(uow, found, now)
    return undone


def _departed(undone: Sequence[Undone], before: Mapping[UUID, Card]) -> Sequence[Departed]:
    """The sites that go; `before` has the cards as they were."""
    return [
        Departed(one.company.id, one.company.version, card, site)
        for one in undone
        for card in [before[one.company.id]]
        for site in card.sites
        if one.removed or site.id in one.removed_sites
    ]


async def _unlearn(uow: UnitOfWork, of: Import) -> None:
    """Guess again what was said of its headings: it was wrong, or it is not known to be right."""
    # Said and remembered at the instant of the preview: those of another list have another one.
    said_at = of.previewed_at
    await Headings(uow, import_headings).unlearn(
        of.uai, heading_keys(of.headings), since=said_at, until=said_at
    )


async def _put_back(uow: UnitOfWork, of: Import, undone: Sequence[Undone], now: datetime) -> None:
    for trace in IMPORT_TRACES.all:
        rows = [
            (one.company.id, row)
            for one in undone
            for row in sorted(one.removed_rows.get(trace.kind, ()))
        ]
        await trace.take_back(uow, rows=rows, now=now)
    changed = [one.company for one in undone if one.changed]
    removed = [one.company for one in undone if one.removed]
    await Companies(uow).save_all(changed)
    await Imports(uow).forget_companies([company.id for company in removed])
    await let_go(uow, of.uai, undone)
    today = local_date(now)
    # Without sites, a company can host nobody any more: what is told stays true of the past.
    for company in removed:
        company.sites = []
    async for piece in in_pieces([*changed, *removed]):
        for company in piece:
            facts = company.facts(today)
            uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=of.uai)


async def _tell_the_end(uow: UnitOfWork, of: Import, now: datetime) -> None:
    today = local_date(now)
    if not await Publications(uow).tells(of.uai, FactFamily.IMPORTS, today):
        return
    came_to = await ImportEffects(uow, of).outcome()
    undone = ImportUndoneV1(
        import_id=ImportId(of.id), source=of.source, **vars(came_to), occurred_on=today
    )
    uow.publish(undone, version=2, uai=of.uai)
