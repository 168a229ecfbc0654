"""The supervisor’s tasks as pages read them: those to do, those done lately, how many each day has."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import DateTime, and_, bindparam, exists, func, not_, or_, select

from services.chassis.database.readings import Reading, Rows
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.tables import needs
from services.coordination.supervisor_tasks.model import AboutKind, SupervisorTask, TaskState
from services.coordination.supervisor_tasks.store import task_of
from services.coordination.supervisor_tasks.tables import supervisor_tasks

T = supervisor_tasks.c
SHOWN = 200
DAYS_TOLD = 366


@dataclass(frozen=True)
class TasksOfDay:
    """How many tasks a day has."""

    on: dt.date
    many: int


def _tasks(rows: Rows) -> Sequence[SupervisorTask]:
    return [task_of(row) for row in rows]


ENDED = exists(
    select(needs.c.need_id).where(
        T.about_kind == AboutKind.NEED.value,
        needs.c.need_id == T.about_id,
        or_(
            needs.c.status == NeedStatus.CLOSED.value,
            needs.c.status == NeedStatus.DISMISSED.value,
        ),
    )
)
"""What is about a need that ended is put away, and back once that is seen to again."""
_TO_DO = and_(T.state == TaskState.OPEN.value, not_(ENDED))
_DONE_LATELY = and_(
    T.state == TaskState.DONE.value,
    T.settled_at >= bindparam("done_since", type_=DateTime(timezone=True)),
)
OF_THE_WEEK: Reading[Sequence[SupervisorTask]] = Reading(
    select(supervisor_tasks)
    .where(or_(_TO_DO, _DONE_LATELY))
    .order_by(T.due_on.asc().nulls_last(), T.task_id)
    .limit(SHOWN + 1),
    _tasks,
)
"""What is to do, the first due first, and what was done lately."""
BY_DAY: Reading[Sequence[TasksOfDay]] = Reading(
    select(T.due_on, func.count().label("many"))
    .where(_TO_DO, T.due_on.is_not(None))
    .group_by(T.due_on)
    .order_by(T.due_on)
    .limit(DAYS_TOLD),
    lambda rows: [TasksOfDay(row.due_on, row.many) for row in rows],
)
"""How many there are to do on each day that has some."""
