"""What a form about a visit does, whoever sends it: what is told then, and what takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.internships.visits import VisitWay
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.forms import Typed
from services.internships.visits.commands import (
    cancel_visit,
    move_visit,
    plan_visit,
    restore_visit,
)
from services.internships.visits.forms import ShownVisitForm, VisitForm
from services.internships.visits.labels import CALLED_OFF, MOVED, PLANNED, RESTORED, UNMOVED, WAYS
from services.internships.visits.model import Visit

VISIT = "visite"
CANCEL = "visite/annulation"
RESTORE = "visite/retablissement"
"""Where forms are sent, below the page they are on."""


@dataclass(frozen=True)
class Done:
    """What was done of a visit: the sentence that says so, and where the form behind « Annuler » is sent with which fields."""

    notice: str
    way: str | None = None
    back: Mapping[str, str] | None = None


async def arrange(uow: UnitOfWork, *, placement_id: UUID, form: VisitForm) -> Done:
    """Plan a visit, or move the one the page showed."""
    if form.visit_id is None:
        visit = await plan_visit(uow, placement_id=placement_id, plan=form.plan, now=uow.now)
        return Done(PLANNED, CANCEL, _shown(visit.id, visit.version))
    version = form.version or 0
    before = await move_visit(
        uow,
        placement_id=placement_id,
        visit_id=form.visit_id,
        version=version,
        plan=form.plan,
        now=uow.now,
    )
    if before is None:
        return Done(UNMOVED)
    hour = before.starts_at.isoformat("minutes") if before.starts_at else ""
    was = {"visit_on": before.on.isoformat(), "visit_at": hour, "visit_way": before.way.value}
    return Done(MOVED, VISIT, {**_shown(form.visit_id, version + 1), **was})


async def call_off(uow: UnitOfWork, *, placement_id: UUID, form: ShownVisitForm) -> Done:
    """Call the visit off that the page showed."""
    one = await cancel_visit(
        uow,
        placement_id=placement_id,
        visit_id=form.visit_id,
        version=form.version,
        now=uow.now,
    )
    return Done(CALLED_OFF, RESTORE, _shown(one.id, one.version))


async def restore(uow: UnitOfWork, *, placement_id: UUID, form: ShownVisitForm) -> Done:
    """Have the visit stand that was just called off."""
    one = await restore_visit(
        uow,
        placement_id=placement_id,
        visit_id=form.visit_id,
        version=form.version,
        now=uow.now,
    )
    return Done(RESTORED, CANCEL, _shown(one.id, one.version))


def shown_visit(
    typed: Typed[Any] | None, visit: Visit | None, today: date, blank: type[VisitForm] = VisitForm
) -> Mapping[str, Any]:
    """What templates show of a visit: what was typed, else the visit as it is planned."""
    plan = visit.plan if visit else None
    known = Typed.blank(
        blank,
        visit_on=plan.on if plan else None,
        visit_at=plan.starts_at.isoformat("minutes") if plan and plan.starts_at else None,
        visit_way=plan.way if plan else VisitWay.ON_SITE,
        visit_id=visit.id if visit else None,
        version=visit.version if visit else None,
    )
    own = typed is not None and issubclass(typed.form, VisitForm)
    return {
        "visit": visit,
        "visiting": typed if own else known,
        "visit_ways": [(way.value, label) for way, label in WAYS.items()],
        "visit_labels": WAYS,
        "visit_refused": own,
        "visit_due": visit is not None and visit.plan.on < today,
    }


def _shown(visit_id: UUID, version: int) -> Mapping[str, str]:
    return {"visit_id": str(visit_id), "version": str(version)}
