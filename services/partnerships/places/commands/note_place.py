"""A pupil is proposed a place at a site."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import SiteKey
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.companies.store.companies import Companies
from services.partnerships.places.commands.bring_back_site import bring_back_site
from services.partnerships.places.store.places import Places
from services.partnerships.pressure.commands.note_solicitation import note_solicitation


async def note_place(
    uow: UnitOfWork, *, placement_id: UUID, site_key: SiteKey, on: date, now: datetime
) -> None:
    """Note that somebody's way leads there (lieu proposé): the site stays at the registry.

    One that an undone import has just taken away comes back; the place was proposed before that was
    known.
    """
    # Whoever is taking the site away is waited for; then it is brought back.
    found = await Companies(uow).site_by_key(site_key, lock=True)
    found = found or await bring_back_site(uow, site_key=site_key)
    if found is not None:
        lycee = uow.writing_for()
        await Places(uow).add(lycee, placement_id, *found)
        # Places are their lycée's own; that it relies on the site is for all to know.
        await Acquaintances(uow).add_all(lycee, {found})
        await note_solicitation(
            uow,
            uai=lycee,
            source_id=placement_id,
            site_id=found[1],
            on=on,
            by_place=True,
            now=now,
        )
