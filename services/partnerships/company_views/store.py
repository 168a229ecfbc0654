"""Saved views of the list of companies: each lycée's own."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.company_views.model import CompanyView, ViewContent
from services.partnerships.company_views.tables import company_views, default_views

V, D = company_views.c, default_views.c
NOTED_EVERY = timedelta(days=30)
"""A view that was opened is said to be used once a month: reading it seldom writes."""


class CompanyViews:
    """The views of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, view: CompanyView, today: date) -> None:
        """Save a new one."""
        values = {
            "uai": view.uai,
            "view_id": view.id,
            "owner_id": view.owner_id,
            "used_on": today,
        }
        await self._uow.execute(insert(company_views).values(**values, **_changing(view)))

    async def save(self, view: CompanyView) -> None:
        """Save the present state of a known one."""
        await self._uow.execute(
            update(company_views).where(V.view_id == view.id).values(**_changing(view))
        )

    async def remove(self, view: CompanyView, removed_at: datetime | None) -> None:
        """Have it shown to nobody, or put it back (None); who began with it begins with all meanwhile."""
        await self._uow.execute(
            update(company_views).where(V.view_id == view.id).values(removed_at=removed_at)
        )

    async def note_use(self, view: CompanyView, account_id: UUID, today: date) -> None:
        """Note that somebody opened it, unless it was noted of late."""
        since = today - NOTED_EVERY
        begun = (D.uai == view.uai, D.account_id == account_id, D.view_id == view.id)
        for table, those in ((company_views, (V.view_id == view.id,)), (default_views, begun)):
            used_on = table.c.used_on
            await self._uow.execute(
                update(table).where(*those, used_on <= since).values(used_on=today)
            )

    async def get_for_update(self, view_id: UUID, *, removed: bool = False) -> CompanyView:
        """One that may be `removed` too. Raises NotFound, for another lycée's too."""
        statement = select(company_views).where(V.view_id == view_id).with_for_update()
        if not removed:
            statement = statement.where(V.removed_at.is_(None))
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _read(row, is_default=False)

    async def of(self, account_id: UUID) -> Sequence[CompanyView]:
        """Views somebody may use, by name."""
        return await VIEWS.of(self._uow, {"account_id": account_id})

    async def begin_with(
        self, uai: Uai, account_id: UUID, view_id: UUID | None, today: date
    ) -> None:
        """Have somebody begin with a view, or with none."""
        theirs = (D.uai == uai, D.account_id == account_id)
        await self._uow.execute(delete(default_views).where(*theirs))
        if view_id is not None:
            values = {"uai": uai, "account_id": account_id, "view_id": view_id}
            await self._uow.execute(insert(default_views).values(**values, used_on=today))


def _changing(view: CompanyView) -> dict[str, Any]:
    content = view.content
    return {
        "name": content.name,
        "shared": content.shared,
        "shows": {
            "mine": content.mine,
            "groups": [dict(group) for group in content.groups],
            "columns": list(content.columns),
            "order": content.order,
        },
        "version": view.version,
    }


def _read(row: Any, *, is_default: bool) -> CompanyView:
    content = ViewContent(
        name=row.name,
        shared=row.shared,
        mine=row.shows["mine"],
        groups=tuple(row.shows["groups"]),
        columns=tuple(row.shows["columns"]),
        order=row.shows["order"],
    )
    return CompanyView(row.view_id, Uai(row.uai), row.owner_id, content, row.version, is_default)


def _for_account() -> Select[Any]:
    account = bindparam("account_id", type_=Uuid)
    mine = and_(D.uai == V.uai, D.view_id == V.view_id, D.account_id == account)
    return (
        select(company_views, D.account_id.is_not(None).label("is_default"))
        .outerjoin(default_views, mine)
        .where(V.removed_at.is_(None), or_(V.shared, V.owner_id == account))
        .order_by(func.lower(V.name), V.view_id)
    )


VIEWS = Reading(
    _for_account(), lambda rows: [_read(one, is_default=one.is_default) for one in rows]
)
"""The views somebody may use, by name."""
