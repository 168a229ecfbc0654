"""Big accounts as the tests speak of them."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from contracts.coordination.accounts import AccountOutcome, AccountReason
from contracts.identifiers import Uai
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.account_decisions.commands import decide_account
from services.coordination.accounts.commands import ask_arbitration
from services.coordination.accounts.model import Decision
from services.coordination.accounts.queries import AccountCard, read_account
from services.coordination.base.reactions import timed
from services.coordination.service import SERVICE
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE
from tests.support.services import ServiceDatabases

THIRD = Uai("0829003R")
TODAY = date(2026, 11, 24)
WORDS = "Nous visitons Delrieu depuis dix ans : laissez-nous les apprentis de Caussade."
COMPANY = "Menuiserie Delrieu"
DoesWhatIsDue = Callable[[datetime], Awaitable[None]]


async def the_lycees(supervisor: Somebody) -> None:
    await supervisor.knows(
        {HERE: "Lycée Bourdelle", ELSEWHERE: "Lycée Cladel", THIRD: "Lycée Jaurès"}
    )


async def asks(who: Somebody, company_id: UUID | None = None, **more: Any) -> UUID:
    asked: dict[str, Any] = {
        "company_id": company_id or uuid4(),
        "company": COMPANY,
        "reason": AccountReason.LEAD,
        "text": WORDS,
        **more,
    }
    return await who.do(ask_arbitration, **asked, now=who.later())


async def seen(who: Somebody, key_account_id: UUID) -> AccountCard:
    return await who.do(read_account, key_account_id)


def decision(now: datetime, **more: Any) -> Decision:
    said: dict[str, Any] = {
        "outcome": AccountOutcome.LEAD,
        "lead": HERE,
        "from_on": TODAY,
        "text": "Bourdelle connaît Delrieu depuis dix ans.",
        **more,
    }
    return Decision(id=uuid4(), decided_at=now, **said)


async def decides(supervisor: Somebody, key_account_id: UUID, **more: Any) -> None:
    version = (await seen(supervisor, key_account_id)).account.version
    now = supervisor.later()
    await supervisor.do(
        decide_account,
        key_account_id=key_account_id,
        version=version,
        decision=decision(now, **more),
        now=now,
    )


async def does(who: Somebody, command: Any, key_account_id: UUID, **more: Any) -> Any:
    version = (await seen(who, key_account_id)).account.version
    return await who.do(
        command, key_account_id=key_account_id, version=version, **more, now=who.later()
    )


def does_what_is_due(units: UnitsOfWork, databases: ServiceDatabases) -> DoesWhatIsDue:
    async def run(now: datetime) -> None:
        dsn = databases.kept(SERVICE.name).relay_dsn
        while await run_due_work(timed, units, dsn, now):
            pass

    return run
