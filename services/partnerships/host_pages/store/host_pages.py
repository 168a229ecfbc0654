"""The links to companies' own pages: each lycée's own."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.model import HostPage
from services.partnerships.host_pages.tables import host_pages, opening

H = host_pages.c


class HostPages:
    """The links given by the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, page: HostPage) -> None:
        """Record that one was given."""
        values = {**vars(page), "host_page_id": page.id}
        del values["id"]
        await self._uow.execute(insert(host_pages).values(**values))

    async def get(self, page_id: UUID, *, lock: bool = False) -> HostPage:
        """Raises NotFound, for another lycée's link too."""
        statement = select(host_pages).where(H.host_page_id == page_id)
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            raise NotFound
        return host_page(row)

    async def open_of(
        self, contact_ids: Collection[UUID], *, now: datetime
    ) -> Mapping[UUID, HostPage]:
        """The link that opens the page, by contact."""
        statement = select(host_pages).where(H.contact_id.in_(list(contact_ids)), *opening(now))
        rows = await self._uow.execute(statement.order_by(H.given_at))
        return {row.contact_id: host_page(row) for row in rows}

    async def revoke_of(self, contact_id: UUID, *, now: datetime) -> None:
        """End what was given to a contact."""
        await self._uow.execute(
            update(host_pages)
            .where(H.contact_id == contact_id, H.revoked_at.is_(None))
            .values(revoked_at=now)
        )


def open_ids(*, now: datetime) -> Select[tuple[UUID]]:
    """The links that open their page."""
    return select(H.host_page_id).where(*opening(now))


def host_page(row: Any) -> HostPage:
    """Read the columns of the table."""
    return HostPage(
        id=row.host_page_id,
        uai=Uai(row.uai),
        company_id=row.company_id,
        site_id=row.site_id,
        contact_id=row.contact_id,
        mail_digest=row.mail_digest,
        given_at=row.given_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
