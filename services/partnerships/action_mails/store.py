"""Appointments of contacts that come to an action, and who of a company is written to."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.identifiers import Uai
from contracts.notifications.mails import LetterState
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.action_mails.model import ActionInvite, Unreached
from services.partnerships.action_mails.tables import action_invites
from services.partnerships.contacts.model import Contact, written_to
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.mailings.tables import mailing_recipients
from services.partnerships.sharing.store import Objections

A, R = action_invites.c, mailing_recipients.c


class ActionInvites:
    """The appointments of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, invite_id: UUID) -> ActionInvite:
        """Raises NotFound."""
        statement = select(action_invites).where(A.invite_id == invite_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _invite(row)

    async def of(self, action_id: UUID) -> Sequence[ActionInvite]:
        """Invitations of one action, as they were made."""
        statement = select(action_invites).where(A.action_id == action_id).order_by(A.invite_id)
        return [_invite(row) for row in await self._uow.execute(statement)]

    async def add(self, uai: Uai, invites: Sequence[ActionInvite]) -> None:
        """Record new ones."""
        rows = [
            {"uai": uai, "invite_id": one.id, "action_id": one.action_id} | _changing(one)
            for one in invites
        ]
        if rows:
            await self._uow.execute(insert(action_invites), rows)

    async def save(self, invite: ActionInvite) -> None:
        """Record the present state of a known one."""
        changed = update(action_invites).where(A.invite_id == invite.id)
        await self._uow.execute(changed.values(**_changing(invite)))


def _changing(one: ActionInvite) -> dict[str, Any]:
    names = ("company_id", "contact_id", "standing", "sequence", "facts", "reminded_for")
    return {name: getattr(one, name) for name in names}


def _invite(row: Any) -> ActionInvite:
    return ActionInvite(
        id=row.invite_id,
        action_id=row.action_id,
        company_id=row.company_id,
        contact_id=row.contact_id,
        facts=row.facts,
        standing=row.standing,
        sequence=row.sequence,
        reminded_for=row.reminded_for,
    )


async def read_readers(
    uow: UnitOfWork, uai: Uai, company_ids: Collection[UUID]
) -> Mapping[UUID, Contact | Unreached]:
    """Whom the lycée writes to at each of these companies, or why to nobody: who read a mail to many
    last, else the contact that is written to.
    """
    if not company_ids:
        return {}
    people = [one for one in await Contacts(uow).at_companies(uai, company_ids) if one.details.mail]
    objected = set(await Objections(uow).among(people))
    standing = await MailStops(uow).standing([one.details.mail or "" for one in people])
    ranks = await _last_letters(uow, [one.id for one in people])
    found: dict[UUID, Contact | Unreached] = {}
    for company_id in company_ids:
        there = [one for one in people if one.company_id == company_id]
        arriving = [one for one in there if not standing.is_lost(one.details.mail)]
        willing = [
            one
            for one in arriving
            if one.id not in objected and one.details.mail not in standing.stopped
        ]
        lettered = [one for one in willing if one.id in ranks]
        chosen = min(lettered, key=lambda one: ranks[one.id], default=written_to(willing))
        why = Unreached.RETURNED if there else Unreached.NO_ADDRESS
        found[company_id] = chosen or (Unreached.STOPPED if arriving else why)
    return found


async def _last_letters(uow: UnitOfWork, contact_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Of contacts a mail to many reached, how many others of them were reached later."""
    statement = (
        select(R.contact_id)
        .where(R.contact_id.in_(contact_ids), R.state == LetterState.LEFT.value)
        .order_by(R.moved_at.desc())
    )
    ids = (await uow.execute(statement)).scalars()
    return {one: rank for rank, one in enumerate(dict.fromkeys(ids))}
