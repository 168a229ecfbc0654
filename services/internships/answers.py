"""What the internship tracker answers to the services that write to hosts and to bureaux."""

from contracts.identifiers import AccountId, PeriodId
from contracts.internships.hosting import (
    FORMATION_HOSTS,
    MINORS_HOSTED,
    FormationHosts,
    FormationHostsRequest,
    MinorsHosted,
    MinorsHostedRequest,
)
from contracts.internships.periods import (
    LYCEE_CLASSES,
    PLACEMENT_DATES,
    PLACEMENT_LETTER,
    PUBLISHED_PERIODS,
    ClassesRequest,
    LyceeClasses,
    NamedClass,
    PeriodsRequest,
    PlacementDates,
    PlacementLetter,
    PlacementRequest,
    PublishedPeriod,
    PublishedPeriods,
)
from contracts.partnerships.host_pages import (
    SITE_HOSTINGS,
    SiteHostings,
    SiteHostingsRequest,
)
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import answers
from services.internships.coverage.queries.periods import PeriodCard, read_periods
from services.internships.family_letters import answers as family_letters
from services.internships.formations.store import Classes, Formations
from services.internships.host_letters import answers as host_letters
from services.internships.notices.answers import notices
from services.internships.periods.model import PeriodStatus
from services.internships.placements.queries.letters import read_placement_letter
from services.internships.pupils.queries import read_minors_hosted
from services.internships.stays.queries import read_formation_hosts, read_hostings
from services.internships.visits import answers as visits

__all__ = ["answers", "family_letters", "host_letters", "notices", "visits"]


@answers.to(PLACEMENT_DATES)
async def dates_of_a_placement(request: PlacementRequest, uow: UnitOfWork) -> PlacementDates:
    """When, and for which training course; nothing about the pupil."""
    found = await read_placement_letter(uow, request.placement_id)
    return PlacementDates(
        standing=found.standing,
        formation=found.formation,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
    )


@answers.to(PLACEMENT_LETTER)
async def letter_of_a_placement(request: PlacementRequest, uow: UnitOfWork) -> PlacementLetter:
    """The letter of a placement, with the pupil's name: it is put in the mail and kept nowhere else."""
    found = await read_placement_letter(uow, request.placement_id)
    if found.pupil_name is None:
        raise NotFound
    return PlacementLetter(
        standing=found.standing,
        formation=found.formation,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        pupil_name=found.pupil_name,
        site_key=found.site_key,
        confirmed_by=AccountId(found.confirmed_by) if found.confirmed_by else None,
    )


@answers.to(SITE_HOSTINGS)
async def hostings_of_a_site(request: SiteHostingsRequest, uow: UnitOfWork) -> SiteHostings:
    """Formations and dates, for the page of the company; nothing about any pupil."""
    return SiteHostings(hostings=tuple(await read_hostings(uow, request.site_keys)))


@answers.to(FORMATION_HOSTS)
async def hosts_of_a_formation(request: FormationHostsRequest, uow: UnitOfWork) -> FormationHosts:
    """Which places; where they are the registry knows, for whom it is not told."""
    return FormationHosts(placements=tuple(await read_formation_hosts(uow, request.mef)))


@answers.to(MINORS_HOSTED)
async def minors_at_a_site(request: MinorsHostedRequest, uow: UnitOfWork) -> MinorsHosted:
    """Yes or no, for who writes about regulated work; nothing about any pupil."""
    return MinorsHosted(hosted=await read_minors_hosted(uow, request.site_keys, request.since))


@answers.to(LYCEE_CLASSES)
async def classes_of_a_lycee(request: ClassesRequest, uow: UnitOfWork) -> LyceeClasses:
    """Their labels and formations; nothing about who is in them."""
    named = []
    for uai in sorted(uow.scope.uais):
        formations = {one.id: one for one in await Formations(uow).of(uai)}
        for one in await Classes(uow).of(uai, request.school_year):
            follows = formations[one.formation_id]
            named.append(
                NamedClass(
                    class_id=one.id,
                    label=one.label,
                    mef=follows.mef,
                    formation=follows.label,
                )
            )
    return LyceeClasses(classes=tuple(named))


@answers.to(PUBLISHED_PERIODS)
async def periods_of_a_lycee(request: PeriodsRequest, uow: UnitOfWork) -> PublishedPeriods:  # noqa: ARG001 - the lycée is in the subject
    """What a calendar shows: days and counts."""
    cards = await read_periods(uow, uow.scope.uais)
    published = [card for card in cards if card.period.status is PeriodStatus.PUBLISHED]
    return PublishedPeriods(periods=tuple(map(_published, published)))


def _published(card: PeriodCard) -> PublishedPeriod:
    return PublishedPeriod(
        period_id=PeriodId(card.period.id),
        starts_on=card.period.starts_on,
        ends_on=card.period.ends_on,
        version=card.period.version,
        formations=tuple(sorted({line.formation for line in card.lines})),
        expected=card.total.expected,
        host_agreed=card.total.host_agreed,
    )
