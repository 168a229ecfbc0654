"""Links of companies and of teachers, and what they did with them."""

from datetime import timedelta

from contracts.partnerships.companies import InteractionOutcome
from deploy.demo.calendar import Calendar
from deploy.demo.companies import DemoCompany, all_companies
from deploy.demo.lycees import DemoLycee
from deploy.demo.registry import contact_of
from deploy.demo.steps import Act, Step
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.commands.ask_own_pause import ask_own_pause
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.host_pages.commands.offer_places import offer_places
from services.partnerships.pauses.model import PauseReason
from services.partnerships.teacher_links.commands import (
    bring_call,
    bring_company,
    give_teacher_links,
)

_TEACHERS = (("Mme Ode Marsal", "o.marsal@lycees.example"), ("M. Abel Roux", None))
_SEATS = (3, 1, 2, None)
"""The places each company offers; the last one asks for a pause instead."""


def own_pages(calendar: Calendar, lycee: DemoLycee) -> Step:
    """Some companies of a lycée were given their page; the first one by mail."""
    reached = [
        one for one in all_companies() if lycee in one.lycees and one.contact and one.contact.mail
    ]
    acts = [
        _holds(company, seats, by_mail=rank == 0)
        for rank, (company, seats) in enumerate(zip(reached[-len(_SEATS) :], _SEATS, strict=False))
    ]
    acts.append(_brings(reached[0]))
    day = calendar.today - timedelta(days=4)
    return Step(f"{lycee.uai}:own_pages", lycee.uai, calendar.at(day, 11), acts)


def _holds(company: DemoCompany, seats: int | None, *, by_mail: bool) -> Act:
    async def act(uow: UnitOfWork) -> None:
        contact = await contact_of(uow, company)
        page_id = await give_host_page(uow, contact_id=contact.id, by_mail=by_mail, now=uow.now)
        today = uow.now.date()
        if seats is None:
            until = today + timedelta(days=75)
            await ask_own_pause(
                uow, page_id=page_id, until_on=until, reason=PauseReason.CHANGE, now=uow.now
            )
            return
        months = (today + timedelta(days=45), today + timedelta(days=135))
        await offer_places(uow, page_id=page_id, mef=None, months=months, seats=seats, now=uow.now)

    return act


def _brings(known: DemoCompany) -> Act:
    async def act(uow: UnitOfWork) -> None:
        links = await give_teacher_links(uow, teachers=_TEACHERS, now=uow.now)
        await bring_company(
            uow,
            link_id=links[0],
            company="Ferronnerie du Lemboulas",
            town="Molières",
            reach="M. Delpech, 05 36 49 77 12",
            through=True,
            now=uow.now,
        )
        await bring_call(
            uow,
            link_id=links[1],
            company=known.details.name,
            outcome=InteractionOutcome.TO_CALL_BACK,
            note="Croisés au forum\u202f: à rappeler après les fêtes.",
            now=uow.now,
        )

    return act
