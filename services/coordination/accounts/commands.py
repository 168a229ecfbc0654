"""Commands of big accounts: asked about by a bureau or opened by the supervisor; words, and what is told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.accounts import (
    AccountArbitrationAskedV1,
    AccountArbitrationWithdrawnV1,
    AccountFollowedV1,
    AccountLeadStatedV1,
    AccountReason,
    AccountStep,
    KeyAccountId,
)
from contracts.identifiers import CompanyId, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.model import (
    AccountLyceeUnknown,
    AlreadyAsked,
    KeyAccount,
    LyceeStays,
    NotAskedHere,
    NotConcerned,
    Party,
    in_force,
)
from services.coordination.accounts.queries import account_of_company, read_account
from services.coordination.accounts.store import (
    AccountDecisions,
    AccountWords,
    KeyAccounts,
    Parties,
)
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees

CALL_JOB = "account-call"
JOIN_JOB = "account-join"
NOBODY = "-"


async def ask_arbitration(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    company: str,
    reason: AccountReason,
    text: str,
    lead: Uai | None = None,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Ask the supervisor who leads with a company (arbitrage demandé); return the id of the account.

    `lead` leads today, and is asked for its word. Raises NotFound, LyceeNotChosen, AlreadyAsked.
    """
    lycee = uow.writing_for(uai)
    account = await _opened(uow, company_id, company, by=lycee, lead=lead, now=now)
    parties = Parties(uow)
    await parties.add(account.id, [lycee], now)
    mine = await _party(uow, account.id, lycee)
    if mine.waits(account.decided_at):
        raise AlreadyAsked
    asked = replace(mine, reason=reason, asked_at=now, withdrawn_at=None)
    await parties.save(account.id, asked)
    await AccountWords(uow).add(account.id, lycee, text, now)
    publish_asked(uow, account, lycee, reason, now=now)
    await _call(uow, account, lycee, lead or account.lead_then, now=now)
    return account.id


async def begin_account(
    uow: UnitOfWork, *, company_id: UUID, company: str, lycees: Collection[Uai], now: datetime
) -> UUID:
    """Open a big account nobody asked about; those it concerns are asked for their word. Raises AccountLyceeUnknown."""
    account = await _opened(uow, company_id, company, by=uow.department_uai, lead=None, now=now)
    await add_parties(uow, key_account_id=account.id, lycees=lycees, now=now)
    return account.id


async def add_parties(
    uow: UnitOfWork,
    *,
    key_account_id: UUID,
    lycees: Collection[Uai],
    via_id: UUID | None = None,
    now: datetime,
) -> None:
    """Have lycées concerned too, and ask them for their word. Raises NotFound, AccountLyceeUnknown.

    `via_id`: the account they were concerned by, which went into this one.
    """
    await expect_known(uow, lycees=lycees)
    account = await KeyAccounts(uow).get(key_account_id, for_update=True)
    added = await Parties(uow).add(key_account_id, lycees, now, via_id=via_id)
    follow(uow, account, added, AccountStep.ASKED, now=now)
    if added:
        await state_lead(uow, account=account, now=now)


async def plan_joining(
    uow: UnitOfWork, *, cards: tuple[UUID, UUID], version: int, now: datetime
) -> None:
    """Have the accounts of two cards that became one, or are two again, concern the lycées they are to."""
    key = f"{cards[0]} {cards[1]} {version}"
    await uow.schedule(JOIN_JOB, key=key, due_at=now, uai=uow.writing_for())


async def leave_out(
    uow: UnitOfWork, *, key_account_id: UUID, lycee: Uai, in_charge: Collection[Uai], now: datetime
) -> None:
    """Have a lycée concerned no more that was added by mistake. Raises NotFound, LyceeStays.

    `in_charge`: those that have something to do in the shared plan.
    """
    account = await KeyAccounts(uow).get(key_account_id, for_update=True)
    card = await read_account(uow, key_account_id)
    party = card.party(lycee)
    if party is None:
        raise NotFound
    if lycee in in_charge or not card.may_leave(party):
        raise LyceeStays
    await state_lead(uow, account=account, left=lycee, now=now)
    await Parties(uow).remove(key_account_id, lycee)
    follow(uow, account, [lycee], AccountStep.BACK, now=now)


async def say_word(
    uow: UnitOfWork, *, key_account_id: UUID, text: str, uai: Uai | None = None, now: datetime
) -> UUID:
    """Say what one’s bureau wants and proposes (avis d’un bureau). Raises NotFound, LyceeNotChosen, NotConcerned."""
    lycee = uow.writing_for(uai)
    await KeyAccounts(uow).concerning(key_account_id)
    await _party(uow, key_account_id, lycee)
    return await AccountWords(uow).add(key_account_id, lycee, text, now)


async def withdraw_word(
    uow: UnitOfWork, *, key_account_id: UUID, word_id: UUID, now: datetime
) -> None:
    """Take back what one’s bureau said. Raises NotFound."""
    await AccountWords(uow).show(key_account_id, word_id, withdrawn_at=now)


async def restore_word(uow: UnitOfWork, *, key_account_id: UUID, word_id: UUID) -> None:
    """Say it again. Raises NotFound."""
    await AccountWords(uow).show(key_account_id, word_id, withdrawn_at=None)


async def withdraw_request(
    uow: UnitOfWork, *, key_account_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Need no arbitration any more. Raises NotFound, LyceeNotChosen, NotConcerned, NotAskedHere."""
    account, mine = await _mine(uow, key_account_id, uai)
    if not mine.waits(account.decided_at):
        raise NotAskedHere
    await Parties(uow).save(account.id, replace(mine, withdrawn_at=now))
    others = [one for one in await Parties(uow).of(account.id) if one.uai != mine.uai]
    if account.outcome is None and not any(one.waits(None) for one in others):
        publish_withdrawn(uow, account, by=mine.uai, now=now)
    await _call(uow, account, mine.uai, None, now=now)


async def restore_request(
    uow: UnitOfWork, *, key_account_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Ask again what was taken back. Raises NotFound, LyceeNotChosen, NotConcerned, NotAskedHere."""
    account, mine = await _mine(uow, key_account_id, uai)
    if mine.reason is None or mine.withdrawn_at is None:
        raise NotAskedHere
    back = replace(mine, asked_at=now, withdrawn_at=None)
    await Parties(uow).save(account.id, back)
    publish_asked(uow, account, mine.uai, mine.reason, now=now)
    await _call(uow, account, mine.uai, None, now=now)


async def call_the_others(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Tell the other lycées concerned that a bureau asks, or that it does no more; who leads is one of them."""
    about, lycee, lead, *_ = key.split()
    account = await KeyAccounts(uow).get(UUID(about), for_update=True)
    parties = Parties(uow)
    names = await Lycees(uow).names()
    if lead != NOBODY and lead in names:
        await parties.add(account.id, [Uai(lead)], now)
    found = await parties.of(account.id)
    waits = any(one.waits(account.decided_at) for one in found)
    others = [one.uai for one in found if one.uai != lycee]
    follow(uow, account, others, AccountStep.ASKED if waits else AccountStep.BACK, now=now)


async def _opened(
    uow: UnitOfWork, company_id: UUID, company: str, *, by: Uai, lead: Uai | None, now: datetime
) -> KeyAccount:
    """The account of the company, on whichever card; a new one where it has none."""
    known = await account_of_company(uow, company_id)
    if known is not None:
        return known
    return await KeyAccounts(uow).open(
        KeyAccount(uow.new_id(), by, company_id, company, now, lead_then=lead)
    )


async def _party(uow: UnitOfWork, key_account_id: UUID, lycee: Uai) -> Party:
    found: Sequence[Party] = await Parties(uow).of(key_account_id)
    mine = next((one for one in found if one.uai == lycee), None)
    if mine is None:
        # Who may read all of it is told why; to others there is no such thing.
        raise NotConcerned if uow.scope.department_wide else NotFound
    return mine


async def _mine(uow: UnitOfWork, key_account_id: UUID, uai: Uai | None) -> tuple[KeyAccount, Party]:
    account = await KeyAccounts(uow).concerning(key_account_id)
    return account, await _party(uow, key_account_id, uow.writing_for(uai))


async def _call(
    uow: UnitOfWork, account: KeyAccount, lycee: Uai, lead: Uai | None, *, now: datetime
) -> None:
    """A bureau speaks for its lycée alone: the DSDEN tells the others, at once."""
    key = f"{account.id} {lycee} {lead or NOBODY} {now.isoformat()}"
    await uow.schedule(CALL_JOB, key=key, due_at=now, uai=lycee)


async def state_lead(
    uow: UnitOfWork, *, account: KeyAccount, left: Uai | None = None, now: datetime
) -> None:
    """Say to each lycée concerned what holds of the lead today; to one that leaves, that nothing does."""
    today = local_date(now)
    holding = in_force(await AccountDecisions(uow).of(account.id), today)
    stated = replace(account, stated=account.stated + 1)
    await KeyAccounts(uow).save(stated)
    for one in await Parties(uow).of(account.id):
        told = AccountLeadStatedV1(
            key_account_id=KeyAccountId(account.id),
            company_id=CompanyId(account.company_id),
            holds=holding is not None and one.uai != left,
            leads=holding is not None and holding.lead == one.uai,
            decided_on=local_date(holding.decided_at) if holding and one.uai != left else None,
            occurred_on=today,
        )
        publish_decision(uow, told, lycee=one.uai, version=stated.stated)


def follow(
    uow: UnitOfWork, account: KeyAccount, lycees: Iterable[Uai], step: AccountStep, *, now: datetime
) -> None:
    """Tell bureaux what they have to read of a big account."""
    for uai in lycees:
        told = AccountFollowedV1(
            key_account_id=KeyAccountId(account.id), step=step, occurred_on=local_date(now)
        )
        publish_decision(uow, told, lycee=uai, version=account.version)


def publish_asked(
    uow: UnitOfWork, account: KeyAccount, by: Uai, reason: AccountReason, *, now: datetime
) -> None:
    """Say that a bureau asks."""
    told = AccountArbitrationAskedV1(
        key_account_id=KeyAccountId(account.id),
        company_id=CompanyId(account.company_id),
        reason=reason,
        occurred_on=local_date(now),
    )
    uow.publish(told, version=account.version, uai=by)


def publish_withdrawn(uow: UnitOfWork, account: KeyAccount, *, by: Uai, now: datetime) -> None:
    """Say that nobody asks any more, or that nothing is decided."""
    told = AccountArbitrationWithdrawnV1(
        key_account_id=KeyAccountId(account.id),
        company_id=CompanyId(account.company_id),
        occurred_on=local_date(now),
    )
    uow.publish(told, version=account.version, uai=by)


async def expect_known(uow: UnitOfWork, *, lycees: Collection[Uai]) -> None:
    """Raises AccountLyceeUnknown."""
    names = await Lycees(uow).names()
    if any(one == uow.department_uai or one not in names for one in lycees):
        raise AccountLyceeUnknown
