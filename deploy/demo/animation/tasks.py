"""Tasks of the demonstration: what an invented supervisor promised herself, late, today and to come."""

from collections.abc import Sequence
from datetime import date, timedelta

from contracts.identifiers import Uai
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import LAVANDIERES, PEUPLIERS, TILLEULS, VIEUX_PONT
from deploy.demo.steps import Act, Step
from services.chassis.base.working_days import next_working_day, worked_from
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.supervisor_tasks.commands import (
    add_supervisor_task,
    finish_supervisor_task,
)
from services.coordination.supervisor_tasks.model import TaskDetails

_TASKS: Sequence[tuple[str, int | None, Uai | None]] = (
    ("Relancer la Région sur les plateaux techniques", -5, None),
    ("Appeler le bureau sur ses terminales sans lieu", -2, TILLEULS.uai),
    ("Confirmer la salle de la réunion du réseau", -1, None),
    ("Envoyer l’ordre du jour du CLEE aux coprésidents", 0, None),
    ("Relire le bilan de la campagne", 0, PEUPLIERS.uai),
    ("Passer voir le nouveau responsable du bureau", 1, LAVANDIERES.uai),
    ("Demander les dates du CDEN", 2, None),
    ("Préparer la visite de l’inspection", 6, VIEUX_PONT.uai),
    ("Rédiger la lettre du trimestre", 8, None),
    ("Faire le point sur les apprentis", 15, TILLEULS.uai),
    ("Réserver le car du forum", 30, None),
    ("Trouver une entreprise marraine", None, LAVANDIERES.uai),
)
"""What, in how many days (none: on no day), with which lycée."""
_DONE = "Remercier les partenaires du forum"


def tasks(calendar: Calendar) -> Sequence[Step]:
    """A dozen to do, and one that was done."""
    acts = [_notes(_task(calendar.today, *one)) for one in _TASKS]
    return [Step("dsden:tasks", None, calendar.at(calendar.today, 8), [*acts, _does])]


def _task(today: date, title: str, days: int | None, lycee: Uai | None) -> TaskDetails:
    if days is None:
        return TaskDetails(title, None, lycee)
    on = today + timedelta(days=days)
    # Nobody promises anything for a day without work; what is late or for today is so at any hour.
    return TaskDetails(title, on if days <= 0 else worked_from(on), lycee)


def _notes(details: TaskDetails) -> Act:
    async def note(uow: UnitOfWork) -> None:
        await add_supervisor_task(uow, details=details)

    return note


async def _does(uow: UnitOfWork) -> None:
    day = next_working_day(uow.now.date() - timedelta(days=4))
    task_id = await add_supervisor_task(uow, details=TaskDetails(_DONE, day))
    await finish_supervisor_task(uow, task_id=task_id, version=1, now=uow.now)
