"""Accesses of partners, as the portal keeps them: what the supervisor may give, and what an end leaves alone."""

import asyncio
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from services.chassis.base.errors import Forbidden, NotFound
from services.chassis.base.identity import Grant, Identity, Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.accesses.commands.grant_access import grant_access
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import PARIS
from services.portal.base.scopes import DEPARTMENT
from services.portal.partner_accesses.commands import (
    end_partner_access,
    open_partner_access,
    reopen_partner_access,
)
from services.portal.partner_accesses.model import AddressHasAccount, Closing
from services.portal.permissions import Powers, powers_of
from tests.portal.world import an_account
from tests.support.network import HERE
from tests.support.services import NOW, ServiceDatabases
from tests.support.waiting import eventually

ADDRESS = "g.delmas@chambre.example"


def her_powers() -> Powers:
    return powers_of(Identity(uuid4(), "La supervision", (Grant(Role.SUPERVISOR, None, None),)))


async def opened(units: UnitsOfWork, mail: str = ADDRESS) -> UUID:
    async with units.begin(DEPARTMENT, now=NOW) as uow:
        return await open_partner_access(
            uow,
            actor_id=uuid4(),
            person_id=uuid4(),
            mail=mail,
            display_name="Ghislaine Delmas",
            powers=her_powers(),
            now=NOW,
        )


async def ended(units: UnitsOfWork, account_id: UUID) -> None:
    async with units.begin(DEPARTMENT, now=NOW) as uow:
        await end_partner_access(uow, account_id=account_id, erased=True, now=NOW)


async def kept(units: UnitsOfWork, account_id: UUID) -> tuple[str | None, set[Role]]:
    """The address of the account while it is open, and what it holds."""
    async with units.begin(DEPARTMENT, now=NOW) as uow:
        account = await Accounts(uow).get(account_id)
        roles = await Accounts(uow).roles(account_id, on=NOW.astimezone(PARIS).date())
    return account.mail if account else None, set(roles)


def test_the_supervisor_gives_the_role_of_a_partner_of_the_department_and_no_other() -> None:
    powers, somebody = her_powers(), uuid4()
    powers.expect(Role.PARTNER, None, account_id=somebody)
    for role in Role:
        if role is not Role.PARTNER:
            with pytest.raises((NotFound, Forbidden)):
                powers.expect(role, None, account_id=somebody)
        with pytest.raises((NotFound, Forbidden)):
            powers.expect(role, HERE, account_id=somebody)
    head = powers_of(Identity(uuid4(), "La direction", (Grant(Role.HEAD, HERE, "LP"),)))
    with pytest.raises(NotFound):
        head.expect(Role.PARTNER, None, account_id=somebody)


async def test_one_account_has_an_address_whatever_its_case(units: UnitsOfWork) -> None:
    account_id = await opened(units)
    assert await kept(units, account_id) == (ADDRESS, {Role.PARTNER})
    with pytest.raises(AddressHasAccount):
        await opened(units, ADDRESS.upper())
    await ended(units, account_id)
    assert await kept(units, await opened(units)) == (ADDRESS, {Role.PARTNER})


async def test_an_end_leaves_alone_what_is_no_access_of_a_partner(units: UnitsOfWork) -> None:
    auditor = await an_account(
        units, mail="audit@dsden.example", role=Role.AUDITOR, uais=(), password=None
    )
    await ended(units, auditor)
    assert await kept(units, auditor) == ("audit@dsden.example", {Role.AUDITOR})

    both = await opened(units)
    async with units.begin(DEPARTMENT, now=NOW) as uow:
        await grant_access(
            uow,
            account_id=both,
            role=Role.AUDITOR,
            uais=(None,),
            from_on=NOW.astimezone(PARIS).date(),
            last_day=None,
            powers=None,
            now=NOW,
        )
    await ended(units, both)
    assert await kept(units, both) == (ADDRESS, {Role.AUDITOR})
    await ended(units, uuid4())


@pytest.mark.parametrize("erased", [True, False])
def test_what_a_job_was_asked_with_is_read_back(erased: bool) -> None:
    closing = Closing(uuid4(), erased)
    assert Closing.read(closing.key(NOW)) == closing
    assert closing.key(NOW) != closing.key(datetime.max.replace(tzinfo=PARIS))


async def test_an_account_is_not_given_back_where_another_takes_its_address_at_that_moment(
    units: UnitsOfWork, service_databases: ServiceDatabases
) -> None:
    superuser = await service_databases.superuser("portal")
    account_id = await opened(units)
    async with units.begin(DEPARTMENT, now=NOW) as uow:
        await end_partner_access(uow, account_id=account_id, erased=False, now=NOW)

    async def gives_back() -> None:
        async with units.begin(DEPARTMENT, now=NOW) as uow:
            await reopen_partner_access(
                uow,
                account_id=account_id,
                actor_id=uuid4(),
                person_id=uuid4(),
                mail=ADDRESS,
                powers=her_powers(),
                now=NOW,
            )

    async def somebody_waits() -> bool:
        waiting: int = await superuser.fetchval(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return waiting > 0

    async with units.begin(DEPARTMENT, now=NOW) as uow:
        other = Account(uuid4(), ADDRESS, "Odilon Vayssade", None)
        assert await Accounts(uow).add_unless_taken(other, now=NOW)
        second = asyncio.create_task(gives_back())
        await eventually(somebody_waits)
    with pytest.raises(AddressHasAccount):
        await second
    await superuser.close()
    assert (await kept(units, account_id))[0] is None
    assert (await kept(units, other.id))[0] == ADDRESS
