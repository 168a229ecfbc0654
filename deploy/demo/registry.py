"""The work of the bureaux with companies: cards, contacts, a year of exchanges."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from random import Random

from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from deploy.demo.calendar import Calendar
from deploy.demo.companies import DemoCompany, all_companies
from deploy.demo.invention.lots import drawn_for, weighed
from deploy.demo.invention.words import NOTES
from deploy.demo.lycees import LYCEES, DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.commands import follow_company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contact_checks.commands import ask_contact_check, confirm_contact
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import Contact, written_to
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.duplicates.commands import register_company
from services.partnerships.exchanges.commands import log_interaction
from services.partnerships.exchanges.model import Exchange, Refusal

_KINDS = (
    (InteractionKind.CALL, 48),
    (InteractionKind.MAIL, 22),
    (InteractionKind.MEETING, 14),
    (InteractionKind.VISIT, 16),
)
_PURPOSES = (
    (InteractionPurpose.PFMP, 48),
    (InteractionPurpose.PROSPECTING, 24),
    (InteractionPurpose.APPRENTICESHIP, 10),
    (InteractionPurpose.INTERVENTION, 8),
    (InteractionPurpose.TAX, 4),
    (InteractionPurpose.OTHER, 6),
)
_OUTCOMES = (
    (InteractionOutcome.INTERESTED, 26),
    (InteractionOutcome.AGREED, 26),
    (InteractionOutcome.TO_CALL_BACK, 20),
    (InteractionOutcome.REFUSED, 10),
    (InteractionOutcome.NO_ANSWER, 12),
    (InteractionOutcome.NONE, 6),
)
_REFUSALS = (
    (Refusal.CAPACITY, 32),
    (Refusal.MINOR, 22),
    (Refusal.TUTOR, 16),
    (Refusal.SEASON, 14),
    (Refusal.MOBILITY, 8),
    (Refusal.TRADE, 8),
)
_STEP_WITHIN_DAYS = 75


def registrations(calendar: Calendar, lycees: Collection[DemoLycee]) -> list[Step]:
    """The companies of each of these lycées, new to the registry or already there, with their contacts."""
    steps = []
    for lycee in lycees:
        known = [one for one in all_companies() if lycee in one.lycees]
        for months, part in enumerate(known[start::4] for start in range(4)):
            day = calendar.opening + timedelta(days=LYCEES.index(lycee) + 9 * months)
            acts: list[Act] = [_meets(company) for company in part]
            steps.append(
                Step(f"{lycee.uai}:companies:{months}", lycee.uai, calendar.at(day, 9), acts)
            )
    # In order of time: who comes second finds the company there.
    return sorted(steps, key=lambda step: step.at)


def exchanges(calendar: Calendar, lycee: DemoLycee) -> Iterator[Step]:
    """A lycée's exchanges, week after week and, for the last days, day after day."""
    by_day: dict[date, list[Act]] = defaultdict(list)
    for company in all_companies():
        if lycee in company.lycees:
            for exchange in _year_of(company, lycee, calendar):
                by_day[exchange.occurred_on].append(_logs(company, exchange))
    for day in sorted(by_day):
        name = f"{lycee.uai}:exchanges:{day}"
        yield Step(name, lycee.uai, calendar.at(day, 16), by_day[day])


def checks(calendar: Calendar, lycee: DemoLycee) -> Step:
    """Some contacts were asked whether they can still be reached so; some answered."""
    known = [one for one in all_companies() if lycee in one.lycees and one.contact]
    acts = [
        _checks(company, answers=rank % 3 != 0)
        for rank, company in enumerate(known[:12])
        if company.contact and company.contact.mail
    ]
    day = calendar.today - timedelta(days=12)
    return Step(f"{lycee.uai}:checks", lycee.uai, calendar.at(day, 10), acts)


def _year_of(company: DemoCompany, lycee: DemoLycee, calendar: Calendar) -> Iterator[Exchange]:
    random = drawn_for("exchanges", lycee.uai, company.siret)
    days = (calendar.today - calendar.opening).days
    for _ in range(random.choices((0, 1, 2, 3, 4, 5, 7), (6, 12, 22, 24, 18, 12, 6))[0]):
        day = calendar.opening + timedelta(days=40 + int((days - 41) * random.random() ** 0.7))
        day -= timedelta(days=max(0, day.weekday() - 4))
        outcome = weighed(random, _OUTCOMES)
        yield Exchange(
            kind=weighed(random, _KINDS),
            purpose=weighed(random, _PURPOSES),
            outcome=outcome,
            refusal=_refusal(outcome, lycee, company, day),
            occurred_on=day,
            next_step_on=_next_step(random, day, calendar, outcome),
            note=random.choice(NOTES[outcome.value]) if random.random() < 0.6 else None,
        )


def _refusal(
    outcome: InteractionOutcome, lycee: DemoLycee, company: DemoCompany, day: date
) -> Refusal | None:
    """Why it refused; one in six says nothing."""
    # Drawn apart: the exchanges of the demonstration stay what they were.
    random = drawn_for("refusals", lycee.uai, company.siret, str(day))
    if outcome is not InteractionOutcome.REFUSED or random.random() < 1 / 6:
        return None
    return weighed(random, _REFUSALS)


def _next_step(
    random: Random, day: date, calendar: Calendar, outcome: InteractionOutcome
) -> date | None:
    """Only recent exchanges still wait for something: a bureau does what it noted."""
    recent = (calendar.today - day).days < _STEP_WITHIN_DAYS
    waits = outcome in {InteractionOutcome.TO_CALL_BACK, InteractionOutcome.INTERESTED}
    if not (recent and waits and random.random() < 0.9):
        return None
    step = max(day, calendar.today + timedelta(days=random.randint(-4, 20)))
    return step + timedelta(days=max(0, 7 - step.weekday()) if step.weekday() > 4 else 0)


def _meets(company: DemoCompany) -> Act:
    async def act(uow: UnitOfWork) -> None:
        known = await Companies(uow).site_by_key(company.key)
        if known is None:
            await register_company(
                uow, details=company.details, main=company.site, distinct=True, now=uow.now
            )
        else:
            await follow_company(uow, company_id=known[0])
        known = await Companies(uow).site_by_key(company.key)
        if company.contact and known:
            await add_contact(uow, company_id=known[0], site_id=known[1], details=company.contact)

    return act


def _logs(company: DemoCompany, exchange: Exchange) -> Act:
    async def act(uow: UnitOfWork) -> None:
        known = await Companies(uow).site_by_key(company.key)
        if known is None:
            raise NotFound
        await log_interaction(
            uow, company_id=known[0], site_id=known[1], exchange=exchange, now=uow.now
        )

    return act


def _checks(company: DemoCompany, *, answers: bool) -> Act:
    async def act(uow: UnitOfWork) -> None:
        contact = await contact_of(uow, company)
        check_id = await ask_contact_check(uow, contact_id=contact.id, now=uow.now)
        if answers:
            await confirm_contact(
                uow,
                check_id=check_id,
                version=contact.version,
                details=contact.details,
                now=uow.now + timedelta(hours=3),
            )

    return act


async def contact_of(uow: UnitOfWork, company: DemoCompany) -> Contact:
    """Whom mails to a company go to. Raises NotFound."""
    known = await Companies(uow).site_by_key(company.key)
    contact = written_to(await Contacts(uow).of(known[0])) if known else None
    if contact is None:
        raise NotFound
    return contact
