"""Commands of the supervisor: she decides of a big account, takes it back, and has it hold again."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from contracts.coordination.accounts import (
    AccountArbitratedV1,
    AccountReviewAnnouncedV1,
    AccountStep,
    KeyAccountId,
)
from contracts.identifiers import CompanyId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.commands import (
    expect_known,
    follow,
    publish_withdrawn,
    state_lead,
)
from services.coordination.accounts.model import (
    Decision,
    DecisionMoved,
    KeyAccount,
    standing_of,
)
from services.coordination.accounts.store import (
    AccountDecisions,
    KeyAccounts,
    Parties,
)
from services.coordination.news.model.calendar import PARIS, local_date

BEGIN_JOB, REVIEW_JOB = "account-begin", "account-review"
IN_THE_MORNING = time(7)


async def decide_account(
    uow: UnitOfWork, *, key_account_id: UUID, version: int, decision: Decision, now: datetime
) -> None:
    """Decide of a big account (arbitrage rendu), for the first time or otherwise.

    Raises NotFound, StaleVersion, LeadMissing, SharesMissing, ReviewTooEarly, AccountLyceeUnknown.
    """
    account = await KeyAccounts(uow).get(key_account_id, for_update=True)
    account.expect(version)
    checked = decision.checked(local_date(now))
    await expect_known(uow, lycees=checked.lycees)
    await Parties(uow).add(account.id, checked.lycees, now)
    await AccountDecisions(uow).add(account.id, checked)
    await _stands(uow, account, checked, now=now)
    await plan_beginning(uow, account_id=account.id, from_on=checked.from_on, now=now)


async def withdraw_decision(
    uow: UnitOfWork, *, key_account_id: UUID, version: int, now: datetime
) -> UUID:
    """Take back what was decided last: what was decided before holds again; return its id.

    Raises NotFound, StaleVersion, DecisionMoved.
    """
    account = await KeyAccounts(uow).get(key_account_id, for_update=True)
    account.expect(version)
    decisions = AccountDecisions(uow)
    found = await decisions.of(key_account_id)
    last = standing_of(found)
    if last is None:
        raise DecisionMoved
    await decisions.stand(last.id, withdrawn_at=now)
    left = standing_of([one for one in found if one.id != last.id])
    await _stands(uow, account, left, now=now)
    return last.id


async def restore_decision(
    uow: UnitOfWork, *, key_account_id: UUID, version: int, decision_id: UUID, now: datetime
) -> None:
    """Have what was taken back hold again. Raises NotFound, StaleVersion, DecisionMoved."""
    account = await KeyAccounts(uow).get(key_account_id, for_update=True)
    account.expect(version)
    decisions = AccountDecisions(uow)
    found = {one.id: one for one in await decisions.of(key_account_id)}
    one = found.get(decision_id)
    if one is None or one.withdrawn_at is None:
        raise DecisionMoved
    await decisions.stand(decision_id, withdrawn_at=None)
    found[decision_id] = replace(one, withdrawn_at=None)
    await _stands(uow, account, standing_of(list(found.values())), now=now)
    await plan_beginning(uow, account_id=account.id, from_on=one.from_on, now=now)


async def plan_beginning(
    uow: UnitOfWork, *, account_id: UUID, from_on: date, now: datetime
) -> None:
    """Have what begins later stated on its day."""
    if from_on > local_date(now):
        due_at = datetime.combine(from_on, time(), PARIS)
        key = f"{account_id} {from_on.isoformat()}"
        await uow.schedule(BEGIN_JOB, key=key, due_at=due_at, uai=uow.department_uai)


async def _plan_review(uow: UnitOfWork, account: KeyAccount, *, now: datetime) -> None:
    """Have it said in the morning of its day; once, however often that day was decided.

    What holds again once that morning is over, and was not told, is told the next one.
    """
    if account.review_on is None or account.review_on == account.review_told:
        return
    due_at = datetime.combine(account.review_on, IN_THE_MORNING, PARIS)
    key = f"{account.id} {account.review_on.isoformat()}"
    if due_at <= now:
        due_at = _next_morning(now)
        key += f" {due_at.date().isoformat()}"
    await uow.schedule(REVIEW_JOB, key=key, due_at=due_at, uai=uow.department_uai)


def _next_morning(now: datetime) -> datetime:
    morning = datetime.combine(local_date(now), IN_THE_MORNING, PARIS)
    if morning > now:
        return morning
    return datetime.combine(local_date(now) + timedelta(days=1), IN_THE_MORNING, PARIS)


async def tell_review(
    uow: UnitOfWork, *, key_account_id: UUID, review_on: date, now: datetime
) -> None:
    """Say, once, that what was decided is to be looked at again (arbitrage à revoir).

    To the supervisor, and to the bureaux it names, or all it concerns where it names none; of
    another day nothing is said. Raises NotFound.
    """
    account = await KeyAccounts(uow).get(key_account_id, for_update=True)
    standing = standing_of(await AccountDecisions(uow).of(key_account_id))
    if account.review_on != review_on or account.review_told == review_on or standing is None:
        return
    await KeyAccounts(uow).save(replace(account, review_told=review_on))
    told = AccountReviewAnnouncedV1(
        key_account_id=KeyAccountId(account.id),
        company_id=CompanyId(account.company_id),
        occurred_on=local_date(now),
    )
    uow.publish(told, version=account.version)
    lycees = sorted(standing.lycees) or [one.uai for one in await Parties(uow).of(account.id)]
    follow(uow, account, lycees, AccountStep.REVIEW, now=now)


async def _stands(
    uow: UnitOfWork, account: KeyAccount, standing: Decision | None, *, now: datetime
) -> None:
    """This decision stands from now on, or none: who is concerned is told, and what holds."""
    moved = account.with_decision(standing)
    await KeyAccounts(uow).save(moved)
    if standing is None:
        publish_withdrawn(uow, moved, by=uow.department_uai, now=now)
    else:
        told = AccountArbitratedV1(
            key_account_id=KeyAccountId(moved.id),
            company_id=CompanyId(moved.company_id),
            outcome=standing.outcome,
            from_on=standing.from_on,
            review_on=standing.review_on,
            occurred_on=local_date(now),
        )
        uow.publish(told, version=moved.version)
        await _plan_review(uow, moved, now=now)
    parties = await Parties(uow).of(moved.id)
    step = AccountStep.DECIDED if standing else AccountStep.BACK
    follow(uow, moved, [one.uai for one in parties], step, now=now)
    await state_lead(uow, account=moved, now=now)
