"""All of the demonstration beyond its accounts, made while people are already looking around."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from deploy.demo import (
    doings,
    handover,
    neighbourhood,
    own_pages,
    papers,
    partners,
    pledges,
    publication,
    registry,
    school_years,
)
from deploy.demo.animation import (
    accounts,
    actors,
    campaigns,
    committees,
    journal_words,
    needs,
    network,
    offer,
    onboarding,
    partner,
    practices,
    signals,
    tasks,
)
from deploy.demo.calendar import Calendar
from deploy.demo.companies import all_companies
from deploy.demo.edition import first_edition
from deploy.demo.lycees import DemoLycee
from deploy.demo.memory import Memory
from deploy.demo.steps import Progress, Step, run_steps
from deploy.demo.teachers import ties
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.internships.formations.queries import read_classes
from services.internships.hosts.store.hosts import Hosts

PARIS = ZoneInfo("Europe/Paris")
HOSTS_KNOWN_WITHIN_SECONDS = 120
_ASK_AGAIN_SECONDS = 0.1


class HostsUnknown(RuntimeError):
    """The companies did not come over the bus; begun again, the demonstration goes on from there."""


async def load(settings: Settings, folder: Path, tell: Callable[[str], None]) -> None:
    """Make what is missing; may be killed and run again. `tell` is given each percent.

    Raises HostsUnknown when the bus does not bring the companies to the pupils' service, and
    UnknownLycee.
    """
    memory = Memory.of(folder)
    if memory.complete:
        return
    at_work = memory.at_work()
    calendar = Calendar(memory.first_day(datetime.now(PARIS).date()))
    memory.keep(folder)
    async with (
        units_of(settings, "partnerships") as bureaux,
        units_of(settings, "internships") as pupils,
        units_of(settings, "coordination") as animation,
        units_of(settings, "supervision") as department,
        units_of(settings, "portal") as portal,
    ):
        await run_steps(animation, _of_the_network(calendar), Progress(lambda _: None))
        answering = await partner.partner(calendar, portal)
        await run_steps(animation, answering, Progress(lambda _: None))
        await run_steps(portal, handover.words(calendar), Progress(lambda _: None))
        await _everything(_Scene(calendar, at_work, bureaux, pupils), tell)
        async with animation.begin(Scope(frozenset(), department_wide=True)) as uow:
            directory = await actors.directory_of(uow)
        spoken = actors.exchanges_of_bureaux(calendar, at_work, directory)
        await run_steps(bureaux, spoken, Progress(lambda _: None))
        # By then the bus has told the names of the lycées that sit there.
        await run_steps(animation, _of_all_lycees(calendar), Progress(lambda _: None))
        shared = await accounts.key_accounts(calendar, at_work, bureaux)
        await run_steps(animation, shared, Progress(lambda _: None))
        tied = [*await ties(settings, calendar, at_work), *publication.decisions(calendar)]
        await run_steps(pupils, tied, Progress(lambda _: None))
        await first_edition([bureaux, pupils, animation], department)
        said = await journal_words.words(calendar, at_work, department)
        await run_steps(animation, said, Progress(lambda _: None))
    memory = Memory.of(folder)
    memory.complete = True
    memory.keep(folder)


def _of_the_network(calendar: Calendar) -> Sequence[Step]:
    return [
        *network.animation(calendar),
        *actors.actors(calendar),
        *needs.needs_of_companies(calendar),
        *practices.practices(calendar),
    ]


def _of_all_lycees(calendar: Calendar) -> Sequence[Step]:
    return [
        *committees.committees(calendar),
        *tasks.tasks(calendar),
        *campaigns.campaigns(calendar),
        *signals.training_signals(calendar),
        *offer.training_offer(calendar),
        *onboarding.onboarding(calendar),
    ]


@dataclass(frozen=True)
class _Scene:
    """When, which lycées, and where what they do is recorded."""

    calendar: Calendar
    lycees: Sequence[DemoLycee]
    bureaux: UnitsOfWork
    pupils: UnitsOfWork


async def _everything(scene: _Scene, tell: Callable[[str], None]) -> None:
    calendar, lycees = scene.calendar, scene.lycees
    first = registry.registrations(calendar, lycees)
    beginnings = [school_years.beginning(calendar, lycee) for lycee in lycees]
    exchanges = [
        [
            *registry.exchanges(calendar, lycee),
            registry.checks(calendar, lycee),
            partners.partnerships(calendar, lycee),
            doings.actions(calendar, lycee, partial(_classes_of, scene.pupils, lycee, calendar)),
            pledges.commitments(calendar, lycee),
            own_pages.own_pages(calendar, lycee),
        ]
        for lycee in lycees
    ]
    places = [
        [*school_years.places(calendar, lycee), *papers.papers(calendar, lycee)] for lycee in lycees
    ]
    last = [neighbourhood.neighbourhood(calendar, lycee) for lycee in lycees]
    progress = Progress(tell, _count([first, *beginnings, *exchanges, *places, last]))
    await asyncio.gather(
        run_steps(scene.bureaux, first, progress),
        *(run_steps(scene.pupils, steps, progress) for steps in beginnings),
    )
    await _hosts_known(scene.pupils, lycees)
    # Two at a time: one on each side, so that those who are signed in are not kept waiting.
    await asyncio.gather(
        run_steps(scene.bureaux, _by_time(exchanges), progress),
        run_steps(scene.pupils, _by_time(places), progress),
    )
    await run_steps(scene.bureaux, last, progress)


async def _classes_of(units: UnitsOfWork, lycee: DemoLycee, calendar: Calendar) -> Sequence[UUID]:
    scope = Scope(frozenset({lycee.uai}))
    async with units.begin(scope) as uow:
        return [one.id for one in await read_classes(uow, scope.uais, calendar.year)]


async def _hosts_known(units: UnitsOfWork, lycees: Collection[DemoLycee]) -> None:
    """Wait until the bus told of all their companies: a place needs its host."""
    unknown = [one.key for one in all_companies() if not set(lycees).isdisjoint(one.lycees)]
    scope = Scope(frozenset(one.uai for one in lycees))
    try:
        async with asyncio.timeout(HOSTS_KNOWN_WITHIN_SECONDS):
            while unknown:
                async with units.begin(scope) as uow:
                    unknown = [key for key in unknown if not await Hosts(uow).by_key(key)]
                if unknown:
                    await asyncio.sleep(_ASK_AGAIN_SECONDS)
    except TimeoutError:
        raise HostsUnknown from None


def _by_time(many: list[list[Step]]) -> list[Step]:
    """The steps of all lycées as they would have happened: newest facts are told last."""
    return sorted((step for steps in many for step in steps), key=lambda step: step.at)


def _count(many: list[list[Step]]) -> int:
    return sum(len(step.acts) for steps in many for step in steps)
