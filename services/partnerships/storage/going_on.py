"""Whether a search has more to look for than companies and contacts: with most of them nothing goes on."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, exists, select

from services.chassis.prepared import Prepared
from services.chassis.work import UnitOfWork
from services.partnerships.storage.action_tables import actions
from services.partnerships.storage.partnership_tables import partnerships
from services.partnerships.storage.task_tables import tasks

_IDS = bindparam("ids", type_=ARRAY(Uuid))
# An action is found by its title too: whether there is any.
_GOING_ON = Prepared(
    select(
        exists().where(partnerships.c.company_id == any_(_IDS)).label("partnerships"),
        exists().where(tasks.c.company_id == any_(_IDS), tasks.c.done_at.is_(None)).label("tasks"),
        select(actions.c.action_id).exists().label("actions"),
    )
)


async def going_on_with(uow: UnitOfWork, ids: Sequence[UUID]) -> set[str]:
    """What the lycées in scope may have with one of these companies, by the names of tables."""
    row = (await uow.run(_GOING_ON, {"ids": list(ids)})).mappings().one()
    return {name for name, some in row.items() if some}
