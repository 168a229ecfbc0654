"""The links given to pupils, parents, teachers and hosts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.personal_links.model import PersonalLink
from services.internships.personal_links.tables import personal_links
from services.internships.pupils.tables import pupils
from services.internships.stays.tables import placements

L = personal_links.c


class PersonalLinks:
    """The links given by the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, link: PersonalLink) -> None:
        """Record that one was given."""
        values = {**vars(link), "link_id": link.id, _about(link): link.about}
        del values["id"], values["about"]
        await self._uow.execute(insert(personal_links), values)

    async def get(self, link_id: UUID, *, lock: bool = False) -> PersonalLink:
        """Raises NotFound, for another lycée's link too."""
        statement = select(personal_links).where(L.link_id == link_id)
        found = await self._uow.execute(statement.with_for_update() if lock else statement)
        row = found.first()
        if row is None:
            raise NotFound
        return personal_link(row)

    async def of_pupil(self, pupil_year_id: UUID) -> Sequence[PersonalLink]:
        """Every link about a pupil, the last one first."""
        statement = (
            select(personal_links)
            .where(L.pupil_year_id == pupil_year_id)
            .order_by(L.given_at.desc(), L.link_id.desc())
        )
        return [personal_link(row) for row in await self._uow.execute(statement)]

    async def of_stay(self, placement_id: UUID) -> PersonalLink | None:
        """The link about a stay that nobody closed; it may be past its end."""
        statement = select(personal_links).where(
            L.placement_id == placement_id, L.revoked_at.is_(None)
        )
        row = (await self._uow.execute(statement)).first()
        return personal_link(row) if row else None

    async def prolong(self, link_id: UUID, until: datetime) -> None:
        """Have it open its page until then."""
        await self._uow.execute(
            update(personal_links).where(L.link_id == link_id).values(expires_at=until)
        )

    async def lock_pupils_of(self, placement_ids: Collection[UUID]) -> Collection[UUID]:
        """Have who else gives links about these stays wait; those whose pupils have a name still."""
        same = (pupils.c.uai == placements.c.uai) & (
            pupils.c.pupil_year_id == placements.c.pupil_year_id
        )
        statement = (
            select(placements.c.placement_id)
            .select_from(placements.join(pupils, same))
            .where(placements.c.placement_id.in_(list(placement_ids)), pupils.c.erased_at.is_(None))
            .order_by(pupils.c.pupil_year_id)
            .with_for_update(of=pupils)
        )
        return set((await self._uow.execute(statement)).scalars())

    async def of_stays(self, placement_ids: Collection[UUID]) -> Sequence[PersonalLink]:
        """The links about these stays that nobody closed; some may be past their end."""
        statement = select(personal_links).where(
            L.placement_id.in_(list(placement_ids)), L.revoked_at.is_(None)
        )
        return [personal_link(row) for row in await self._uow.execute(statement)]

    async def add_of_stays(self, links: Collection[PersonalLink]) -> None:
        """Record that these were given about stays."""
        rows = [
            {
                "uai": one.uai,
                "link_id": one.id,
                "kind": one.kind,
                "placement_id": one.about,
                "given_at": one.given_at,
                "expires_at": one.expires_at,
            }
            for one in links
        ]
        if rows:
            await self._uow.execute(insert(personal_links), rows)

    async def prolong_all(self, until: Mapping[UUID, datetime]) -> None:
        """Have these open their pages until then, by id."""
        for ends in sorted(set(until.values())):
            these = [link_id for link_id, one in until.items() if one == ends]
            await self._uow.execute(
                update(personal_links).where(L.link_id.in_(these)).values(expires_at=ends)
            )

    async def revoke_all(self, link_ids: Collection[UUID], *, now: datetime) -> None:
        """Record that these open nothing any more."""
        if link_ids:
            await self._end(L.link_id.in_(list(link_ids)), now)

    async def count_open_of_class(self, class_id: UUID, *, now: datetime) -> int:
        """How many links about a class open their page."""
        statement = (
            select(func.count())
            .select_from(personal_links)
            .where(L.class_id == class_id, *opening(now))
        )
        return int((await self._uow.execute(statement)).scalar_one())

    async def revoke(self, link_id: UUID, *, now: datetime) -> None:
        """Record that it opens nothing any more."""
        await self._end(L.link_id == link_id, now)

    async def revoke_earlier(self, pupil_year_id: UUID, kind: str, *, now: datetime) -> None:
        """End what was given before of this kind."""
        await self._end((L.pupil_year_id == pupil_year_id) & (L.kind == kind), now)

    async def revoke_of_referent(self, referent_id: UUID, *, now: datetime) -> None:
        """End what a referent teacher was given before."""
        await self._end(L.referent_id == referent_id, now)

    async def _end(self, which: ColumnElement[bool], now: datetime) -> None:
        await self._uow.execute(
            update(personal_links).where(which, L.revoked_at.is_(None)).values(revoked_at=now)
        )


def _about(link: PersonalLink) -> str:
    """The column that says what a link is about."""
    if link.of_class:
        return "class_id"
    if link.of_referent:
        return "referent_id"
    return "placement_id" if link.of_stay else "pupil_year_id"


def open_ids(kind: str, *, now: datetime) -> Select[tuple[UUID]]:
    """The links of a kind that open their page."""
    return select(L.link_id).where(L.kind == kind, *opening(now))


def opening(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What a link must be to open its page."""
    return (L.revoked_at.is_(None), L.expires_at > now)


def personal_link(row: Any) -> PersonalLink:
    """Read the columns of the table."""
    return PersonalLink(
        id=row.link_id,
        uai=Uai(row.uai),
        kind=row.kind,
        about=row.pupil_year_id or row.class_id or row.referent_id or row.placement_id,
        given_at=row.given_at,
        expires_at=row.expires_at,
        given_to=row.given_to,
        revoked_at=row.revoked_at,
    )
