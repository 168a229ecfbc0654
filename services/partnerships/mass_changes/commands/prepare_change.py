"""A bureau looks at what one change to many companies would do."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.store import Actions
from services.partnerships.choices.model import CHOSEN_MAX, NothingChosen
from services.partnerships.mass_changes.model import (
    ActionOfAnother,
    ChangeAsked,
    MassChange,
    TooManyChosen,
    Why,
    left_because,
)
from services.partnerships.mass_changes.store.mass_changes import MassChanges
from services.partnerships.mass_changes.store.standings import read_standings


async def prepare_change(
    uow: UnitOfWork,
    *,
    asked: ChangeAsked,
    company_ids: Sequence[UUID],
    account_id: UUID,
    roles: Collection[str],
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Keep what is asked, with what becomes of each company (changement groupé), and return its id.

    Nothing is changed before it is confirmed. Raises NothingChosen, TooManyChosen,
    ChangeIncomplete, TaskWithoutWords, LyceeNotChosen, ActionOfAnother, NotFound of the action.
    """
    lycee = uow.writing_for(uai)
    asked.check()
    chosen = list(dict.fromkeys(company_ids))
    if not chosen:
        raise NothingChosen
    if len(chosen) > CHOSEN_MAX:
        raise TooManyChosen
    action = await Actions(uow).invited_to(asked.action_id)
    if action is not None and action.uai != lycee:
        raise ActionOfAnother(field="action_id")
    standings = await read_standings(uow, lycee, chosen, action=action)
    change = MassChange(
        id=uow.new_id(), uai=lycee, asked=asked, asked_by=account_id, previewed_at=now
    )
    judged: list[tuple[UUID, Why | None]] = []
    for one in chosen:
        why = left_because(asked, standings.get(one), lycee, roles)
        if action is not None and why is None:
            action.invite(one)  # not kept: the next ones have one place less
        judged.append((one, why))
    await MassChanges(uow).add(change, judged)
    return change.id
