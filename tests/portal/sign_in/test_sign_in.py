"""Signing in and out, and how long a session lasts."""

import asyncio
from datetime import datetime, timedelta

import pytest

from services.chassis.base.identity import Identity, Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.accounts.passwords import hashed
from services.portal.attempts.commands import forgive_attempt, reserve_attempt
from services.portal.attempts.model import (
    FAILURES_PER_MAIL_MAX,
    FAILURES_PER_PAIR_MAX,
    WINDOW,
    SignInThrottled,
    password_limits,
)
from services.portal.base.scopes import DEPARTMENT
from services.portal.passwords.commands import choose_password
from services.portal.sessions.commands import sign_out
from services.portal.sessions.queries import identity_of_session
from tests.portal.world import MAIL, a_letter, a_lycee, an_account, signing_in
from tests.support.services import NOW

MINUTE = timedelta(minutes=1)


async def the_identity(units: UnitsOfWork, token: str, now: datetime = NOW) -> Identity | None:
    async with units.begin(DEPARTMENT) as uow:
        return await identity_of_session(uow, token=token, now=now)


async def a_session(units: UnitsOfWork) -> str:
    await a_lycee(units)
    await an_account(units)
    token = await signing_in(units)
    assert token is not None
    return token


async def test_a_session_says_who_and_for_which_lycee(units: UnitsOfWork) -> None:
    identity = await the_identity(units, await a_session(units))

    assert identity is not None
    assert identity.display_name == "Claire Vidal"
    assert [(g.role, g.lycee) for g in identity.grants] == [(Role.RBDE, "LP des Tilleuls")]


async def test_the_case_of_the_mail_does_not_matter(units: UnitsOfWork) -> None:
    await a_session(units)

    assert await signing_in(units, mail=MAIL.upper()) is not None


async def test_a_wrong_password_opens_nothing(units: UnitsOfWork) -> None:
    await a_session(units)

    assert await signing_in(units, password="un autre mot de passe") is None


async def test_an_unknown_mail_opens_nothing(units: UnitsOfWork) -> None:
    assert await signing_in(units, mail="personne@lycee.example") is None


async def test_each_sign_in_has_a_session_of_its_own(units: UnitsOfWork) -> None:
    first = await a_session(units)
    second = await signing_in(units)

    assert second is not None
    assert first != second


async def test_the_database_does_not_hold_what_the_cookie_holds(units: UnitsOfWork) -> None:
    token = await a_session(units)

    async with units.begin(DEPARTMENT) as uow:
        rows = await uow.connection.exec_driver_sql(
            "SELECT row_to_json(sessions)::text FROM sessions"
        )
        assert all(token not in row[0] for row in rows)


async def test_nobody_is_signed_in_after_signing_out(units: UnitsOfWork) -> None:
    token = await a_session(units)

    async with units.begin(DEPARTMENT) as uow:
        await sign_out(uow, token=token, now=NOW)

    assert await the_identity(units, token) is None


async def test_an_idle_session_is_over_after_thirty_minutes(units: UnitsOfWork) -> None:
    token = await a_session(units)

    assert await the_identity(units, token, NOW + 29 * MINUTE) is not None
    assert await the_identity(units, token, NOW + 58 * MINUTE) is not None
    assert await the_identity(units, token, NOW + 89 * MINUTE) is None


async def test_a_session_is_over_after_twelve_hours_of_use(units: UnitsOfWork) -> None:
    token = await a_session(units)

    for minutes in range(0, 720, 20):
        assert await the_identity(units, token, NOW + minutes * MINUTE) is not None
    assert await the_identity(units, token, NOW + 720 * MINUTE) is None


async def test_after_ten_failures_the_next_attempt_waits(units: UnitsOfWork) -> None:
    await a_session(units)
    for _ in range(FAILURES_PER_PAIR_MAX):
        await signing_in(units, password="un autre mot de passe")

    with pytest.raises(SignInThrottled) as refused:
        await signing_in(units)
    assert 0 < refused.value.retry_after_seconds <= WINDOW.total_seconds() + 1
    assert await signing_in(units, now=NOW + WINDOW + MINUTE) is not None


async def test_a_success_forgives_the_failures_before_it(units: UnitsOfWork) -> None:
    await a_session(units)
    for _ in range(FAILURES_PER_PAIR_MAX - 1):
        await signing_in(units, password="un autre mot de passe")
    await signing_in(units)

    assert await signing_in(units, password="un autre mot de passe") is None
    assert await signing_in(units) is not None


async def test_whoever_guesses_elsewhere_keeps_nobody_out(units: UnitsOfWork) -> None:
    await a_session(units)
    elsewhere = "198.51.100.9"
    for _ in range(FAILURES_PER_PAIR_MAX):
        await signing_in(units, password="un autre mot de passe", address=elsewhere)

    with pytest.raises(SignInThrottled):
        await signing_in(units, address=elsewhere)
    assert await signing_in(units) is not None


async def test_attempts_sent_at_once_to_several_replicas_are_counted_one_by_one(
    units: UnitsOfWork,
) -> None:
    async def reserved() -> bool:
        limits = password_limits(mail=MAIL, address="192.0.2.7")
        try:
            async with units.begin(DEPARTMENT) as uow:
                await reserve_attempt(uow, limits=limits, now=NOW)
        except SignInThrottled:
            return False
        return True

    passed = await asyncio.gather(*(reserved() for _ in range(4 * FAILURES_PER_PAIR_MAX)))

    assert sum(passed) == FAILURES_PER_PAIR_MAX


async def test_many_machines_that_guess_together_wait_too(units: UnitsOfWork) -> None:
    await a_session(units)
    each = FAILURES_PER_PAIR_MAX
    async with units.begin(DEPARTMENT) as uow:
        for number in range(FAILURES_PER_MAIL_MAX):
            limits = password_limits(mail=MAIL, address=f"198.51.100.{number // each}")
            await reserve_attempt(uow, limits=limits, now=NOW)

    with pytest.raises(SignInThrottled):
        await signing_in(units)


async def test_a_new_password_forgives_what_was_tried_before(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account_id = await an_account(units)
    for _ in range(FAILURES_PER_PAIR_MAX):
        await signing_in(units, password="un autre mot de passe")
    letter_id = await a_letter(units, account_id)

    chosen = "des chaises et des fenêtres"
    async with units.begin(DEPARTMENT) as uow:
        await choose_password(
            uow, letter_id=letter_id, password_hash=await hashed(chosen, invented=True), now=NOW
        )

    assert await signing_in(units, password=chosen) is not None


async def test_many_that_were_right_at_once_wait_for_one_another_and_all_are_let_in(
    units: UnitsOfWork,
) -> None:
    limits = password_limits(mail=MAIL, address="192.0.2.7")

    async def once(number: int) -> None:
        async with units.begin(DEPARTMENT) as uow:
            await forgive_attempt(uow, attempt=attempts[number])

    for _ in range(10):
        attempts = []
        for _ in range(FAILURES_PER_PAIR_MAX):
            async with units.begin(DEPARTMENT) as uow:
                attempts.append(await reserve_attempt(uow, limits=limits, now=NOW))
        await asyncio.gather(*(once(number) for number in range(len(attempts))))
