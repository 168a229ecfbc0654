"""Signing in with a code received by mail."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from contracts.portal.accounts import SignInLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.letters.model import TRIES_MAX
from services.portal.sessions.queries import identity_of_session
from services.portal.sign_in.commands import sign_in_by_code
from tests.portal.world import MAIL, a_letter, a_lycee, an_account, the_letter
from tests.support.services import NOW

CODE = SignInLetterKind.ONE_TIME_CODE
MINUTE = timedelta(minutes=1)


async def typed(units: UnitsOfWork, code: str, now: datetime = NOW) -> str | None:
    async with units.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).by_mail(MAIL)
        assert account is not None
        way = await sign_in_by_code(uow, account=account, code=code, now=now)
    return way.secret if way else None


async def a_code(units: UnitsOfWork) -> tuple[UUID, str]:
    await a_lycee(units)
    letter_id = await a_letter(units, await an_account(units), CODE)
    code = (await the_letter(units, letter_id)).code
    assert code is not None
    return letter_id, code


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_the_code_opens_a_session_once(units: UnitsOfWork) -> None:
    letter_id, code = await a_code(units)

    token = await typed(units, f" {code[:3]} {code[3:]} ")

    assert token is not None
    async with units.begin(DEPARTMENT) as uow:
        identity = await identity_of_session(uow, token=token, now=NOW)
    assert identity is not None
    assert identity.display_name == "Claire Vidal"
    assert await typed(units, code) is None
    assert not (await the_letter(units, letter_id)).standing


async def test_a_code_has_six_digits(units: UnitsOfWork) -> None:
    _, code = await a_code(units)

    assert len(code) == 6
    assert code.isdecimal()


async def test_a_code_is_over_after_ten_minutes(units: UnitsOfWork) -> None:
    _, code = await a_code(units)

    assert await typed(units, code, NOW + 10 * MINUTE) is None
    assert await typed(units, code, NOW + 9 * MINUTE) is not None


async def test_after_five_wrong_codes_the_right_one_opens_nothing(units: UnitsOfWork) -> None:
    letter_id, code = await a_code(units)
    for _ in range(TRIES_MAX):
        assert await typed(units, another(code)) is None

    assert await typed(units, code) is None
    assert not (await the_letter(units, letter_id)).standing


async def test_the_fifth_try_may_still_be_right(units: UnitsOfWork) -> None:
    _, code = await a_code(units)
    for _ in range(TRIES_MAX - 1):
        await typed(units, another(code))

    assert await typed(units, code) is not None


async def test_codes_typed_at_once_are_counted_one_by_one(units: UnitsOfWork) -> None:
    _, code = await a_code(units)

    guesses = [another(code)] * 8
    assert await asyncio.gather(*(typed(units, guess) for guess in guesses)) == [None] * 8

    assert await typed(units, code) is None


async def test_the_code_of_a_letter_that_was_replaced_opens_nothing(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account_id = await an_account(units)
    first = (await the_letter(units, await a_letter(units, account_id, CODE))).code
    assert first is not None
    later = NOW + 2 * MINUTE
    second = await a_letter(units, account_id, CODE, now=later)

    assert await typed(units, first, later) is None
    assert (await the_letter(units, second, now=later)).standing


async def test_without_a_letter_no_code_opens_anything(units: UnitsOfWork) -> None:
    await a_lycee(units)
    await an_account(units)

    assert await typed(units, "000000") is None
