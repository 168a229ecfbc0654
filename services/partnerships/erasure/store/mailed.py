"""What mails to a company were about, lycée by lycée."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import ContactCheckId, PlacementId, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contact_checks.tables import contact_checks
from services.partnerships.places.tables import places


@dataclass
class MailedAbout:
    """Ids alone."""

    checks: list[ContactCheckId] = field(default_factory=list)
    placements: list[PlacementId] = field(default_factory=list)


class Mailed:
    """The mails of the lycées in scope, by what they were about."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def about(self, company_id: UUID) -> Mapping[Uai, MailedAbout]:
        """Checks asked of its contacts, and places proposed at its sites."""
        found: dict[Uai, MailedAbout] = defaultdict(MailedAbout)
        asked = select(contact_checks.c.uai, contact_checks.c.contact_check_id)
        for row in await self._uow.execute(asked.where(contact_checks.c.company_id == company_id)):
            found[Uai(row.uai)].checks.append(row.contact_check_id)
        placed = select(places.c.uai, places.c.placement_id)
        for row in await self._uow.execute(placed.where(places.c.company_id == company_id)):
            found[Uai(row.uai)].placements.append(row.placement_id)
        return found
