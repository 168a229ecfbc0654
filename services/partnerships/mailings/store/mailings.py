"""Mails to many companies, and what became of the letter to each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update

from contracts.identifiers import Uai
from contracts.notifications.mails import LetterState
from contracts.partnerships.companies import InteractionPurpose
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.chunks import in_pieces
from services.partnerships.companies.tables.companies import companies
from services.partnerships.contacts.tables import contacts
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.mailings.model import Mailing, MailingStatus, MailingText
from services.partnerships.mailings.tables import mailing_recipients, mailings
from services.partnerships.recipients.model import HELD, Addressed, Excluded, Held

M, R = mailings.c, mailing_recipients.c
_WRITTEN = R.excluded_because.is_(None)


@dataclass(frozen=True)
class Recipient:
    """One company of a mailing: whom it goes to and where the letter is, or why it does not."""

    id: UUID
    rank: int
    uai: Uai
    mailing_id: UUID
    company_id: UUID
    """The one its contact is at by now."""
    company: str
    site_id: UUID | None
    contact_id: UUID | None
    contact: str
    mail: str | None
    mail_digest: str | None
    excluded: Excluded | None
    state: LetterState | None
    interaction_id: UUID | None


@dataclass(frozen=True)
class LetterTally:
    """How many letters are where, and how many companies are not written to."""

    written: int
    waiting: int
    left: int
    cancelled: int
    failed: int
    excluded: int
    held: int
    """Of those, how many wait for somebody to say that they are written to all the same."""


class Mailings:
    """The mailings of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, mailing: Mailing) -> None:
        """Record a draft."""
        given = {
            "uai": mailing.uai,
            "mailing_id": mailing.id,
            "drafted_at": mailing.drafted_at,
        }
        await self._uow.execute(insert(mailings).values(**given, **_changing(mailing)))

    async def get(self, mailing_id: UUID, *, lock: bool = False) -> Mailing:
        """Raises NotFound, for another lycée's too."""
        statement = select(mailings).where(M.mailing_id == mailing_id)
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            raise NotFound
        return _mailing(row)

    async def latest(self, limit: int) -> Sequence[Mailing]:
        """The last ones, the most recent first."""
        statement = select(mailings).order_by(M.drafted_at.desc(), M.mailing_id).limit(limit)
        return [_mailing(row) for row in await self._uow.execute(statement)]

    async def save(self, mailing: Mailing) -> None:
        """Record the present state of a known one."""
        await self._uow.execute(
            update(mailings).where(M.mailing_id == mailing.id).values(**_changing(mailing))
        )

    async def remove(self, mailing_id: UUID) -> None:
        """Forget one with its recipients."""
        await self._uow.execute(delete(mailings).where(M.mailing_id == mailing_id))

    async def forget_texts(self, mailing_ids: Collection[UUID]) -> Sequence[UUID]:
        """Keep that they were written, and no longer what they said; which said something."""
        those = (M.mailing_id.in_(list(mailing_ids)), M.body.is_not(None))
        forgotten = update(mailings).where(*those).values(subject=None, body=None)
        return list((await self._uow.execute(forgotten.returning(M.mailing_id))).scalars())

    async def address(self, mailing: Mailing, chosen: Sequence[tuple[UUID, Addressed]]) -> None:
        """Say anew who is written to, in the order they are shown."""
        await self._uow.execute(delete(mailing_recipients).where(R.mailing_id == mailing.id))
        stops = MailStops(self._uow)
        rows = [
            {
                "uai": mailing.uai,
                "recipient_id": self._uow.new_id(),
                "mailing_id": mailing.id,
                "rank": rank,
                "company_id": company_id,
                **_addressed(one, stops),
            }
            for rank, (company_id, one) in enumerate(chosen)
        ]
        async for piece in in_pieces(rows, 100):
            await self._uow.execute(insert(mailing_recipients), list(piece))

    async def companies_of(self, mailing_id: UUID) -> Sequence[UUID]:
        """Companies that were chosen, in order; where a contact went to another card, that one."""
        there = func.coalesce(contacts.c.company_id, R.company_id)
        statement = _with_contacts(select(there)).where(R.mailing_id == mailing_id)
        found = (await self._uow.execute(statement.order_by(R.rank))).scalars()
        return list(dict.fromkeys(found))

    async def waiting(self, mailing_id: UUID) -> Sequence[UUID]:
        """The contacts whose letter has not been asked for, or has not left."""
        statement = select(R.contact_id).where(
            R.mailing_id == mailing_id, R.state == LetterState.WAITING
        )
        return list((await self._uow.execute(statement.order_by(R.rank))).scalars())

    async def set_waiting(self, mailing_id: UUID, at: datetime) -> None:
        """Every letter is to leave."""
        await self._move([R.mailing_id == mailing_id, _WRITTEN], LetterState.WAITING, at)

    async def move(self, recipient_id: UUID, state: LetterState, at: datetime) -> None:
        """Record where a letter is."""
        await self._move([R.recipient_id == recipient_id], state, at)

    async def cancel_waiting(self, mailing_id: UUID, at: datetime) -> None:
        """What is not known to have left is not to leave; one that left all the same is told."""
        which = [R.mailing_id == mailing_id, R.state == LetterState.WAITING]
        await self._move(which, LetterState.CANCELLED, at)

    async def _move(self, which: Sequence[Any], state: LetterState, at: datetime) -> None:
        moved = update(mailing_recipients).where(*which).values(state=state, moved_at=at)
        await self._uow.execute(moved)

    async def note_exchange(self, recipient_id: UUID, interaction_id: UUID) -> None:
        """Record what was noted with the company."""
        noted = update(mailing_recipients).where(R.recipient_id == bindparam("of"))
        await self._uow.execute(noted.values(interaction_id=interaction_id), {"of": recipient_id})

    async def letter(
        self, mailing_id: UUID, contact_id: UUID, *, lock: bool = False
    ) -> Recipient | None:
        """The letter to one contact, unless it was forgotten."""
        those = (R.mailing_id == mailing_id, R.contact_id == contact_id)
        statement = _recipients().where(*those)
        if lock:
            statement = statement.with_for_update(of=mailing_recipients)
        row = (await self._uow.execute(statement)).first()
        return _recipient(row) if row else None

    async def recipient(self, recipient_id: UUID) -> Recipient:
        """Raises NotFound, for another lycée's too."""
        row = (await self._uow.execute(_recipients().where(R.recipient_id == recipient_id))).first()
        if row is None:
            raise NotFound
        return _recipient(row)

    async def recipients(
        self, mailing_id: UUID, limit: int, *, after: int = 0
    ) -> Sequence[Recipient]:
        """Who is written to, from a rank on."""
        return await self._ranked(_WRITTEN, mailing_id, limit, after)

    async def excluded(
        self, mailing_id: UUID, limit: int, reasons: Collection[Excluded]
    ) -> Sequence[Recipient]:
        """Who is not, for one of these reasons."""
        return await self._ranked(R.excluded_because.in_(reasons), mailing_id, limit, 0)

    async def _ranked(
        self, which: ColumnElement[bool], mailing_id: UUID, limit: int, after: int
    ) -> Sequence[Recipient]:
        statement = _recipients().where(R.mailing_id == mailing_id, R.rank >= after, which)
        statement = statement.order_by(R.rank).limit(limit)
        return [_recipient(row) for row in await self._uow.execute(statement)]

    async def tally(self, mailing_id: UUID) -> LetterTally:
        """How many letters there are of each outcome."""
        failed = (LetterState.UNDELIVERED, LetterState.NO_ADDRESS, LetterState.STOPPED)
        statement = select(
            func.count().filter(_WRITTEN).label("written"),
            func.count().filter(R.state == LetterState.WAITING).label("waiting"),
            func.count().filter(R.state == LetterState.LEFT).label("left"),
            func.count().filter(R.state == LetterState.CANCELLED).label("cancelled"),
            func.count().filter(R.state.in_(failed)).label("failed"),
            func.count().filter(~_WRITTEN).label("excluded"),
            func.count().filter(R.excluded_because.in_(HELD)).label("held"),
        ).where(R.mailing_id == mailing_id)
        return LetterTally(**(await self._uow.execute(statement)).mappings().one())


def _with_contacts(statement: Any) -> Any:
    same = (contacts.c.uai == R.uai) & (contacts.c.contact_id == R.contact_id)
    return statement.select_from(mailing_recipients.outerjoin(contacts, same))


def _recipients() -> Any:
    there = func.coalesce(contacts.c.company_id, R.company_id)
    same = (contacts.c.uai == R.uai) & (contacts.c.contact_id == R.contact_id)
    return select(
        *(column for column in R if column.name != "company_id"),
        there.label("company_id"),
        func.coalesce(companies.c.name, "").label("company"),
        func.coalesce(contacts.c.name, "").label("contact"),
        contacts.c.mail,
        contacts.c.site_id,
    ).select_from(
        mailing_recipients.outerjoin(contacts, same).outerjoin(
            companies, companies.c.company_id == there
        )
    )


def _addressed(one: Addressed, stops: MailStops) -> dict[str, Any]:
    if isinstance(one, Excluded):
        return {"contact_id": None, "mail_digest": None, "excluded_because": one}
    contact = one.contact if isinstance(one, Held) else one
    return {
        "contact_id": contact.id,
        "mail_digest": stops.digest(contact.details.mail or ""),
        "excluded_because": one.because if isinstance(one, Held) else None,
    }


def _changing(mailing: Mailing) -> dict[str, Any]:
    return {
        "subject": mailing.text.subject if mailing.text else None,
        "body": mailing.text.body if mailing.text else None,
        "purpose": mailing.purpose,
        "author": mailing.author,
        "status": mailing.status,
        "leaves_at": mailing.leaves_at,
        "cancelled_at": mailing.cancelled_at,
        "version": mailing.version,
    }


def _mailing(row: Any) -> Mailing:
    text = None
    if row.subject is not None and row.body is not None:
        text = MailingText(subject=row.subject, body=row.body)
    return Mailing(
        id=row.mailing_id,
        uai=Uai(row.uai),
        text=text,
        purpose=InteractionPurpose(row.purpose),
        author=row.author,
        drafted_at=row.drafted_at,
        status=MailingStatus(row.status),
        leaves_at=row.leaves_at,
        cancelled_at=row.cancelled_at,
        version=row.version,
    )


def _recipient(row: Any) -> Recipient:
    return Recipient(
        id=row.recipient_id,
        rank=row.rank,
        uai=Uai(row.uai),
        mailing_id=row.mailing_id,
        company_id=row.company_id,
        company=row.company,
        site_id=row.site_id,
        contact_id=row.contact_id,
        contact=row.contact,
        mail=row.mail,
        mail_digest=row.mail_digest,
        excluded=Excluded(row.excluded_because) if row.excluded_because else None,
        state=LetterState(row.state) if row.state else None,
        interaction_id=row.interaction_id,
    )
