"""What teachers bring, and their links: each lycée's own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, delete, func, insert, select, update

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionOutcome
from services.chassis.base.errors import NotFound
from services.chassis.base.keyset import Keyset
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.mentions import Named
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.teacher_links.model import Brought, Settled, TeacherLink
from services.partnerships.teacher_links.tables import brought, teacher_links

T, B = teacher_links.c, brought.c
SHOWN_MAX = 200
_OLDEST_FIRST = Keyset([B.brought_at], B.brought_id)


_LINK = bindparam("link_id", type_=Uuid)
BROUGHT_WAITING = Reading(
    select(func.count().label("waiting"))
    .select_from(brought)
    .where(B.settled.is_(None), _LINK.is_(None) | (B.teacher_link_id == _LINK)),
    lambda rows: int(rows[0].waiting),
)
"""How much of what teachers brought waits, of one link or of all."""


class TeacherLinks:
    """The links given by the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, link: TeacherLink) -> None:
        """Record that one was given."""
        values = {**vars(link), "teacher_link_id": link.id}
        del values["id"]
        await self._uow.execute(insert(teacher_links).values(**values))

    async def get(self, link_id: UUID, *, lock: bool = False) -> TeacherLink:
        """Raises NotFound, for another lycée's link too."""
        statement = select(teacher_links).where(T.teacher_link_id == link_id)
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            raise NotFound
        return _link(row)

    async def all(self, *, now: datetime) -> Sequence[TeacherLink]:
        """Links that open their page first, then the last given."""
        is_open = (T.revoked_at.is_(None)) & (T.expires_at > now)
        statement = select(teacher_links).order_by(
            is_open.desc(), T.given_at.desc(), T.name, T.teacher_link_id
        )
        return [_link(row) for row in await self._uow.execute(statement.limit(SHOWN_MAX))]

    async def revoke(self, which: ColumnElement[bool], *, now: datetime) -> None:
        """End some links."""
        await self._uow.execute(
            update(teacher_links).where(which, T.revoked_at.is_(None)).values(revoked_at=now)
        )


def open_ids(*, now: datetime) -> Select[tuple[UUID]]:
    """The links that open their page."""
    return select(T.teacher_link_id).where(T.revoked_at.is_(None), T.expires_at > now)


class BroughtThings:
    """What was brought to the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: Brought) -> None:
        """Record what a teacher brings."""
        await self._uow.execute(
            insert(brought).values(
                uai=one.uai,
                brought_id=one.id,
                teacher_link_id=one.link_id,
                company=one.company,
                town=one.town,
                reach=one.reach,
                through=one.through,
                outcome=one.outcome.value if one.outcome else None,
                note=one.note,
                brought_at=one.brought_at,
            )
        )

    async def get_for_update(self, brought_id: UUID) -> Brought:
        """Raises NotFound."""
        statement = _select().where(B.brought_id == brought_id).with_for_update(of=brought)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _brought(row)

    async def waiting(self, limit: int, after: UUID | None = None) -> Sequence[Brought]:
        """What the bureau has not settled, the oldest first."""
        every = _select()
        if after is not None:
            # One of them may have been settled meanwhile: the page goes on from where it was.
            every = _OLDEST_FIRST.after(every, after)
        statement = _OLDEST_FIRST.sort(every.where(B.settled.is_(None)))
        return [_brought(row) for row in await self._uow.execute(statement.limit(limit))]

    async def count_waiting(self, link_id: UUID | None = None) -> int:
        """How much of it there is, of one link or of all."""
        return await BROUGHT_WAITING.of(self._uow, {"link_id": link_id})

    async def by_link(self, link_id: UUID, limit: int) -> Sequence[Brought]:
        """What one teacher brought, the last first."""
        statement = _select().where(B.teacher_link_id == link_id)
        ordered = statement.order_by(B.brought_at.desc(), B.brought_id.desc()).limit(limit)
        return [_brought(row) for row in await self._uow.execute(ordered)]

    async def naming(self, somebody: Named) -> Sequence[Brought]:
        """What names somebody: the company, whom to ask for, or in the note."""
        rows = await self._uow.execute(_select().order_by(B.brought_at))
        return [
            one
            for one in map(_brought, rows)
            if somebody.is_told_by(text for text in (one.company, one.reach, one.note) if text)
        ]

    async def forget(self, somebody: Named) -> None:
        """Take away what names somebody."""
        those = [one.id for one in await self.naming(somebody)]
        await self._uow.execute(delete(brought).where(B.brought_id.in_(those)))

    async def settle(self, brought_id: UUID, what: Settled | None, *, now: datetime) -> None:
        """Record what became of it; None when the bureau looks at it anew.

        Of what is accepted, the texts stay on the card alone.
        """
        values: dict[str, Any] = {
            "settled": what and what.value,
            "settled_at": now if what else None,
        }
        if what is Settled.ACCEPTED:
            values |= {"note": None, "reach": None}
        await self._uow.execute(update(brought).where(B.brought_id == brought_id).values(**values))


def reached_at(mail: str | None) -> ColumnElement[bool]:
    """The links given to an address; those on paper when there is none."""
    return func.lower(T.mail).is_not_distinct_from(mail and mail.lower())


def _select() -> Select[Any]:
    return select(brought, T.name.label("teacher")).join(
        teacher_links, (T.uai == B.uai) & (T.teacher_link_id == B.teacher_link_id)
    )


def _link(row: Any) -> TeacherLink:
    return TeacherLink(
        id=row.teacher_link_id,
        uai=Uai(row.uai),
        name=row.name,
        mail=row.mail,
        given_at=row.given_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


def _brought(row: Any) -> Brought:
    return Brought(
        id=row.brought_id,
        uai=Uai(row.uai),
        link_id=row.teacher_link_id,
        teacher=row.teacher,
        company=row.company,
        town=row.town,
        reach=row.reach,
        through=row.through,
        outcome=InteractionOutcome(row.outcome) if row.outcome else None,
        note=row.note,
        brought_at=row.brought_at,
        settled=Settled(row.settled) if row.settled else None,
    )


async def _forget_contact(
    uow: UnitOfWork,
    *,
    contact_id: UUID,  # noqa: ARG001  teachers know names alone
    named: Named,
    now: datetime,  # noqa: ARG001  every feature is told the time
) -> None:
    await BroughtThings(uow).forget(named)


async def _forget_trader(uow: UnitOfWork, *, trader: ErasedTrader) -> None:
    await BroughtThings(uow).forget(trader.named)


PERSON_TRACES.add(contact=_forget_contact, trader=_forget_trader)
