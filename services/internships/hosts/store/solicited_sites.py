"""This service's copy of which sites lycées asked lately."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.tables import solicited_sites

S = solicited_sites.c


class SolicitedSites:
    """What all lycées of the department asked of hosts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def keep(self, uai: Uai, solicitation_id: UUID, site_id: UUID, on: date) -> None:
        """Note one; saying it again is harmless."""
        values = {"uai": uai, "solicitation_id": solicitation_id}
        told = {"site_id": site_id, "solicited_on": on}
        await self._uow.execute(
            insert(solicited_sites).values(**values, **told).on_conflict_do_nothing()
        )

    async def forget(self, uai: Uai, solicitation_id: UUID) -> None:
        """Forget an asking that had been noted by mistake."""
        own = (S.uai == uai, S.solicitation_id == solicitation_id)
        await self._uow.execute(delete(solicited_sites).where(*own))
