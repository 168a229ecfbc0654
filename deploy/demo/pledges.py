"""What companies declared to the lycées and pledge of their tax."""

from datetime import timedelta

from contracts.partnerships.commitments import RegulatedWork
from deploy.demo.calendar import Calendar
from deploy.demo.companies import DemoCompany, all_companies
from deploy.demo.invention.lots import drawn_for
from deploy.demo.lycees import DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.commitments.commands import file_declaration, note_pledge
from services.partnerships.commitments.model import PledgeState
from services.partnerships.companies.store.companies import Companies

_FILED_DAYS_AGO = (40, 400, 1060, 700)
"""One of the declarations runs out soon."""
_STATES = (PledgeState.ASKED, PledgeState.PLEDGED, PledgeState.CONFIRMED, PledgeState.THANKED)


def commitments(calendar: Calendar, lycee: DemoLycee) -> Step:
    """A lycée's declarations and pledges, of some companies it knows."""
    known = [one for one in all_companies() if lycee in one.lycees]
    acts = [
        _declares(company, lycee, days)
        for company, days in zip(known, _FILED_DAYS_AGO, strict=False)
    ]
    acts += [
        _pledges(company, lycee, state) for company, state in zip(known[2:], _STATES, strict=False)
    ]
    day = calendar.today - timedelta(days=6)
    return Step(f"{lycee.uai}:commitments", lycee.uai, calendar.at(day, 14), acts)


def _declares(company: DemoCompany, lycee: DemoLycee, days: int) -> Act:
    random = drawn_for("declaration", lycee.uai, company.siret)

    async def act(uow: UnitOfWork) -> None:
        known = await Companies(uow).site_by_key(company.key)
        if known is None:
            raise NotFound
        await file_declaration(
            uow,
            company_id=known[0],
            site_id=known[1],
            works=tuple(random.sample(list(RegulatedWork), random.randint(1, 3))),
            filed_on=uow.now.date() - timedelta(days=days),
            now=uow.now,
        )

    return act


def _pledges(company: DemoCompany, lycee: DemoLycee, state: PledgeState) -> Act:
    random = drawn_for("pledge", lycee.uai, company.siret)

    async def act(uow: UnitOfWork) -> None:
        known = await Companies(uow).site_by_key(company.key)
        if known is None:
            raise NotFound
        await note_pledge(
            uow,
            company_id=known[0],
            year=uow.now.year,
            state=state,
            amount_euros=random.randint(3, 40) * 50 if state.counts else None,
            now=uow.now,
        )

    return act
