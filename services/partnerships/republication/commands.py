"""Telling the department what differs between the registry and what it was told last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column

from contracts.event import Event
from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionCancelledV1, ActionHeldV1, ActionPlannedV1
from contracts.partnerships.actors import ActorMeetingWithdrawnV1, ActorMetV1
from contracts.partnerships.capacities import HostingCapacityDeclaredV1, HostingCapacityWithdrawnV1
from contracts.partnerships.commitments import (
    RegulatedWorkDeclarationExpiredV1,
    RegulatedWorkDeclarationExpiryAnnouncedV1,
    RegulatedWorkDeclarationFiledV1,
    RegulatedWorkDeclarationWithdrawnV1,
)
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyRegisteredV1,
    InteractionLoggedV1,
    InteractionWithdrawnV1,
)
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1
from contracts.partnerships.partnerships import (
    PartnershipChangedV1,
    PartnershipEndedV1,
    PartnershipProposedV1,
    PartnershipRenewedV1,
    PartnershipSignedV1,
    PartnershipStage,
)
from contracts.partnerships.pressure import (
    SitePausedV1,
    SiteResumedV1,
    SiteSolicitationWithdrawnV1,
    SiteSolicitedV1,
)
from contracts.publication import FactFamily
from services.chassis.outbox.last_events import LastFact, TakenBack, last_facts
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands import publish_action
from services.partnerships.actions.store import Actions
from services.partnerships.actions.tables import actions
from services.partnerships.actors.commands import publish_exchange
from services.partnerships.actors.store import ActorExchanges
from services.partnerships.actors.tables import actor_exchanges
from services.partnerships.avenir_totals.commands import total_axes
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.tables import capacities
from services.partnerships.commitments.commands import total_pledges
from services.partnerships.commitments.store.tax_pledges import TaxPledges
from services.partnerships.commitments.tables import declarations
from services.partnerships.companies.store.companies import Companies
from services.partnerships.exchanges.tables import interactions
from services.partnerships.partnerships.commands import publish_partnership
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.partnerships.tables import partnerships
from services.partnerships.pauses.tables import site_pauses
from services.partnerships.pressure.tables import solicitations
from services.partnerships.publications.store import Publications
from services.partnerships.republication.store import LastTold
from services.partnerships.totals.commands import state_totals

OF_PARTNERSHIPS = (
    PartnershipProposedV1,
    PartnershipChangedV1,
    PartnershipSignedV1,
    PartnershipRenewedV1,
    PartnershipEndedV1,
)
OF_ACTIONS = (ActionPlannedV1, ActionHeldV1, ActionCancelledV1)


@dataclass(frozen=True)
class Ending:
    """How it is told that a thing is no more: where it is kept, the facts of its life, and the last one."""

    kept: Column[UUID]
    family: FactFamily | None
    alive: Sequence[type[Event]]
    over: type[Event]
    fields: Mapping[str, Any] = field(default_factory=dict)
    comes_back: bool = False
    """Whether it is told anew where a row is there of what was told to be no more."""


ENDINGS = (
    Ending(
        *(partnerships.c.partnership_id, FactFamily.COMPANIES, OF_PARTNERSHIPS[:-1]),
        *(PartnershipEndedV1, {"stage": PartnershipStage.ENDED}),
    ),
    Ending(actions.c.action_id, FactFamily.EXCHANGES, OF_ACTIONS[:-1], ActionCancelledV1),
    Ending(
        *(interactions.c.interaction_id, FactFamily.EXCHANGES),
        *((InteractionLoggedV1,), InteractionWithdrawnV1),
    ),
    Ending(
        *(actor_exchanges.c.exchange_id, FactFamily.EXCHANGES),
        *((ActorMetV1,), ActorMeetingWithdrawnV1),
    ),
    Ending(
        *(declarations.c.declaration_id, FactFamily.COMPANIES),
        (
            RegulatedWorkDeclarationFiledV1,
            RegulatedWorkDeclarationExpiryAnnouncedV1,
            RegulatedWorkDeclarationExpiredV1,
        ),
        RegulatedWorkDeclarationWithdrawnV1,
        comes_back=True,
    ),
    Ending(
        *(capacities.c.capacity_id, FactFamily.COMPANIES),
        *((HostingCapacityDeclaredV1,), HostingCapacityWithdrawnV1),
        comes_back=True,
    ),
    Ending(site_pauses.c.pause_id, None, (SitePausedV1,), SiteResumedV1),
    Ending(
        *(solicitations.c.told_as, None, (SiteSolicitedV1,), SiteSolicitationWithdrawnV1),
    ),
)


async def republish_states(
    uow: UnitOfWork, *, uai: Uai, taken_back: TakenBack, now: datetime
) -> None:
    """Tell the registry as its tables have it (états redits), above what was told last; nothing where they agree.

    After a backup of this database was put back alone: it took its facts back, and its rows are those of the
    backup. Of what these facts tell and no row has, the department is told that it is no more; but for
    companies: an operator enters them again, or withdraws them.
    """
    last, today = LastTold(uow, uai), local_date(now)
    await last.keep_meetings()
    await last.keep_sites()
    await last.keep_offers()
    await last.keep_pledges()
    await last.keep_axes()
    await _tell_companies(uow, uai, today)
    await _tell_merges_apart(uow, uai, taken_back, today)
    await _tell_partnerships(uow, uai, now)
    await _tell_actions(uow, uai, now)
    await _tell_actor_exchanges(uow, uai, now)
    for ending in ENDINGS:
        await _tell_endings(uow, uai, ending, taken_back, today)
    for year in await TaxPledges(uow).years(uai):
        await total_pledges(uow, uai=uai, year=year, now=now)
    await total_axes(uow, uai=uai)
    await state_totals(uow, uai=uai, now=now)


async def _tell_companies(uow: UnitOfWork, uai: Uai, today: date) -> None:
    """Cards are every bureau's: another one's may have been told by this lycée last."""
    told = await last_facts(uow, uai, CompanyRegisteredV1, CompanyCorrectedV1)
    companies = Companies(uow)
    differing = []
    for company in await companies.with_ids([UUID(one) for one in told]):
        last = told[str(company.id)]
        if last.version >= company.version and _differs(last, company.facts(today)):
            company.version = last.version + 1
            differing.append(company)
    await companies.save_all(differing)
    for company in differing:
        uow.publish(CompanyCorrectedV1(**company.facts(today)), version=company.version, uai=uai)


async def _tell_merges_apart(uow: UnitOfWork, uai: Uai, taken_back: TakenBack, today: date) -> None:
    """Cards that were merged since the backup are two again."""
    told: Mapping[str, LastFact[CompanyMergedV1 | MergeUndoneV1]]
    told = await last_facts(uow, uai, CompanyMergedV1, MergeUndoneV1)
    merged = await last_facts(uow, uai, CompanyMergedV1)
    standing = {
        about: merged[about]
        for about, one in taken_back.of(told).items()
        if isinstance(one.event, CompanyMergedV1)
    }
    apart = await LastTold(uow, uai).merges_apart(standing)
    for one in apart.values():
        undone = MergeUndoneV1(
            company_id=one.event.company_id,
            restored_id=one.event.absorbed_id,
            occurred_on=today,
        )
        uow.publish(undone, version=one.version + 1, uai=uai)


async def _tell_partnerships(uow: UnitOfWork, uai: Uai, now: datetime) -> None:
    told = await last_facts(uow, uai, *OF_PARTNERSHIPS)
    for one in await Partnerships(uow).of_lycee(uai):
        last = told.get(str(one.id))
        if last and last.version >= one.version and _differs(last, one.facts(local_date(now))):
            await Partnerships(uow).save(next_one := replace(one, version=last.version + 1))
            await publish_partnership(uow, told=PartnershipChangedV1, partnership=next_one, now=now)


async def _tell_actions(uow: UnitOfWork, uai: Uai, now: datetime) -> None:
    told = await last_facts(uow, uai, *OF_ACTIONS)
    for one in await Actions(uow).of_lycee(uai):
        last = told.get(str(one.id))
        facts = one.facts(local_date(now)) | {"pupils": one.pupils or 0}
        status = type(last.event).token() if last else ""
        same = status == f"action_{one.status.value}"
        if last and last.version >= one.version and not (same and not _differs(last, facts)):
            await Actions(uow).save(next_one := replace(one, version=last.version + 1))
            await publish_action(uow, action=next_one, now=now)


async def _tell_actor_exchanges(uow: UnitOfWork, uai: Uai, now: datetime) -> None:
    told: Mapping[str, LastFact[ActorMetV1 | ActorMeetingWithdrawnV1]]
    told = await last_facts(uow, uai, ActorMetV1, ActorMeetingWithdrawnV1)
    exchanges = ActorExchanges(uow)
    for one in await exchanges.of_lycee(uai):
        last = told.get(str(one.id))
        if last is None or last.version < one.version:
            continue
        same = last.event == one.told()
        as_told = replace(one, version=last.version if same else last.version + 1)
        await exchanges.save(as_told)
        if same:
            await exchanges.keep_told(as_told)
        else:
            await publish_exchange(uow, one=as_told, now=now)


async def _tell_endings(
    uow: UnitOfWork,
    uai: Uai,
    ending: Ending,
    taken_back: TakenBack,
    today: date,
) -> None:
    family = ending.family
    if family is not None and not await Publications(uow).tells(uai, family, today):
        return
    told = taken_back.of(await last_facts(uow, uai, *ending.alive, ending.over))
    lives = await last_facts(uow, uai, *ending.alive)
    there = await LastTold(uow, uai).there(ending.kept, told)
    for about, one in sorted(told.items()):
        over = isinstance(one.event, ending.over)
        if over and ending.comes_back and about in there and about in lives:
            again = lives[about].event.model_copy(update={"occurred_on": today})
            uow.publish(again, version=one.version + 1, uai=uai)
        elif not over and about not in there:
            said = {name: getattr(one.event, name) for name in ending.over.model_fields}
            gone = ending.over(**{**said, **ending.fields, "occurred_on": today})
            uow.publish(gone, version=one.version + 1, uai=uai)


def _differs(last: LastFact[Any], facts: Mapping[str, Any]) -> bool:
    """Whether a fact says anything else than these, but for the day it was said on."""
    said = {name: value for name, value in facts.items() if name != "occurred_on"}
    return any(
        getattr(last.event, name) != value
        for name, value in said.items()
        if hasattr(last.event, name)
    )
