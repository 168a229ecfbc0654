"""How long tasks that are over are kept, and those about a need that ended."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.privacy.retention.chassis_rules import aged
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.tables import needs
from services.coordination.supervisor_tasks.model import AboutKind
from services.coordination.supervisor_tasks.queries import ENDED
from services.coordination.supervisor_tasks.tables import supervisor_tasks

T = supervisor_tasks.c
RULE = aged(
    "supervisor_tasks",
    "Tâches de la supervision, faites ou retirées",
    of=supervisor_tasks,
    key="task_id",
    since="settled_at",
    kept=timedelta(days=365),
    period="1 an",
)


async def _put_away(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:  # noqa: ARG001  what it is about went in its time
    """Tasks put away with a need that can be reopened no more: what it said is erased."""
    erased = select(needs.c.need_id).where(
        T.about_kind == AboutKind.NEED.value,
        needs.c.need_id == T.about_id,
        needs.c.erased_at.is_not(None),
    )
    statement = select(T.task_id).where(ENDED, erased.exists()).limit(limit)
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def _remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    those = delete(supervisor_tasks).where(T.task_id.in_(list(ids)))
    return list((await uow.execute(those.returning(T.task_id))).scalars())


RULES = (
    RULE,
    Rule(
        *("supervisor_tasks_of_needs", "Tâches sur un besoin clos et effacé", "Avec le besoin"),
        *(_put_away, _remove),
        shared=True,
    ),
)
