"""The lycées' actions with companies: a year of visits, interventions and forums."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from contracts.coordination.actors import ActorKind
from contracts.coordination.avenir import AvenirAxis
from contracts.partnerships.actions import ActionKind
from deploy.demo.calendar import Calendar
from deploy.demo.companies import DemoCompany, all_companies
from deploy.demo.invention.lots import drawn_for
from deploy.demo.lycees import DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands import cancel_action, hold_action, plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.avenir_totals.commands import total_axes
from services.partnerships.axes.commands import add_axis
from services.partnerships.axes.store import Axes
from services.partnerships.companies.store.companies import Companies

_AXES = (
    ("Découvrir les métiers", AvenirAxis.DISCOVERY),
    ("Préparer son insertion", AvenirAxis.GUIDANCE),
)
_ACTIONS = (
    (ActionKind.VISIT, "Visite d’atelier", -48),
    (ActionKind.INTERVENTION, "Un professionnel raconte son métier", -35),
    (ActionKind.FORUM, "Forum des métiers", -20),
    (ActionKind.JURY, "Entretiens blancs", -9),
    (ActionKind.IMMERSION, "Journée d’immersion", -3),
    (ActionKind.VISIT, "Visite de chantier", 12),
    (ActionKind.MENTORING, "Rencontre avec les parrains", 26),
)
"""Kind, title and days from today; the fourth one is cancelled."""
_CANCELLED = 3


ClassesOf = Callable[[], Awaitable[Sequence[UUID]]]
"""The lycée's classes, in the order of their names, once they were imported."""


def actions(calendar: Calendar, lycee: DemoLycee, classes_of: ClassesOf) -> Step:
    """A lycée's actions; those of before today have their balance, but the last one.

    Each is for the next classes of the lycée; the last class has none.
    """
    known = [one for one in all_companies() if lycee in one.lycees]
    acts: list[Act] = [_names(label, avenir) for label, avenir in _AXES]
    for rank, (kind, title, days) in enumerate(_ACTIONS):
        details = ActionDetails(
            kind=kind,
            title=title,
            planned_on=calendar.today + timedelta(days=days),
            partners=(ActorKind.CLEE,) if kind is ActionKind.FORUM else (),
        )
        acts.append(_plans(_Planned(details, known[rank], lycee, rank), classes_of))
    acts.append(_totals(lycee))
    day = calendar.today - timedelta(days=1)
    return Step(f"{lycee.uai}:actions", lycee.uai, calendar.at(day, 15), acts)


def _names(label: str, avenir: AvenirAxis) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await add_axis(uow, label=label, avenir=avenir)

    return act


def _totals(lycee: DemoLycee) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await total_axes(uow, uai=lycee.uai)

    return act


@dataclass(frozen=True)
class _Planned:
    details: ActionDetails
    company: DemoCompany
    lycee: DemoLycee
    rank: int

    def concerned(self, classes: Sequence[UUID]) -> tuple[UUID, ...]:
        some = classes[:-1]
        return tuple(dict.fromkeys(some[(self.rank + step) % len(some)] for step in (0, 2)))


def _plans(planned: _Planned, classes_of: ClassesOf) -> Act:
    async def act(uow: UnitOfWork) -> None:
        known = await Companies(uow).site_by_key(planned.company.key)
        axes = await Axes(uow).all()
        details = replace(
            planned.details,
            classes=planned.concerned(await classes_of()),
            axis_id=axes[planned.rank % len(axes)].id,
        )
        one = await plan_action(
            uow, details=details, company_id=known[0] if known else None, now=uow.now
        )
        if planned.rank == _CANCELLED:
            await cancel_action(uow, action_id=one, version=1, now=uow.now)
        elif planned.rank < _CANCELLED:
            await _hold(uow, one, details, planned.lycee)

    return act


async def _hold(uow: UnitOfWork, one: UUID, details: ActionDetails, lycee: DemoLycee) -> None:
    random = drawn_for("action", lycee.uai, details.title)
    await hold_action(
        uow,
        action_id=one,
        version=1,
        on=details.planned_on,
        pupils=random.randint(11, 48),
        teachers=random.randint(1, 4),
        now=uow.now,
    )
