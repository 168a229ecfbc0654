"""Needs of invented companies, in all states: what waits, what is done, what was set apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from contracts.coordination.needs import NeedDismissal, NeedKind, NeedOutcome, NeedSource
from deploy.demo.calendar import Calendar
from deploy.demo.companies import all_companies
from deploy.demo.invention.words import FIRST_NAMES, LAST_NAMES
from deploy.demo.lycees import (
    GRAND_FOIRAIL,
    LAVANDIERES,
    PEUPLIERS,
    TILLEULS,
    VIEUX_PONT,
    DemoLycee,
)
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.base.working_days import working_days_after, working_days_before
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.queries import read_actors
from services.coordination.need_delays.commands import escalate_needs
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.qualify_need import qualify_need
from services.coordination.needs.commands.route_need import route_need
from services.coordination.needs.commands.send_need import send_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.commands.tell_need import tell_need
from services.coordination.needs.model.need import Need, NeedDetails, Requester
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.tables import needs
from services.coordination.news.model.calendar import local_date

DAYS_TO_ANSWER = 10
CHAMBER = "Chambre de métiers, service apprentissage"
GRETA = "Greta des Trois Rivières"
"""The actor whose partner has an account."""
Move = Callable[[str], Act]
"""What is done about the need of a company of that name."""


@dataclass(frozen=True)
class DemoNeed:
    """What a company asks, how many working days ago, and what was done since: each the day after the other."""

    days_ago: int
    kind: NeedKind
    text: str
    moves: Sequence[tuple[DemoLycee | None, Move]] = ()
    """By a bureau, or by the supervisor (None)."""
    verified: bool = True
    teller: DemoLycee | None = None
    seats: int | None = None


def _qualified(company: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        need = await _need(uow, company)
        if need.details is not None:
            await qualify_need(
                uow, need_id=need.id, version=need.version, details=need.details, now=uow.now
            )

    return act


def _routed(*lycees: DemoLycee, actor: str = "") -> Move:
    def of(company: str) -> Act:
        async def act(uow: UnitOfWork) -> None:
            need = await _need(uow, company)
            found = (await read_actors(uow, words=actor)).items if actor else ()
            await route_need(
                uow,
                need_id=need.id,
                version=need.version,
                bureaux=[one.uai for one in lycees],
                actor_id=found[0].id if found else None,
                now=uow.now,
            )

        return act

    return of


def _taken(company: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        need_id, mine = await _own(uow, company)
        day = working_days_after(local_date(uow.now), DAYS_TO_ANSWER)
        await take_need(uow, need_id=need_id, assignment_id=mine, promised_on=day, now=uow.now)

    return act


def _answered(outcome: NeedOutcome, text: str) -> Move:
    def of(company: str) -> Act:
        async def act(uow: UnitOfWork) -> None:
            need_id, mine = await _own(uow, company)
            await answer_need(
                uow,
                need_id=need_id,
                assignment_id=mine,
                outcome=outcome,
                answer=text,
                now=uow.now,
            )

        return act

    return of


def _closed(outcome: NeedOutcome | None = None, text: str | None = None) -> Move:
    def of(company: str) -> Act:
        async def act(uow: UnitOfWork) -> None:
            need = await _need(uow, company)
            await close_need(
                uow,
                need_id=need.id,
                version=need.version,
                outcome=outcome,
                answer=text,
                now=uow.now,
            )

        return act

    return of


def _dismissed(company: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        need = await _need(uow, company)
        await dismiss_need(
            uow,
            need_id=need.id,
            version=need.version,
            reason=NeedDismissal.DUPLICATE,
            now=uow.now,
        )

    return act


def _escalated(_: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await escalate_needs(uow, now=uow.now)

    return act


_HELPED = _answered(NeedOutcome.HELPED, "Un élève de terminale vous appelle cette semaine.")
_NEEDS = (
    DemoNeed(1, NeedKind.JOB, "Nous cherchons deux saisonniers pour les fêtes.", verified=False),
    DemoNeed(
        *(1, NeedKind.APPRENTICE, "Un apprenti en CAP à partir de janvier, débutant accepté."),
        seats=1,
    ),
    DemoNeed(
        *(1, NeedKind.INTERVENTION, "Notre responsable présenterait volontiers ses métiers."),
        teller=TILLEULS,
    ),
    DemoNeed(
        *(2, NeedKind.VISIT, "Notre atelier s’ouvre à une classe au printemps."),
        ((None, _qualified),),
    ),
    DemoNeed(
        *(3, NeedKind.PFMP, "Deux élèves en mars, de n’importe quelle formation du bâtiment."),
        ((None, _qualified), (None, _routed(TILLEULS, GRAND_FOIRAIL))),
        seats=2,
    ),
    DemoNeed(
        *(8, NeedKind.APPRENTICE, "Un apprenti vendeur, nous n’avons reçu aucune candidature."),
        ((None, _qualified), (None, _routed(PEUPLIERS))),
        seats=1,
    ),
    DemoNeed(
        *(4, NeedKind.EQUIPMENT, "Une machine de 2019 à donner à un atelier de lycée."),
        ((None, _qualified), (None, _routed(VIEUX_PONT)), (VIEUX_PONT, _taken)),
    ),
    DemoNeed(
        *(3, NeedKind.TRAINING, "Trois salariés à former à la gestion des stocks."),
        ((None, _qualified), (None, _routed(actor=CHAMBER))),
        seats=3,
    ),
    DemoNeed(
        *(6, NeedKind.PFMP, "Une place d’accueil se libère en février."),
        (
            *((None, _qualified), (None, _routed(LAVANDIERES)), (LAVANDIERES, _taken)),
            (LAVANDIERES, _HELPED),
        ),
        seats=1,
    ),
    DemoNeed(
        *(30, NeedKind.PFMP, "Deux places en cuisine pour la rentrée."),
        (
            *((None, _qualified), (None, _routed(VIEUX_PONT)), (VIEUX_PONT, _taken)),
            *((VIEUX_PONT, _HELPED), (None, _closed())),
        ),
        teller=VIEUX_PONT,
        seats=2,
    ),
    DemoNeed(
        *(20, NeedKind.JOB, "Un conducteur d’engins confirmé, tout de suite."),
        (
            (None, _qualified),
            (
                None,
                _closed(
                    NeedOutcome.NO_SOLUTION,
                    "Aucun lycée du département ne forme à ce métier\u202f: adressez-vous à l’agence "
                    "des Deux Ponts.",
                ),
            ),
        ),
    ),
    DemoNeed(
        *(5, NeedKind.OTHER, "Même demande que la semaine dernière, envoyée deux fois."),
        ((None, _dismissed),),
    ),
    DemoNeed(
        *(
            3,
            NeedKind.TRAINING,
            "Deux salariés à former au travail en hauteur, avant le printemps.",
        ),
        ((None, _qualified), (None, _routed(actor=GRETA))),
        seats=2,
    ),
)
_ESCALATED_DAYS_AGO = 2


def needs_of_companies(calendar: Calendar) -> list[Step]:
    """What was told and done, in the order of days."""
    steps: list[Step] = []
    for rank, one in enumerate(_NEEDS):
        company, told = _told(rank, one)
        day = working_days_before(calendar.today, one.days_ago)
        teller = one.teller.uai if one.teller else None
        steps.append(Step(f"need:{rank}", teller, calendar.at(day, 9), [told]))
        for place, (lycee, move) in enumerate(one.moves):
            day = min(working_days_after(day, 1), working_days_before(calendar.today, 1))
            name = f"need:{rank}:{place}"
            at = calendar.at(day, 10) + timedelta(minutes=place)
            steps.append(Step(name, lycee.uai if lycee else None, at, [move(company)]))
    late = working_days_before(calendar.today, _ESCALATED_DAYS_AGO)
    steps.append(Step("needs:late", None, calendar.at(late, 7), [_escalated("")]))
    return sorted(steps, key=lambda step: step.at)


def _told(rank: int, one: DemoNeed) -> tuple[str, Act]:
    company = all_companies()[7 * rank + 3]
    details = NeedDetails(
        kind=one.kind,
        company=company.details.name[:120],
        text=one.text,
        siret=company.siret,
        commune=company.site.commune,
        seats=one.seats,
    )
    first, last = FIRST_NAMES[5 * rank], LAST_NAMES[3 * rank]
    who = Requester(f"{first} {last}", f"contact@besoin-{rank + 1}.example", f"05364970{rank:02}")

    async def act(uow: UnitOfWork) -> None:
        if one.teller is not None:
            source = NeedSource.PHONE
            await tell_need(uow, details=details, requester=who, source=source, now=uow.now)
            return
        await send_need(uow, details=details, requester=who, verified=one.verified, now=uow.now)

    return details.company, act


async def _need(uow: UnitOfWork, company: str) -> Need:
    statement = select(needs.c.need_id).where(needs.c.company == company)
    need_id: UUID | None = (await uow.execute(statement)).scalars().first()
    if need_id is None:
        raise NotFound
    return await Needs(uow).get(need_id)


async def _own(uow: UnitOfWork, company: str) -> tuple[UUID, UUID]:
    """The need, and the part of it that is the bureau's."""
    need = await _need(uow, company)
    held = await Assignments(uow).of(need.id)
    return need.id, next(one.id for one in held if one.uai in uow.scope.uais)
