"""Commands of entries of the public directory: read, kept apart, taken over, put back."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, time, timedelta
from time import monotonic
from uuid import UUID

from contracts.identifiers import Siret, Uai
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.nightly_jobs import PARIS, next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.directory_entries.model import (
    DifferenceGone,
    RegisterField,
    Registration,
    TakenChangedSince,
    differences,
    from_kept,
    taken,
)
from services.partnerships.directory_entries.store.differences import read_differences
from services.partnerships.directory_entries.store.entries import DirectoryEntries, Taking
from services.partnerships.public_directory.model import DirectoryAway, Entry
from services.partnerships.sites.commands import correct_fields


async def keep_ours(
    uow: UnitOfWork,
    *,
    sites: Collection[tuple[UUID, UUID]],
    field: RegisterField | None = None,
    now: datetime,
) -> UUID:
    """Propose these differences no more (garder le nôtre) until the register changes; what undoes it.

    `sites` are pairs of a company and a site of it; of one field, or of all. A difference that is
    gone by now is left out.
    """
    companies = await Companies(uow).with_ids({company_id for company_id, _ in sites})
    wanted = {site_id for _, site_id in sites}
    kept_id = uow.new_id()
    kept = {
        site_id: [one for one in several if field in (None, one.field)]
        for site_id, several in (await read_differences(uow, companies)).items()
        if site_id in wanted
    }
    await DirectoryEntries(uow).keep_ours(kept, kept_id, now)
    return kept_id


async def note_entry(
    uow: UnitOfWork, *, site_id: UUID, siret: Siret, entry: Entry | None, now: datetime
) -> None:
    """Keep what it says (registre public) beside the card, which is left as it is."""
    await DirectoryEntries(uow).keep(site_id, Registration.of(siret, entry, now))


JOB = "read_register"


async def plan_reading_register(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have the reading begin the next night; asking twice changes nothing."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)


async def propose_differences(uow: UnitOfWork, *, kept_id: UUID) -> None:
    """Propose anew what was put aside together (écarts de nouveau proposés)."""
    await DirectoryEntries(uow).propose_again(kept_id)


async def put_back_taken(
    uow: UnitOfWork, *, company_id: UUID, taking_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Have the card say again what it said before (remis), unless somebody corrected it since.

    Raises NotFound, TakenChangedSince, LyceeNotChosen.
    """
    taking = await DirectoryEntries(uow).take_taking(taking_id)
    company = await Companies(uow).get_for_update(company_id)
    site = company.site(taking.site_id)
    of_company = taking.field.of_company
    known = company.details if of_company else site.details
    if any(getattr(known, name) != value for name, value in from_kept(taking.after).items()):
        raise TakenChangedSince
    await correct_fields(
        uow,
        company=company,
        site_id=None if of_company else site.id,
        values=from_kept(taking.before),
        version=company.version,
        uai=uai,
        now=now,
    )


FRESH = timedelta(days=7)
SITES_AT_ONCE = 20
SECONDS_AT_ONCE = 2.0
"""Other timed work waits meanwhile."""
PACE = timedelta(minutes=1)
TROUBLES_MAX = 3
"""One number the register cannot answer is its own trouble; so many in a row are an outage."""
MORNING = time(6, 0)
"""In Paris, when the night is over."""


async def read_register(
    uow: UnitOfWork,
    *,
    ask: Callable[[Siret], Awaitable[Entry | None]] | None,
    seconds: Callable[[], float] = monotonic,
    key: str,
    now: datetime,
) -> None:
    """Read the lycée's cards (registre relu) that were not for a week; the rest goes on later.

    The key is `<night>`, then `<night>:<last site asked>`: nothing is asked twice in a night. What
    is left at an outage, or in the morning, is read the next night. Without a register (`ask`),
    nothing is asked until one is configured. `seconds` tells how long it takes.
    """
    uai = uow.writing_for()
    await plan_reading_register(uow, uai=uai, now=now)
    night, _, after = key.partition(":")
    here = now.astimezone(PARIS)
    if ask is None or night != here.date().isoformat() or here.time() >= MORNING:
        return
    entries = DirectoryEntries(uow)
    begun, troubles, last = seconds(), 0, None
    left = await entries.to_read(
        uai, now - FRESH, night=night, after=UUID(after) if after else None, limit=SITES_AT_ONCE
    )
    for site_id, siret in left.items():
        if troubles == 0 and seconds() - begun > SECONDS_AT_ONCE:
            break
        last = site_id
        try:
            entry = await ask(siret)
        except DirectoryAway:
            troubles += 1
            if troubles == TROUBLES_MAX:
                return
            continue
        troubles = 0
        await note_entry(uow, site_id=site_id, siret=siret, entry=entry, now=now)
    if last is not None:
        await uow.schedule(JOB, key=f"{night}:{last}", due_at=now + PACE, uai=uai)


async def take_difference(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    field: RegisterField,
    version: int,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Correct the card with what the register says (valeur prise du registre); what undoes it.

    Raises NotFound, StaleVersion, DifferenceGone, LyceeNotChosen.
    """
    entries = DirectoryEntries(uow)
    company = await Companies(uow).get(company_id)
    details = company.details if field.of_company else company.site(site_id).details
    company.expect(version, vars(details))
    read = await entries.at([site.id for site in company.sites])
    if field is RegisterField.STATE or field not in {
        one.field for one in differences(company, read).get(site_id, ())
    }:
        raise DifferenceGone
    after = taken(field, read[site_id], here=commune_name(read[site_id].commune) is not None)
    # The former legal form is put back beside the name it was said of, and no other.
    names = {*after, "name"} if "legal_form" in after else set(after)
    after = {name: getattr(details, name) for name in names} | after
    before = {name: getattr(details, name) for name in after}
    where = None if field.of_company else site_id
    await correct_fields(
        uow, company=company, site_id=where, values=after, version=version, uai=uai, now=now
    )
    taking_id = uow.new_id()
    await entries.note_taking(taking_id, Taking(site_id, field, before, after), now)
    return taking_id
