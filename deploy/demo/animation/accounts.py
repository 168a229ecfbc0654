"""Big accounts of the demonstration: one that waits for the supervisor, one decided, with a shared plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from contracts.coordination.accounts import AccountOutcome, AccountReason, AccountSubject
from contracts.identifiers import Uai
from deploy.demo.calendar import Calendar
from deploy.demo.companies import DemoCompany, all_companies
from deploy.demo.lycees import DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.coordination.account_decisions.commands import decide_account
from services.coordination.account_plans.commands import add_line, move_line
from services.coordination.account_plans.model import LineState
from services.coordination.account_plans.store import PlanLines
from services.coordination.accounts.commands import (
    add_parties,
    ask_arbitration,
    say_word,
)
from services.coordination.accounts.model import Decision, KeyAccount
from services.coordination.accounts.queries import account_of_company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.territories.store import Leads

_WANTS = (
    "L’entreprise nous appelle pour ses apprentis, et nous y avons placé quatre élèves depuis deux "
    "ans. Nous proposons de parler pour tous, et de garder deux places par période aux autres."
)
_KEEPS = "Nous y allons chaque mois. D’accord pour partager les places, pas la taxe."
_SEVERAL = (
    "Trois lycées ont appelé la même semaine\u202f: l’entreprise ne sait plus à qui répondre."
)
_WHY = "Un seul appel par mois\u202f: le lycée qui y va le plus parle pour tous, et le plan dit le reste."
_S, _L = AccountSubject, LineState
_PLAN: Sequence[tuple[int, AccountSubject, str, int, LineState]] = (
    (0, _S.PLACES, "Demander six places pour le départ du printemps", 20, _L.DOING),
    (1, _S.ACTIONS, "Visite d’atelier pour les deux classes de seconde", -5, _L.TO_DO),
    (
        0,
        _S.APPRENTICESHIP,
        "Rendez-vous avec la direction sur les contrats de septembre",
        -12,
        _L.DONE,
    ),
    (1, _S.TAX, "Un seul courrier, signé des deux lycées", 60, _L.TO_DO),
)
"""Of which of its lycées, about what, until how many days from today, and how far."""


@dataclass(frozen=True)
class Shared:
    """A company two lycées at least work with, as the registry has it."""

    company_id: UUID
    name: str
    lead: Uai | None
    lycees: Sequence[Uai]


async def key_accounts(
    calendar: Calendar, lycees: Sequence[DemoLycee], bureaux: UnitsOfWork
) -> list[Step]:
    """A step for each who does something; nothing where no two lycées share a company."""
    shared = [one for one in all_companies() if len(set(one.lycees) & set(lycees)) > 1]
    found: list[Shared] = []
    for company in shared:
        if len(found) < 2 and (one := await _known(bureaux, company, lycees)) is not None:
            found.append(one)
    if len(found) < 2:
        return []
    return [*_waiting(calendar, found[0]), *_decided(calendar, found[1])]


async def _known(
    bureaux: UnitsOfWork, company: DemoCompany, lycees: Sequence[DemoLycee]
) -> Shared | None:
    at_work = [one.uai for one in company.lycees if one in lycees]
    async with bureaux.begin(Scope(frozenset(at_work))) as uow:
        known = await Companies(uow).site_by_key(company.key)
        lead = await Leads(uow).of(known[0]) if known else None
    if known is None or lead is None:
        return None
    return Shared(
        known[0],
        company.details.name,
        lead.uai,
        sorted(at_work, key=lambda uai: (uai != lead.uai, uai)),
    )


def _waiting(calendar: Calendar, company: Shared) -> list[Step]:
    """Asked three days ago; who leads gave its word since."""
    first, second, *_ = company.lycees
    at, today = calendar.at, calendar.today
    begun = today - timedelta(days=3)
    return [
        Step("account:waiting:asked", second, at(begun, 10), [_asks(company, _WANTS)]),
        Step("account:waiting:parties", None, at(begun, 11), [_joins(company)]),
        Step("account:waiting:word", first, at(today - timedelta(days=1), 9), [_says(company)]),
    ]


def _decided(calendar: Calendar, company: Shared) -> list[Step]:
    """Decided a month ago, to be looked at again in a year; some lines are done."""
    at, today = calendar.at, calendar.today
    asked, decided = today - timedelta(days=40), today - timedelta(days=30)
    second = company.lycees[1]
    return [
        Step("account:decided:asked", second, at(asked, 10), [_asks(company, _SEVERAL)]),
        Step("account:decided:parties", None, at(asked, 11), [_joins(company)]),
        Step("account:decided", None, at(decided, 15), [_decides(company, decided)]),
        Step("account:plan", None, at(decided, 16), [_plans(company, today)]),
        *(
            Step(
                f"account:plan:moves:{uai}",
                uai,
                at(today - timedelta(days=2), 14),
                [_moves(company)],
            )
            for uai in company.lycees[:2]
        ),
    ]


async def _account(uow: UnitOfWork, company: Shared) -> KeyAccount:
    found = await account_of_company(uow, company.company_id)
    if found is None:
        raise NotFound
    return found


def _asks(company: Shared, text: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await ask_arbitration(
            uow,
            company_id=company.company_id,
            company=company.name,
            reason=AccountReason.LEAD if text == _WANTS else AccountReason.SEVERAL,
            text=text,
            lead=company.lead,
            now=uow.now,
        )

    return act


def _joins(company: Shared) -> Act:
    async def act(uow: UnitOfWork) -> None:
        account = await _account(uow, company)
        await add_parties(uow, key_account_id=account.id, lycees=company.lycees, now=uow.now)

    return act


def _says(company: Shared) -> Act:
    async def act(uow: UnitOfWork) -> None:
        account = await _account(uow, company)
        await say_word(uow, key_account_id=account.id, text=_KEEPS, now=uow.now)

    return act


def _decides(company: Shared, on: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        account = await _account(uow, company)
        decision = Decision(
            uow.new_id(),
            AccountOutcome.LEAD,
            on,
            _WHY,
            uow.now,
            lead=company.lycees[1],
            review_on=on + timedelta(days=365),
        )
        await decide_account(
            uow,
            key_account_id=account.id,
            version=account.version,
            decision=decision,
            now=uow.now,
        )

    return act


def _plans(company: Shared, today: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        account = await _account(uow, company)
        for whose, subject, what, days, _ in _PLAN:
            await add_line(
                uow,
                key_account_id=account.id,
                subject=subject,
                what=what,
                due_on=today + timedelta(days=days),
                uai=company.lycees[whose],
                now=uow.now,
            )

    return act


def _moves(company: Shared) -> Act:
    async def act(uow: UnitOfWork) -> None:
        account = await _account(uow, company)
        far = {what: state for _, _, what, _, state in _PLAN}
        for line in await PlanLines(uow).of(account.id):
            if line.uai in uow.scope.uais and far[line.what] is not line.state:
                await move_line(
                    uow,
                    key_account_id=account.id,
                    line_id=line.id,
                    version=line.version,
                    state=far[line.what],
                    now=uow.now,
                )

    return act
