"""Which codes of an application are right, when, and how often."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import func, select, update

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.inactivity.commands import unname_accounts
from services.portal.second_factor.commands import (
    begin_factor,
    check_code,
    prove_factor,
    remove_factor,
)
from services.portal.second_factor.model import BEGUN_FOR, FactorNotSet, Proof
from services.portal.second_factor.queries import half_behind, shown_to
from services.portal.second_factor.store import SecondFactors
from services.portal.second_factor.tables import recovery_codes, second_factors
from services.portal.sign_in.commands import begin_sign_in
from services.portal.sign_in.model import LASTS, Step
from services.portal.sign_in.tables import half_sign_ins
from tests.portal.world import BOURDELLE, a_lycee, an_account
from tests.support.services import NOW

STEP = timedelta(seconds=30)
SET_AT = NOW - 10 * STEP


async def a_factor(units: UnitsOfWork) -> tuple[UUID, pyotp.TOTP]:
    """An account with a second factor, and its application."""
    await a_lycee(units)
    account_id = await an_account(units)
    async with units.begin(speaking_for(BOURDELLE), uai=BOURDELLE) as uow:
        factor_id = await begin_factor(uow, account_id=account_id, now=SET_AT)
        shown = await shown_to(uow, account_id=account_id, factor_id=factor_id)
        application = pyotp.parse_uri(shown.address)
        assert isinstance(application, pyotp.TOTP)
        codes = await prove_factor(
            uow,
            account_id=account_id,
            factor_id=factor_id,
            typed=application.at(SET_AT),
            uai=BOURDELLE,
            now=SET_AT,
        )
        assert codes is not None
    return account_id, application


async def typed(units: UnitsOfWork, account_id: UUID, code: str) -> Proof | None:
    async with units.begin(speaking_for(BOURDELLE), uai=BOURDELLE) as uow:
        return await check_code(uow, account_id=account_id, typed=code, uai=BOURDELLE, now=NOW)


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_a_clock_may_be_a_step_early_or_late(units: UnitsOfWork, steps: int) -> None:
    account_id, application = await a_factor(units)

    code = application.at(NOW + steps * STEP)

    assert await typed(units, account_id, f"{code[:3]} {code[3:]}") == Proof()
    assert await typed(units, account_id, code) is None


@pytest.mark.parametrize("steps", [-2, 2])
async def test_a_clock_that_differs_more_is_refused(units: UnitsOfWork, steps: int) -> None:
    account_id, application = await a_factor(units)

    assert await typed(units, account_id, application.at(NOW + steps * STEP)) is None


async def test_a_clock_that_was_set_back_shuts_nobody_out(units: UnitsOfWork) -> None:
    account_id, application = await a_factor(units)
    async with units.begin(DEPARTMENT) as uow:
        ahead = int((NOW + timedelta(hours=5)).timestamp()) // 30
        await uow.execute(update(second_factors).values(last_step=ahead))

    assert await typed(units, account_id, application.at(NOW)) == Proof()
    assert await typed(units, account_id, application.at(NOW)) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "0" * 40])
async def test_what_is_no_code_is_refused(units: UnitsOfWork, code: str) -> None:
    account_id, _ = await a_factor(units)

    assert await typed(units, account_id, code) is None


async def test_a_code_sent_many_times_at_once_opens_once(units: UnitsOfWork) -> None:
    account_id, application = await a_factor(units)
    code = application.at(NOW)

    proofs = await asyncio.gather(*(typed(units, account_id, code) for _ in range(6)))

    assert [proof for proof in proofs if proof] == [Proof()]


async def test_the_code_of_a_step_before_one_that_served_opens_nothing(units: UnitsOfWork) -> None:
    account_id, application = await a_factor(units)
    assert await typed(units, account_id, application.at(NOW))

    assert await typed(units, account_id, application.at(NOW - STEP)) is None
    assert await typed(units, account_id, application.at(NOW + STEP))


async def test_nothing_is_left_of_a_factor_that_was_removed(units: UnitsOfWork) -> None:
    account_id, application = await a_factor(units)
    async with units.begin(speaking_for(BOURDELLE), uai=BOURDELLE) as uow:
        await remove_factor(uow, account_id=account_id, uai=BOURDELLE, now=NOW)

    assert await typed(units, account_id, application.at(NOW)) is None
    with pytest.raises(FactorNotSet):
        async with units.begin(speaking_for(BOURDELLE), uai=BOURDELLE) as uow:
            await remove_factor(uow, account_id=account_id, uai=BOURDELLE, now=NOW)


async def test_nothing_is_left_of_it_once_an_account_had_its_time(units: UnitsOfWork) -> None:
    account_id, _ = await a_factor(units)
    account = await an_own_account(units, account_id)
    async with units.begin(DEPARTMENT) as uow:
        await begin_sign_in(uow, account=account, now=NOW)

    async with units.begin(DEPARTMENT) as uow:
        await unname_accounts(uow, ids=[account_id], now=NOW)

    async with units.begin(DEPARTMENT) as uow:
        for table in (second_factors, recovery_codes, half_sign_ins):
            rows = await uow.execute(select(func.count()).select_from(table))
            assert rows.scalar_one() == 0, table.name


async def test_what_was_begun_and_left_is_begun_again(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account_id = await an_account(units)
    async with units.begin(DEPARTMENT) as uow:
        await begin_factor(uow, account_id=account_id, now=NOW)
        second = await begin_factor(uow, account_id=account_id, now=NOW)
        assert await SecondFactors(uow).begun(account_id, now=NOW) == second
        assert await SecondFactors(uow).begun(account_id, now=NOW + BEGUN_FOR) is None


async def an_own_account(units: UnitsOfWork, account_id: UUID) -> Account:
    async with units.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).get(account_id)
    assert account is not None
    return account


async def test_the_password_is_asked_again_after_ten_minutes(units: UnitsOfWork) -> None:
    account_id, _ = await a_factor(units)
    account = await an_own_account(units, account_id)
    async with units.begin(DEPARTMENT) as uow:
        way = await begin_sign_in(uow, account=account, now=NOW)

    assert way.step is Step.CODE
    assert way.secret not in repr(way)
    async with units.begin(DEPARTMENT) as uow:
        assert await half_behind(uow, secret=way.secret, now=NOW + LASTS - STEP) is not None
        assert await half_behind(uow, secret=way.secret, now=NOW + LASTS) is None


async def test_a_sign_in_that_began_before_it_was_set_is_asked_it_too(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account = await an_own_account(units, await an_account(units))
    async with units.begin(DEPARTMENT) as uow:
        await Accounts(uow).ask_second_factor(account.id, since=NOW)

    async with units.begin(DEPARTMENT) as uow:
        way = await begin_sign_in(uow, account=account, now=NOW)

    assert way.step is Step.CODE


async def test_only_the_roles_that_are_named_must_have_one(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account = await an_own_account(units, await an_account(units))

    steps = []
    for required in (frozenset[Role](), frozenset({Role.HEAD}), frozenset({Role.RBDE})):
        async with units.begin(DEPARTMENT) as uow:
            steps.append(
                (await begin_sign_in(uow, account=account, required=required, now=NOW)).step
            )

    assert steps == [Step.SESSION, Step.SESSION, Step.SET_UP]
