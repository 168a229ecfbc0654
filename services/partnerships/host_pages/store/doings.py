"""What companies did on their pages: each lycée's own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select

from contracts.identifiers import Mef, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.model import (
    DOINGS_A_DAY_MAX,
    Doing,
    HostDoing,
    HostPage,
    OwnSite,
    Places,
    TooMuchDone,
)
from services.partnerships.host_pages.tables import host_doings

D = host_doings.c


class HostDoings:
    """What was done by the companies of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def note(self, page: HostPage | OwnSite, what: Doing, **told: Any) -> None:
        """Record something done by whoever holds a link. Raises TooMuchDone."""
        # Whoever wants no mail is never told to wait: they accepted mails before, which counts.
        if what is not Doing.MAILS_STOPPED and await self._done_today(page) >= DOINGS_A_DAY_MAX:
            raise TooMuchDone
        places: Places | None = told.pop("places", None)
        await self._uow.execute(
            insert(host_doings).values(
                uai=page.uai,
                doing_id=self._uow.new_id(),
                company_id=page.company_id,
                site_id=page.site_id,
                what=what.value,
                done_at=self._uow.now,
                **(vars(places) if places else {}),
                **told,
            )
        )

    async def _done_today(self, page: HostPage | OwnSite) -> int:
        since = self._uow.now - timedelta(days=1)
        own = (D.uai == page.uai, D.company_id == page.company_id, D.done_at > since)
        statement = select(func.count()).select_from(host_doings).where(*own)
        return int((await self._uow.execute(statement)).scalar_one())

    async def of(self, company_id: UUID, limit: int) -> Sequence[HostDoing]:
        """What a company did, the last first."""
        statement = (
            select(host_doings)
            .where(D.company_id == company_id)
            .order_by(D.done_at.desc(), D.doing_id.desc())
            .limit(limit)
        )
        return [_doing(row) for row in await self._uow.execute(statement)]


def _doing(row: Any) -> HostDoing:
    mef = Mef(row.mef) if row.mef else None
    return HostDoing(
        id=row.doing_id,
        uai=Uai(row.uai),
        company_id=row.company_id,
        site_id=row.site_id,
        what=Doing(row.what),
        done_at=row.done_at,
        about=row.about,
        places=Places(row.seats, row.from_month, row.to_month, mef) if row.seats else None,
        until_on=row.until_on,
    )
