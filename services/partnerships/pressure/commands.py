"""Commands of pressure on hosts (sollicitations): noted, taken back; rules, limits and staff decided and published."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import RuleId, SiteId, SiteKey, SolicitationId, Uai
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1, SiteStaffStatedV1
from contracts.partnerships.pressure import (
    NetworkRuleDecidedV1,
    SiteSolicitationWithdrawnV1,
    SiteSolicitedV1,
)
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Site
from services.partnerships.companies.store.companies import Companies
from services.partnerships.pressure.model import WINDOW, HostingLimit, RuleStep, check
from services.partnerships.pressure.store.hosting_limits import HostingLimits, Staff
from services.partnerships.pressure.store.rules import Rules
from services.partnerships.pressure.store.solicitations import Solicitations
from services.partnerships.publications.store import Publications


async def decide_hosting_limit(uow: UnitOfWork, *, limit: HostingLimit, now: datetime) -> None:
    """Decide how many pupils a site may host in a week, from a day on (plafond d'accueil).

    Raises LimitOutOfBounds, RuleInThePast.
    """
    today = local_date(now)
    limit.check(today)
    rule_id, version = await HostingLimits(uow).decide(limit)
    decided = HostingLimitDecidedV1(
        rule_id=RuleId(rule_id),
        percent=limit.percent,
        small=limit.small,
        small_under=limit.small_under,
        from_on=limit.from_on,
        occurred_on=today,
    )
    uow.publish(decided, version=version)


async def decide_rule(uow: UnitOfWork, *, step: RuleStep, now: datetime) -> None:
    """Decide what a rule says from a day on (règle du réseau), in place of one of the same day.

    Raises RuleOutOfBounds, RuleInThePast.
    """
    check(step, local_date(now))
    rule_id, version = await Rules(uow).decide(step)
    decided = NetworkRuleDecidedV1(
        rule_id=RuleId(rule_id),
        rule=step.rule,
        value=step.value,
        from_on=step.from_on,
        occurred_on=local_date(now),
    )
    uow.publish(decided, version=version)


JOB = "tell_solicitations"
"""The name under which tables of installations hold it: it is not renamed with the code."""


async def note_solicitation(
    uow: UnitOfWork,
    *,
    uai: Uai,
    source_id: UUID,
    site_id: UUID,
    on: date,
    by_place: bool = False,
    now: datetime,
) -> None:
    """Note it for all bureaux at once (sollicitation); the department is told at night.

    `source_id`: the exchange, or the proposed place. At night, and all together: told beside the
    confirmation of a place, a host would say where a pupil of that formation went.
    """
    await Solicitations(uow).add(
        uai, source_id=source_id, site_id=site_id, on=on, by_place=by_place
    )
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)


async def publish_solicitations(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell what was asked since the last night, and is recent enough to weigh on anybody.

    Nothing is told of a day its family was closed; a proposed place is of two families.
    """
    solicitations, publications = Solicitations(uow), Publications(uow)
    for one in await solicitations.untold(uai, local_date(now) - WINDOW):
        families = SiteSolicitedV1.families("hosting" if one.by_place else "")
        if not await publications.tells_all(uai, families, one.solicited_on):
            continue
        told_as = uow.new_id()
        await solicitations.tell(uai, one.source_id, told_as)
        solicited = SiteSolicitedV1(
            solicitation_id=SolicitationId(told_as),
            site_id=SiteId(one.site_id),
            site_key=one.site_key,
            occurred_on=one.solicited_on,
        )
        uow.publish(solicited, uai=uai)


async def publish_staff(
    uow: UnitOfWork, *, uai: Uai, sites: Collection[Site], now: datetime
) -> None:
    """Tell what is stated of these sites (effectif); of one nobody stated anything about, nothing."""
    keys = {site.id: site.key for site in sites}
    for site_id, staff, version in await Staff(uow).next(keys):
        stated = SiteStaffStatedV1(
            site_id=SiteId(site_id),
            site_key=keys[site_id],
            staff=staff,
            occurred_on=local_date(now),
        )
        uow.publish(stated, version=version, uai=uai)


async def solicit_host(
    uow: UnitOfWork, *, approach_id: UUID, site_key: SiteKey, on: date, now: datetime
) -> None:
    """Count it among what the lycée asked of hosts (démarche); said again, it changes nothing.

    A site that an undone import took away meanwhile is asked nothing any more.
    """
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        return
    lycee = uow.writing_for()
    await Acquaintances(uow).add_all(lycee, {found})
    await note_solicitation(uow, uai=lycee, source_id=approach_id, site_id=found[1], on=on, now=now)


async def state_staff(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    staff: int,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """State the staff of a site (effectif), for all bureaux. Raises NotFound, LyceeNotChosen."""
    lycee = uow.writing_for(uai)
    site = (await Companies(uow).get(company_id)).site(site_id)
    await Staff(uow).state(site_id, staff, local_date(now))
    await Acquaintances(uow).add_all(lycee, {(company_id, site_id)})
    await publish_staff(uow, uai=lycee, sites=[site], now=now)


async def take_solicitation_back(
    uow: UnitOfWork, *, uai: Uai, source_id: UUID, now: datetime
) -> None:
    """Forget it (sollicitation retirée), and have the department forget it if it was told."""
    told_as = await Solicitations(uow).take(uai, source_id)
    if told_as is not None:
        withdrawn = SiteSolicitationWithdrawnV1(
            solicitation_id=SolicitationId(told_as), occurred_on=local_date(now)
        )
        uow.publish(withdrawn, version=2, uai=uai)
