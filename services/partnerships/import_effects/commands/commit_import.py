"""A bureau has a previewed list recorded."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from contracts.identifiers import ImportId
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyRegisteredV1,
    ImportCompletedV1,
)
from contracts.partnerships.reminders import RegistryReminderKind
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.base.chunks import in_pieces
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.import_effects.commands.begin_watch import begin_watch
from services.partnerships.import_effects.model.effects import effects_of
from services.partnerships.import_effects.store.effects import ImportEffects
from services.partnerships.import_effects.store.statistics import analyse_registry
from services.partnerships.import_effects.store.watches import PART, tell_who_began
from services.partnerships.import_plans.commands import judge_import, record_history
from services.partnerships.import_plans.model.plan import Registry, Verdict
from services.partnerships.import_rows.model.row import ImportRow
from services.partnerships.imports.store.imports import Import, Imports
from services.partnerships.imports.store.uploads import Uploads
from services.partnerships.publications.store import Publications

JOB = PART
LONG = timedelta(minutes=1)
"""Who waited less saw the end of it."""
CHUNK_ROWS = 500
"""Lines of one transaction: nobody waits long behind it."""


async def commit_import(uow: UnitOfWork, *, import_id: UUID, now: datetime) -> None:
    """Record the next lines of an import (import confirmé), and have the rest done in turn.

    Confirming again, or going on after a crash, records each line once. Raises NotFound.
    """
    imports = Imports(uow)
    found = await imports.get(import_id, lock=True)
    if found.status not in ("previewed", "running"):
        return
    if found.status == "previewed":
        await begin_watch(uow, about=found, now=now)
    await Uploads(uow).remove(import_id)
    rows = await imports.waiting(import_id, CHUNK_ROWS + 1)
    chunk = _together(rows)
    await Companies(uow).lock_registration()
    registry, judged = await judge_import(uow, uai=found.uai, rows=chunk)
    await _record(uow, found, registry, now)
    if judged:
        told = zip(judged, chunk, strict=True)
        names = {one.company_id: row.company.name for one, row in told if one.company_id}
        await ImportEffects(uow, found).add_all(effects_of(registry, chunk[0].line, names))
        await imports.finish_lines(import_id, judged)
    if len(rows) > len(chunk):
        await imports.set_status(import_id, "running")
        await uow.schedule(
            JOB, key=f"{import_id}:{rows[len(chunk)].line}", due_at=now, uai=found.uai
        )
        return
    await imports.set_status(import_id, "completed", now)
    if sum((await imports.counts(import_id)).values()) > CHUNK_ROWS:
        await analyse_registry(uow)
    await _tell_the_end(uow, found, now)
    if uow.actor_id is None and found.begun_at is not None and now - found.begun_at > LONG:
        tell_who_began(uow, found, RegistryReminderKind.IMPORT_DONE, now=now)


def _together(rows: Sequence[ImportRow]) -> Sequence[ImportRow]:
    """The next lines: who is another contact of the company above is recorded with it."""
    end = min(CHUNK_ROWS, len(rows))
    while 1 < end < len(rows) and rows[end].below:
        end -= 1
    return rows[:end]


async def _record(uow: UnitOfWork, of: Import, registry: Registry, now: datetime) -> None:
    created, changed = list(registry.created.values()), list(registry.changed.values())
    companies = Companies(uow)
    await companies.add_all(created)
    await companies.save_all(changed)
    await Acquaintances(uow).add_all(of.uai, registry.new_followed)
    await Contacts(uow).add_all(of.uai, registry.new_contacts)
    await record_history(uow, uai=of.uai, history=registry.history, now=now)
    today = local_date(now)
    async for piece in in_pieces([*created, *changed]):
        for company in piece:
            event = CompanyRegisteredV1 if company.id in registry.created else CompanyCorrectedV1
            uow.publish(event(**company.facts(today)), version=company.version, uai=of.uai)


async def _tell_the_end(uow: UnitOfWork, of: Import, now: datetime) -> None:
    if not await Publications(uow).tells(of.uai, FactFamily.IMPORTS, local_date(now)):
        return
    counts = await Imports(uow).counts(of.id)
    uow.publish(
        ImportCompletedV1(
            import_id=ImportId(of.id),
            source=of.source,
            created=counts[Verdict.CREATED],
            updated=counts[Verdict.UPDATED],
            rejected=counts[Verdict.REJECTED],
            occurred_on=local_date(now),
        ),
        uai=of.uai,
    )
