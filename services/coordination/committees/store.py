"""Committees, their members with their addresses, and their charters."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.coordination.committees import CommitteeKind
from contracts.identifiers import CommuneCode, Uai
from contracts.words import plain
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committees.model import (
    Address,
    Charter,
    Committee,
    CommitteeDetails,
    Member,
    MemberFunction,
    Organisation,
    same_mail,
)
from services.coordination.committees.tables import (
    committee_addresses,
    committee_charters,
    committee_mail_returns,
    committee_mail_stops,
    committee_members,
    committees,
)

C, M, A = committees.c, committee_members.c, committee_addresses.c
S, R, H = committee_mail_stops.c, committee_mail_returns.c, committee_charters.c
_STOP = "committee-mail-stop"


class Committees:
    """The committees of the network; written in the scope of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: Committee) -> None:
        """Record a new committee."""
        await self._uow.execute(insert(committees).values(committee_id=one.id, **_values(one)))

    async def get(self, committee_id: UUID, *, for_update: bool = False) -> Committee:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(committees).where(C.committee_id == committee_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return committee_of(row)

    async def all(self, *, archived: bool = False) -> Sequence[Committee]:
        """The committees that meet, or those that are archived, by name."""
        kept = C.archived_at.is_not(None) if archived else C.archived_at.is_(None)
        statement = select(committees).where(kept).order_by(C.name_key, C.committee_id)
        return [committee_of(row) for row in await self._uow.execute(statement)]

    async def save(self, one: Committee) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(committees).where(C.committee_id == one.id).values(**_values(one))
        )


class Members:
    """Who sits in committees; addresses are those of the lycées in scope, all for the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: Member) -> None:
        """Record a new member, without an address."""
        await self._uow.execute(
            insert(committee_members).values(
                member_id=one.id,
                committee_id=one.committee_id,
                joined_on=one.joined_on,
                **_seat(one),
            )
        )

    async def get(self, member_id: UUID, *, for_update: bool = False) -> Member:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(committee_members).where(M.member_id == member_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return (await self._with_addresses([row]))[0]

    async def of(self, committee_id: UUID) -> Sequence[Member]:
        """All of a committee, those who left too, in the order they joined."""
        statement = (
            select(committee_members)
            .where(M.committee_id == committee_id)
            .order_by(M.joined_on, M.member_id)
        )
        return await self._with_addresses((await self._uow.execute(statement)).all())

    async def save(self, one: Member) -> None:
        """Record what changed of the seat."""
        await self._uow.execute(
            update(committee_members).where(M.member_id == one.id).values(**_seat(one))
        )

    async def put_address(self, one: Member, mail: str | None) -> None:
        """Keep where a member is written to; the same address stays known by the same id."""
        uai = one.organisation.lycee or self._uow.department_uai
        known = one.address
        if known and same_mail(known.mail, mail) and known.uai == uai:
            return
        if known:
            await self._remove_addresses([one.id])
        if mail:
            values = {"uai": uai, "member_id": one.id, "address_id": self._uow.new_id()}
            await self._uow.execute(insert(committee_addresses).values(**values, mail=mail))

    async def erase_people(self, ids: Collection[UUID]) -> None:
        """Keep the seat, and no trace of who sat there."""
        await self._remove_addresses(ids)
        await self._uow.execute(
            update(committee_members).where(M.member_id.in_(list(ids))).values(person=None)
        )

    async def of_address(self, address_id: UUID) -> tuple[Member, Address]:
        """The address of this id, and whose it is. Raises NotFound once it is another one."""
        statement = select(A.member_id).where(A.address_id == address_id)
        row = (await self._uow.execute(statement)).first()
        member = await self.get(row.member_id) if row else None
        if member is None or member.address is None:
            raise NotFound
        return member, member.address

    async def stop(self, mail: str, *, now: datetime) -> None:
        """Have no committee write there."""
        stopping = insert(committee_mail_stops).values(
            address_digest=self._digest(mail), stopped_at=now
        )
        await self._uow.execute(stopping.on_conflict_do_nothing())

    async def allow(self, mail: str) -> None:
        """Have committees write there again."""
        await self._uow.execute(
            delete(committee_mail_stops).where(S.address_digest == self._digest(mail))
        )

    async def note_return(self, address_id: UUID, *, now: datetime) -> None:
        """Keep that nothing arrives at an address."""
        noting = insert(committee_mail_returns).values(address_id=address_id, returned_at=now)
        await self._uow.execute(noting.on_conflict_do_nothing())

    async def try_again(self, address_id: UUID) -> None:
        """Have an address be written to that a mail came back from."""
        await self._uow.execute(delete(committee_mail_returns).where(R.address_id == address_id))

    async def _remove_addresses(self, ids: Collection[UUID]) -> None:
        gone = delete(committee_addresses).where(A.member_id.in_(list(ids))).returning(A.address_id)
        addresses = list((await self._uow.execute(gone)).scalars())
        await self._uow.execute(delete(committee_mail_returns).where(R.address_id.in_(addresses)))

    async def _with_addresses(self, rows: Sequence[Any]) -> Sequence[Member]:
        ids = [row.member_id for row in rows]
        statement = select(committee_addresses, R.returned_at).join(
            committee_mail_returns, R.address_id == A.address_id, isouter=True
        )
        kept = (await self._uow.execute(statement.where(A.member_id.in_(ids)))).all() if ids else []
        stopped = await self._stopped(row.mail for row in kept)
        addresses = {
            row.member_id: Address(
                row.address_id,
                Uai(row.uai),
                row.mail,
                stopped=self._digest(row.mail) in stopped,
                returned=row.returned_at is not None,
            )
            for row in kept
        }
        return [_member(row, addresses.get(row.member_id)) for row in rows]

    async def _stopped(self, mails: Iterable[str]) -> set[str]:
        digests = sorted({self._digest(mail) for mail in mails})
        if not digests:
            return set()
        asked = any_(bindparam("digests", digests, ARRAY(Text)))
        statement = select(S.address_digest).where(S.address_digest == asked)
        return set((await self._uow.execute(statement)).scalars())

    def _digest(self, mail: str) -> str:
        return self._uow.links.digest(_STOP, mail.strip().casefold())


class Charters:
    """The charters of committees, each version with its day."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: Charter) -> None:
        """Record a version."""
        await self._uow.execute(
            insert(committee_charters).values(
                charter_id=one.id,
                committee_id=one.committee_id,
                label=one.label,
                signed_on=one.signed_on,
            )
        )

    async def get_for_update(self, charter_id: UUID) -> Charter:
        """Raises NotFound."""
        statement = select(committee_charters).where(H.charter_id == charter_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _charter(row)

    async def of(self, committee_id: UUID) -> Sequence[Charter]:
        """Those that were signed, the newest first."""
        statement = (
            select(committee_charters)
            .where(H.committee_id == committee_id, H.withdrawn_at.is_(None))
            .order_by(H.signed_on.desc(), H.charter_id.desc())
        )
        return [_charter(row) for row in await self._uow.execute(statement)]

    async def withdraw(self, charter_id: UUID, at: datetime | None) -> None:
        """Take a version back, or have it stand again."""
        await self._uow.execute(
            update(committee_charters).where(H.charter_id == charter_id).values(withdrawn_at=at)
        )


def committee_of(row: Any) -> Committee:
    """A committee as it is kept."""
    details = CommitteeDetails(
        kind=CommitteeKind(row.kind),
        name=row.name,
        perimeter=row.perimeter,
        communes=tuple(CommuneCode(one) for one in row.communes),
    )
    return Committee(row.committee_id, details, row.archived_at, row.version)


def _values(one: Committee) -> dict[str, Any]:
    return {
        **vars(one.details),
        "kind": one.details.kind.value,
        "communes": list(one.details.communes),
        "name_key": plain(one.details.name),
        "archived_at": one.archived_at,
        "version": one.version,
    }


def _member(row: Any, address: Address | None) -> Member:
    joined: date = row.joined_on
    return Member(
        id=row.member_id,
        committee_id=row.committee_id,
        organisation=Organisation(
            Uai(row.lycee) if row.lycee else None, row.actor_id, row.organisation
        ),
        function=MemberFunction(row.function),
        person=row.person,
        joined_on=joined,
        left_on=row.left_on,
        version=row.version,
        address=address,
    )


def _seat(one: Member) -> dict[str, Any]:
    return {
        "lycee": one.organisation.lycee,
        "actor_id": one.organisation.actor_id,
        "organisation": one.organisation.name,
        "function": one.function.value,
        "person": one.person,
        "left_on": one.left_on,
        "version": one.version,
    }


def _charter(row: Any) -> Charter:
    return Charter(row.charter_id, row.committee_id, row.label, row.signed_on, row.withdrawn_at)
