"""Letters that left: what says the contrary of one is written only then."""

from collections.abc import Collection
from operator import itemgetter
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.mail import State
from services.notifications.mails.tables import mails

M = mails.c


async def read_told_last(
    uow: UnitOfWork, letters: Collection[UUID], *, contrary: Collection[UUID], mail_id: UUID
) -> bool:
    """Whether what left last, or may have, is one of these letters and none of the `contrary` ones.

    So it is too once nothing is known of them any more. `mail_id`: the mail that asks. What is attempted
    together with it was asked for before, and is not written: it is over.
    """
    asked = any_(bindparam("letters", sorted({*letters, *contrary}), ARRAY(Uuid)))
    rows = await uow.execute(
        select(M.aggregate_id, M.state, M.may_have_left, M.last_attempt_at, M.lease_token).where(
            M.aggregate_id == asked
        )
    )
    mine = (
        await uow.execute(select(M.lease_token).where(M.mail_id == mail_id))
    ).scalar_one_or_none()
    known = rows.all()
    if not any(row.aggregate_id in letters for row in known):
        return True
    left = [
        (row.last_attempt_at, row.aggregate_id in letters)
        for row in known
        if row.may_have_left
        or row.state == State.SENT
        or (row.state == State.ATTEMPTING and row.lease_token != mine)
    ]
    return bool(left) and max(left, key=itemgetter(0))[1]
