"""What bureaux tell each other of hosts: territories, leads, staff, pauses, places offered, likely duplicates."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from contracts.identifiers import CommuneCode, Mef
from deploy.demo.calendar import Calendar
from deploy.demo.companies import DemoCompany, all_companies
from deploy.demo.invention.lots import drawn_for
from deploy.demo.invention.words import FIRST_NAMES, LAST_NAMES
from deploy.demo.lycees import LYCEES, DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import places
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.capacities.model import month_of
from services.partnerships.companies.model.company import CompanyDetails, SiteDetails
from services.partnerships.companies.store.companies import Companies
from services.partnerships.duplicates.commands import register_company
from services.partnerships.pauses.commands import pause_site
from services.partnerships.pauses.model import PauseReason
from services.partnerships.pressure.commands import state_staff
from services.partnerships.territories.commands import set_territory, take_lead
from services.partnerships.ways.commands import say_way

_OFFERS = 12
_STAFF = (6, 14, 23, 48, 85, 140, 220)
_PAUSES = ((PauseReason.ITS_WISH, 40), (PauseReason.CHANGE, 95))
_LEADS, _BROUGHT = 2, 3
_DEGREE_OF_LONGITUDE = 0.72
"""As long as so many degrees of latitude, at 44° north."""


def neighbourhood(calendar: Calendar, lycee: DemoLycee) -> Step:
    """What a lycée says of its hosts today.

    Comes after the placements: some sites are full then, which nobody knew when they were made.
    """
    known = [one for one in all_companies() if lycee in one.lycees]
    acts: list[Act] = [_keeps_to(_nearest(lycee))]
    acts += [_leads(company) for company in known[:_LEADS]]
    acts += [_brings(company, lycee) for company in known[_LEADS : _LEADS + _BROUGHT]]
    acts += [_counts(company) for company in known[::3]]
    acts += [
        _pauses(company, reason, calendar.today + timedelta(days=days))
        for company, (reason, days) in zip(known[5:], _PAUSES, strict=False)
    ]
    acts += _offers(known[-_OFFERS:], lycee, calendar.today)
    acts += [
        _types_twice(company) for company in [one for one in known if len(one.lycees) == 1][:1]
    ]
    day = calendar.today - timedelta(days=2)
    return Step(f"{lycee.uai}:neighbourhood", lycee.uai, calendar.at(day, 17), acts)


def _nearest(lycee: DemoLycee) -> list[CommuneCode]:
    """The communes nearer to it than to any other lycée of the network."""
    homes = {one.uai: places()[one.commune] for one in LYCEES if one.commune in places()}

    def nearest(longitude: float, latitude: float) -> str:
        return min(
            homes,
            key=lambda uai: (
                ((homes[uai][0] - longitude) * _DEGREE_OF_LONGITUDE) ** 2
                + (homes[uai][1] - latitude) ** 2,
                uai,
            ),
        )

    return [CommuneCode(code) for code, at in places().items() if nearest(*at) == lycee.uai]


def _offers(companies: Sequence[DemoCompany], lycee: DemoLycee, today: date) -> Iterator[Act]:
    for company in companies:
        mefs = [Mef(one.mef) for one in lycee.classes if one.trade == company.trade]
        random = drawn_for("capacity", lycee.uai, company.siret)
        mef = random.choice(mefs) if mefs and random.random() < 0.8 else None
        yield _offers_places(company, mef, month_of(today), random.randint(1, 4))


async def _at(uow: UnitOfWork, company: DemoCompany) -> tuple[UUID, UUID]:
    known = await Companies(uow).site_by_key(company.key)
    if known is None:
        raise NotFound
    return known


def _keeps_to(communes: Sequence[CommuneCode]) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await set_territory(uow, communes=communes)

    return act


def _leads(company: DemoCompany) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await take_lead(uow, company_id=(await _at(uow, company))[0], now=uow.now)

    return act


def _brings(company: DemoCompany, lycee: DemoLycee) -> Act:
    random = drawn_for("way", lycee.uai, company.siret)
    teacher = f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"

    async def act(uow: UnitOfWork) -> None:
        company_id, _ = await _at(uow, company)
        through = teacher if random.random() < 1 / 2 else None
        await say_way(uow, company_id=company_id, brought_by=teacher, through=through, now=uow.now)

    return act


def _counts(company: DemoCompany) -> Act:
    staff = drawn_for("staff", company.siret).choice(_STAFF)

    async def act(uow: UnitOfWork) -> None:
        company_id, site_id = await _at(uow, company)
        await state_staff(uow, company_id=company_id, site_id=site_id, staff=staff, now=uow.now)

    return act


def _pauses(company: DemoCompany, reason: PauseReason, until_on: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        company_id, site_id = await _at(uow, company)
        await pause_site(
            uow,
            company_id=company_id,
            site_id=site_id,
            until_on=until_on,
            reason=reason,
            now=uow.now,
        )

    return act


def _offers_places(company: DemoCompany, mef: Mef | None, first: date, seats: int) -> Act:
    async def act(uow: UnitOfWork) -> None:
        company_id, site_id = await _at(uow, company)
        last = month_of(first + timedelta(days=160))
        await declare_capacity(
            uow,
            company_id=company_id,
            site_id=site_id,
            mef=mef,
            months=(first, last),
            seats=seats,
            now=uow.now,
        )

    return act


def _types_twice(company: DemoCompany) -> Act:
    """Somebody typed it again, a little otherwise and without its number."""
    again = CompanyDetails(
        f"{company.details.name} SARL",
        None,
        company.details.legal_form,
        company.details.diffusion,
        company.details.naf,
    )
    site = SiteDetails(
        siret=None,
        address=None,
        postcode=company.site.postcode,
        commune=company.site.commune,
        naf=company.site.naf,
        phone=None,
    )

    async def act(uow: UnitOfWork) -> None:
        await register_company(uow, details=again, main=site, distinct=True, now=uow.now)

    return act
