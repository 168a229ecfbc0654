"""Letters that left: what says the contrary of one is written only then."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.mail import State
from services.notifications.mails.tables import mails

M = mails.c
_LEFT = (State.SENT, State.ATTEMPTING)


async def read_any_left(uow: UnitOfWork, letters: Collection[UUID]) -> bool:
    """Whether a mail of one of these letters left, or may have, or none of them is kept any more."""
    asked = any_(bindparam("letters", sorted(letters), ARRAY(Uuid)))
    rows = await uow.execute(select(M.state, M.may_have_left).where(M.aggregate_id == asked))
    found = [row.may_have_left or State(row.state) in _LEFT for row in rows]
    return any(found) or not found
