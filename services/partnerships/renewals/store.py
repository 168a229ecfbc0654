"""Which agreements are signed and still serve, by their last day."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from contracts.identifiers import Uai
from contracts.partnerships.partnerships import AgreementState
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.partnerships.store import ENDED, P
from services.partnerships.partnerships.tables import partnerships
from services.partnerships.renewals.model import TOLD_AFTER, TOLD_BEFORE


async def any_to_recall(uow: UnitOfWork, morning: date) -> bool:
    """Whether an agreement is to be spoken of that morning."""
    found = exists().where(*standing(uow.scope.uais), _to_recall(morning))
    return bool((await uow.execute(select(found))).scalar())


async def recall(uow: UnitOfWork, morning: date, digest_id: UUID) -> bool:
    """Have that morning's mail speak of what it is to, once; whether it speaks of any."""
    spoken_of = (
        update(partnerships)
        .where(*standing(uow.scope.uais), _to_recall(morning))
        .values(recalled_on=morning, recalled_in=digest_id)
    )
    return (await uow.execute(spoken_of)).rowcount > 0


def _to_recall(morning: date) -> ColumnElement[bool]:
    """Whether a day it is spoken of from has come and no mail spoke of it since."""
    untold = [
        and_(
            P.until_on <= morning + before,
            or_(P.recalled_on.is_(None), P.recalled_on + before < P.until_on),
        )
        for before in TOLD_BEFORE
    ]
    return and_(P.until_on >= morning - TOLD_AFTER, or_(*untold))


def standing(of: Collection[Uai]) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a standing agreement of these lycées: signed, of a partnership that was not ended."""
    return (P.uai.in_(of), *STANDING)


STANDING = (
    P.stage != ENDED,
    P.agreement == AgreementState.SIGNED.value,
    P.until_on.is_not(None),
)
"""Of any lycée."""
