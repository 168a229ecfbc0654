"""Committees of the demonstration: a CLEE with a year of meetings, and what it decided."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, time, timedelta
from uuid import UUID

from contracts.coordination.avenir import AvenirAxis
from contracts.coordination.committees import CommitteeKind, DecisionState
from contracts.identifiers import CommuneCode, SchoolYear, Uai
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import LAVANDIERES, PEUPLIERS, TILLEULS, VIEUX_PONT
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.base.working_days import next_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.queries import read_actors
from services.coordination.committee_plans.commands import add_plan_line, follow_plan_line
from services.coordination.committee_plans.model import PlanState, PlanText
from services.coordination.committee_plans.store import PlanLines
from services.coordination.committees.commands import add_committee, seat_member, sign_charter
from services.coordination.committees.model import (
    CommitteeDetails,
    MemberDetails,
    MemberFunction,
    Organisation,
)
from services.coordination.committees.store import Committees, Members
from services.coordination.decisions.commands import (
    finish_decision,
    give_up_decision,
    take_decision,
)
from services.coordination.decisions.model import DecisionDetails, Owner
from services.coordination.decisions.queries import read_open
from services.coordination.meetings.commands import hold_meeting, plan_meeting, write_minutes
from services.coordination.meetings.model import Meeting, MeetingPlan
from services.coordination.meetings.store import Meetings
from services.coordination.news.model.calendar import local_date

Move = Callable[..., Awaitable[None]]
CLEE, NETWORK = "CLEE des Trois Rivières", "Réunion des bureaux du département"
_CHAIR = MemberFunction.SCHOOL_CO_CHAIR
_FIRM = MemberFunction.COMPANY_CO_CHAIR
_MEMBER = MemberFunction.MEMBER
_SEATS: Sequence[tuple[Uai | str, MemberFunction, str | None, str | None]] = (
    (TILLEULS.uai, _CHAIR, "Ondine Exemple", "ondine@tilleuls.example"),
    ("Menuiserie des Exemples", _FIRM, "Gaspard Exemple", "gaspard@menuiserie.example"),
    (LAVANDIERES.uai, _MEMBER, None, None),
    (PEUPLIERS.uai, _MEMBER, None, None),
    ("CIO des Trois Rivières", _MEMBER, "Perrine Exemple", "perrine@cio.example"),
    ("Mission locale des Exemples", _MEMBER, None, None),
)
_MINUTES = (
    "Les entreprises demandent les dates des PFMP plus tôt dans l’année.\n\n"
    "Le forum est préparé avec les fédérations."
)
_AGENDA = (
    "Suite des décisions de la dernière réunion.\n\nForum des métiers.\n\nPlaces de printemps."
)
_DECISIONS: Sequence[tuple[int, str, Uai | None, int, DecisionState]] = (
    (
        0,
        "Envoyer les dates des PFMP aux fédérations.",
        TILLEULS.uai,
        45,
        DecisionState.DONE,
    ),
    (0, "Louer une salle pour le forum.", None, 60, DecisionState.GIVEN_UP),
    (1, "Proposer une visite d’atelier aux collèges.", LAVANDIERES.uai, 30, DecisionState.OPEN),
    (1, "Écrire le bilan de la charte.", None, 40, DecisionState.DONE),
    (2, "Réunir les tuteurs du bâtiment au lycée.", TILLEULS.uai, 15, DecisionState.OPEN),
    (2, "Préparer l’affiche du forum des métiers.", TILLEULS.uai, 70, DecisionState.OPEN),
)
"""At which meeting, what, by which lycée (none: the DSDEN), for how many days after, and where it is."""
_PLAN: Sequence[tuple[AvenirAxis, str, Uai | None, int, PlanState, str | None]] = (
    (
        *(AvenirAxis.DISCOVERY, "Ouvrir six ateliers d’entreprises aux collégiens.", None, 120),
        *(PlanState.UNDER_WAY, "Quatre entreprises ont donné une date."),
    ),
    (
        *(
            AvenirAxis.DISCOVERY,
            "Tenir un forum des métiers commun aux trois lycées.",
            TILLEULS.uai,
        ),
        *(90, PlanState.FORESEEN, None),
    ),
    (
        *(
            AvenirAxis.INITIATIVE,
            "Faire juger un mini-projet par des chefs d’entreprise.",
            None,
            -15,
        ),
        *(PlanState.DONE, "Trois classes, six entreprises au jury."),
    ),
    (
        *(
            AvenirAxis.GUIDANCE,
            "Faire témoigner d’anciens élèves devenus tuteurs.",
            LAVANDIERES.uai,
        ),
        *(60, PlanState.FORESEEN, None),
    ),
)
"""On which axis, what, by which lycée (none: the committee), in how many days, and where it is."""
_HELD_DAYS_AGO = (280, 150, 40)
_DUE_IN_DAYS = 24


def committees(calendar: Calendar) -> list[Step]:
    """A CLEE first, then each meeting as it was held, with what it decided."""
    begun = calendar.opening
    steps = [
        Step("dsden:committees", None, calendar.at(begun, 9), [_founds, _seats]),
        Step("dsden:charter", None, calendar.at(begun, 10), [_signs(begun)]),
    ]
    for rank, days_ago in enumerate(_HELD_DAYS_AGO):
        on = next_working_day(calendar.today - timedelta(days=days_ago))
        name = f"dsden:meeting:{rank}"
        steps += [
            Step(name, None, calendar.at(on, 8), [_plans(on, _AGENDA)]),
            Step(f"{name}:held", None, calendar.at(on, 17), [_holds(on), *_decides(rank, on)]),
        ]
        if settled := _settles(rank):
            steps.append(Step(f"{name}:after", None, calendar.at(calendar.today, 9), settled))
    next_on = next_working_day(calendar.today + timedelta(days=_DUE_IN_DAYS))
    steps.append(
        Step("dsden:meeting:next", None, calendar.at(calendar.today, 9), [_plans(next_on, _AGENDA)])
    )
    plan = [_intends(one) for one in _PLAN]
    steps.append(Step("dsden:plan", None, calendar.at(calendar.today, 9), plan))
    return steps


def _intends(line: tuple[AvenirAxis, str, Uai | None, int, PlanState, str | None]) -> Act:
    axis, text, uai, days, state, outcome = line

    async def act(uow: UnitOfWork) -> None:
        today = local_date(uow.now)
        said = PlanText(axis, text, Owner(uai) if uai else None, today + timedelta(days=days))
        line_id = await add_plan_line(
            uow,
            committee_id=await _called(uow, CLEE),
            year=SchoolYear.of(today),
            said=said,
            now=uow.now,
        )
        if state is not PlanState.FORESEEN:
            known = await PlanLines(uow).get(line_id)
            await follow_plan_line(
                uow,
                line_id=line_id,
                version=known.version,
                said=said,
                state=state,
                outcome=outcome,
                now=uow.now,
            )

    return act


async def _founds(uow: UnitOfWork) -> None:
    communes = (CommuneCode("82121"), CommuneCode("82112"))
    details = CommitteeDetails(CommitteeKind.CLEE, CLEE, "Montauban et Moissac", communes)
    await add_committee(uow, details=details)
    await add_committee(uow, details=CommitteeDetails(CommitteeKind.NETWORK, NETWORK))


async def _seats(uow: UnitOfWork) -> None:
    committee_id = await _called(uow, CLEE)
    for whose, function, person, mail in _SEATS:
        organisation = (
            Organisation(lycee=whose) if isinstance(whose, Uai) else Organisation(name=whose)
        )
        details = MemberDetails(organisation, function, person, mail)
        await seat_member(uow, committee_id=committee_id, details=details, now=uow.now)
    actors = (await read_actors(uow, words="chambre metiers")).items
    for actor in actors[:1]:
        details = MemberDetails(Organisation(actor_id=actor.id), _MEMBER)
        await seat_member(uow, committee_id=committee_id, details=details, now=uow.now)
    network = await _called(uow, NETWORK)
    for lycee in (TILLEULS, LAVANDIERES, PEUPLIERS, VIEUX_PONT):
        details = MemberDetails(Organisation(lycee=lycee.uai), _MEMBER)
        await seat_member(uow, committee_id=network, details=details, now=uow.now)


def _signs(on: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        committee_id = await _called(uow, CLEE)
        await sign_charter(
            uow, committee_id=committee_id, label="Première charte", signed_on=on, now=uow.now
        )

    return act


def _plans(on: date, agenda: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        plan = MeetingPlan(on, time(14, 0), time(16, 0), "Salle du conseil, lycée des Tilleuls")
        await plan_meeting(uow, committee_id=await _called(uow, CLEE), plan=plan, agenda=agenda)

    return act


def _holds(on: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        meeting = await _met_on(uow, on)
        members = await Members(uow).of(meeting.committee_id)
        await hold_meeting(
            uow,
            meeting_id=meeting.id,
            version=meeting.version,
            came=[one.id for one in members[:-1]],
            others=2,
            decisions=0,
            now=uow.now,
        )
        version = meeting.version + 1
        await write_minutes(uow, meeting_id=meeting.id, version=version, minutes=_MINUTES)

    return act


def _decides(rank: int, on: date) -> Sequence[Act]:
    return [
        _takes(on, text, uai, on + timedelta(days=days))
        for at, text, uai, days, _ in _DECISIONS
        if at == rank
    ]


def _takes(on: date, text: str, uai: Uai | None, due_on: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        details = DecisionDetails(text, Owner(uai or uow.department_uai), due_on)
        meeting = await _met_on(uow, on)
        await take_decision(uow, meeting_id=meeting.id, details=details, now=uow.now)

    return act


def _settles(rank: int) -> Sequence[Act]:
    moves = {DecisionState.DONE: finish_decision, DecisionState.GIVEN_UP: give_up_decision}
    return [
        _moves(text, moves[state])
        for at, text, _, _, state in _DECISIONS
        if at == rank and state in moves
    ]


def _moves(text: str, move: Move) -> Act:
    async def act(uow: UnitOfWork) -> None:
        for one in await read_open(uow):
            if one.decision.details.text == text:
                known = one.decision
                await move(uow, decision_id=known.id, version=known.version, now=uow.now)
                return
        raise NotFound

    return act


async def _called(uow: UnitOfWork, name: str) -> UUID:
    for one in await Committees(uow).all():
        if one.details.name == name:
            return one.id
    raise NotFound


async def _met_on(uow: UnitOfWork, on: date) -> Meeting:
    for one in await Meetings(uow).of(await _called(uow, CLEE)):
        if one.plan.on == on:
            return one
    raise NotFound
