"""What hosts were asked to check: each lycée's own, kept without anybody's name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import COMPANY
from services.partnerships.base.mentions import Named
from services.partnerships.base.person_traces import PERSON_TRACES
from services.partnerships.contact_checks.model import ContactCheck, Revocation
from services.partnerships.contact_checks.tables import contact_checks

_LAST_FIRST = select(contact_checks).order_by(
    contact_checks.c.asked_at.desc(), contact_checks.c.contact_check_id.desc()
)
CHECKS_AT = Reading(
    _LAST_FIRST.where(contact_checks.c.company_id == COMPANY),
    lambda rows: [contact_check(row) for row in rows],
)


class ContactChecks:
    """The checks asked by the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, uai: Uai, check: ContactCheck) -> None:
        """Record that somebody is asked."""
        values = {**vars(check), "contact_check_id": check.id}
        del values["id"]
        await self._uow.execute(insert(contact_checks).values(uai=uai, **values))

    async def get(self, check_id: UUID) -> ContactCheck:
        """Raises NotFound."""
        return await self._one(select(contact_checks), check_id)

    async def get_for_update(self, check_id: UUID) -> ContactCheck:
        """Raises NotFound. Nobody else ends it until the commit."""
        return await self._one(select(contact_checks).with_for_update(), check_id)

    async def of_contact(self, contact_id: UUID) -> Sequence[ContactCheck]:
        """Every check asked of a contact, the last one first."""
        statement = _LAST_FIRST.where(contact_checks.c.contact_id == contact_id)
        return [contact_check(row) for row in await self._uow.execute(statement)]

    async def of_company(self, company_id: UUID) -> Sequence[ContactCheck]:
        """Every check asked of a company's contacts, the last one first."""
        return await CHECKS_AT.of(self._uow, {"company_id": company_id})

    async def confirm(self, check_id: UUID, *, corrected: bool, now: datetime) -> None:
        """Record that the host answered."""
        await self._change(check_id, confirmed_at=now, corrected=corrected)

    async def revoke(self, check_id: UUID, because: Revocation, *, now: datetime) -> None:
        """Record that its link opens nothing any more."""
        await self._change(check_id, revoked_at=now, revoked_because=because.value)

    async def forget_contact(self, contact_id: UUID) -> None:
        """Keep what was asked and when, without whom."""
        await self._uow.execute(
            update(contact_checks)
            .where(contact_checks.c.contact_id == contact_id)
            .values(contact_id=None)
        )

    async def _one(self, statement: Select[Any], check_id: UUID) -> ContactCheck:
        wanted = statement.where(contact_checks.c.contact_check_id == check_id)
        row = (await self._uow.execute(wanted)).first()
        if row is None:
            raise NotFound
        return contact_check(row)

    async def _change(self, check_id: UUID, **values: Any) -> None:
        await self._uow.execute(
            update(contact_checks)
            .where(contact_checks.c.contact_check_id == check_id)
            .values(**values)
        )


def contact_check(row: Any) -> ContactCheck:
    """Read the columns of the table."""
    return ContactCheck(
        id=row.contact_check_id,
        company_id=row.company_id,
        site_id=row.site_id,
        contact_id=row.contact_id,
        placement_id=row.placement_id,
        asked_at=row.asked_at,
        confirmed_at=row.confirmed_at,
        corrected=row.corrected,
        revoked_at=row.revoked_at,
        revoked_because=Revocation(row.revoked_because) if row.revoked_because else None,
    )


def awaited(*, asked_after: datetime) -> Select[tuple[UUID]]:
    """The checks whose links open their card, if they were asked after this instant."""
    return select(contact_checks.c.contact_check_id).where(
        contact_checks.c.asked_at > asked_after,
        contact_checks.c.confirmed_at.is_(None),
        contact_checks.c.revoked_at.is_(None),
    )


async def _forget_contact(
    uow: UnitOfWork,
    *,
    contact_id: UUID,
    named: Named,  # noqa: ARG001  every feature is told the name
    now: datetime,
) -> None:
    """End its links; what was asked and when stays, without whom."""
    checks = ContactChecks(uow)
    for one in await checks.of_contact(contact_id):
        if one.is_pending(now):
            await checks.revoke(one.id, Revocation.CONTACT_GONE, now=now)
    await checks.forget_contact(contact_id)


PERSON_TRACES.add(contact=_forget_contact)
