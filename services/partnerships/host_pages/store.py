"""Links to a company’s own page, and what companies did there."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, func, insert, select, update

from contracts.identifiers import Mef, Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import COMPANY
from services.partnerships.host_pages.model import (
    DOINGS_A_DAY_MAX,
    Doing,
    HostDoing,
    HostPage,
    OwnSite,
    Places,
    TooMuchDone,
)
from services.partnerships.host_pages.tables import host_doings, host_pages, opening

DOINGS_SHOWN = 5
D = host_doings.c


class HostDoings:
    """What was done by the companies of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def note(self, page: HostPage | OwnSite, what: Doing, **told: Any) -> UUID:
        """Record something done by whoever holds a link, and return its id. Raises TooMuchDone."""
        # Whoever wants no mail is never told to wait: they accepted mails before, which counts.
        if what is not Doing.MAILS_STOPPED and await self._done_today(page) >= DOINGS_A_DAY_MAX:
            raise TooMuchDone
        places: Places | None = told.pop("places", None)
        doing_id = self._uow.new_id()
        await self._uow.execute(
            insert(host_doings).values(
                uai=page.uai,
                doing_id=doing_id,
                company_id=page.company_id,
                site_id=page.site_id,
                what=what.value,
                done_at=self._uow.now,
                **(vars(places) if places else {}),
                **told,
            )
        )
        return doing_id

    async def _done_today(self, page: HostPage | OwnSite) -> int:
        since = self._uow.now - timedelta(days=1)
        own = (D.uai == page.uai, D.company_id == page.company_id, D.done_at > since)
        statement = select(func.count()).select_from(host_doings).where(*own)
        return int((await self._uow.execute(statement)).scalar_one())

    async def of(self, company_id: UUID) -> Sequence[HostDoing]:
        """The last things a company did, the last first."""
        return await LAST_DOINGS.of(self._uow, {"company_id": company_id})


def host_doing(row: Any) -> HostDoing:
    """Read the columns of the table."""
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


LAST_DOINGS = Reading(
    select(host_doings)
    .where(D.company_id == COMPANY)
    .order_by(D.done_at.desc(), D.doing_id.desc())
    .limit(DOINGS_SHOWN),
    lambda rows: [host_doing(row) for row in rows],
)


H = host_pages.c
OPEN_PAGES = Reading(
    select(host_pages)
    .where(
        H.contact_id == any_(bindparam("contact_ids", type_=ARRAY(Uuid))),
        *opening(bindparam("now")),
    )
    .order_by(H.given_at),
    lambda rows: {row.contact_id: host_page(row) for row in rows},
)


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
        return await OPEN_PAGES.of(self._uow, {"contact_ids": list(contact_ids), "now": now})

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
