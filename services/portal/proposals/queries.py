"""What a mail about an access says, and to whom."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import AccountId, Uai
from contracts.portal.accounts import AccessNotice, AccessNoticeKind, NoticedPerson
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import AccessState
from services.portal.accesses.store import Accesses
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import local_date
from services.portal.lycees.store import Lycees
from services.portal.proposals.model import Status
from services.portal.proposals.store import Proposals


async def notice_to_send(
    uow: UnitOfWork, *, notice_id: UUID, kind: AccessNoticeKind, now: datetime
) -> AccessNotice:
    """What a mail about an access says, and to whom. Raises NotFound, outside the lycée too."""
    if kind is AccessNoticeKind.GRANTED:
        holder = await Accesses(uow).holder(notice_id)
        known = await Accounts(uow).get(holder.access.account_id)
        return AccessNotice(
            standing=holder.access.standing(local_date(now)) is not AccessState.OVER,
            people=_told([known]),
            person=holder.display_name,
            role=holder.role.label,
            lycee=holder.lycee,
            from_on=holder.access.from_on,
            last_day=holder.access.last_day,
        )
    proposal = await Proposals(uow).get(notice_id)
    people: Sequence[Account | None]
    if kind is AccessNoticeKind.PROPOSED:
        people = await _deciders(uow, proposal.uai, on=local_date(now))
    else:
        people = [await Accounts(uow).get(proposal.proposed_by)]
    return AccessNotice(
        standing=proposal.status is _TOLD_WHILE[kind],
        people=_told(people),
        person=proposal.display_name,
        role=Role(proposal.role).label,
        lycee=await Lycees(uow).name(proposal.uai) or "",
        from_on=proposal.from_on,
        last_day=proposal.last_day,
    )


_TOLD_WHILE = {
    AccessNoticeKind.PROPOSED: Status.WAITING,
    AccessNoticeKind.ACCEPTED: Status.ACCEPTED,
    AccessNoticeKind.REFUSED: Status.REFUSED,
}


async def _deciders(uow: UnitOfWork, uai: Uai, *, on: date) -> Sequence[Account]:
    """The head; the delegates where there is none today."""
    heads = await Accounts(uow).holding(Role.HEAD, uai, on=on)
    return heads or await Accounts(uow).holding(Role.DELEGATE, uai, on=on)


def _told(people: Iterable[Account | None]) -> tuple[NoticedPerson, ...]:
    return tuple(
        NoticedPerson(account_id=AccountId(one.id), display_name=one.display_name, mail=one.mail)
        for one in people
        if one is not None
    )
