"""Choosing a password by the link of a letter."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from contracts.portal.accounts import SignInLetterKind
from services.chassis.security.secret_links import LinkUnknown
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.accounts.passwords import hashed
from services.portal.api_tokens.commands import make_api_token
from services.portal.api_tokens.queries import identity_of_token
from services.portal.base.scopes import DEPARTMENT
from services.portal.letters.model import CHOOSE_PASSWORD, LASTS, ONE_TIME_CODE, LinkOver
from services.portal.letters.queries import letter_behind
from services.portal.passwords.commands import choose_password
from services.portal.sessions.queries import identity_of_session
from tests.portal.world import (
    BOURDELLE,
    PASSWORD,
    a_letter,
    a_lycee,
    an_account,
    signing_in,
    the_letter,
)
from tests.support.services import NOW

NEW_PASSWORD = "une autre phrase entière"
HOUR = timedelta(hours=1)


async def chosen(
    units: UnitsOfWork, letter_id: UUID, password: str = NEW_PASSWORD, now: datetime = NOW
) -> UUID:
    password_hash = await hashed(password, invented=True)
    async with units.begin(DEPARTMENT) as uow:
        return await choose_password(uow, letter_id=letter_id, password_hash=password_hash, now=now)


async def test_the_new_password_opens_and_the_old_one_does_not(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account_id = await an_account(units)

    assert await chosen(units, await a_letter(units, account_id)) == account_id

    assert await signing_in(units) is None
    assert await signing_in(units, password=NEW_PASSWORD) is not None


async def test_somebody_invited_has_no_password_until_one_is_chosen(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account_id = await an_account(units, password=None)
    letter_id = await a_letter(units, account_id, SignInLetterKind.INVITATION)
    for guess in (PASSWORD, "None", "-" * 12):
        assert await signing_in(units, password=guess) is None

    await chosen(units, letter_id, now=NOW + LASTS[SignInLetterKind.INVITATION] - HOUR)

    assert await signing_in(units, password=NEW_PASSWORD) is not None


async def test_a_link_is_good_once(units: UnitsOfWork) -> None:
    await a_lycee(units)
    letter_id = await a_letter(units, await an_account(units))
    await chosen(units, letter_id)

    with pytest.raises(LinkOver):
        await chosen(units, letter_id, "celui de quelqu’un d’autre")
    assert await signing_in(units, password=NEW_PASSWORD) is not None
    assert not (await the_letter(units, letter_id)).standing


async def test_a_link_is_over_after_an_hour(units: UnitsOfWork) -> None:
    await a_lycee(units)
    letter_id = await a_letter(units, await an_account(units))

    with pytest.raises(LinkOver):
        await chosen(units, letter_id, now=NOW + HOUR)
    assert await signing_in(units) is not None


async def test_who_was_signed_in_is_so_no_more(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account_id = await an_account(units)
    stolen = await signing_in(units)
    assert stolen is not None
    async with units.begin(DEPARTMENT) as uow:
        _, secret = await make_api_token(
            uow,
            account_id=account_id,
            label="Tableur",
            uai=BOURDELLE,
            service=None,
            writes=True,
            days=30,
            now=NOW,
        )
    async with units.begin(DEPARTMENT) as uow:
        assert await identity_of_token(uow, token=secret, now=NOW) is not None

    await chosen(units, await a_letter(units, account_id))

    async with units.begin(DEPARTMENT) as uow:
        assert await identity_of_session(uow, token=stolen, now=NOW) is None
        assert await identity_of_token(uow, token=secret, now=NOW) is None


async def test_the_other_letters_of_the_account_are_over_too(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account_id = await an_account(units)
    invitation = await a_letter(units, account_id, SignInLetterKind.INVITATION)
    code = await a_letter(units, account_id, SignInLetterKind.ONE_TIME_CODE)

    await chosen(units, await a_letter(units, account_id))

    assert not (await the_letter(units, invitation)).standing
    assert not (await the_letter(units, code)).standing


async def test_a_link_made_for_something_else_chooses_nothing(units: UnitsOfWork) -> None:
    await a_lycee(units)
    letter_id = await a_letter(units, await an_account(units))
    async with units.begin(DEPARTMENT) as uow:
        right = uow.links.token(CHOOSE_PASSWORD, uai=BOURDELLE, row_id=letter_id)
        wrong = uow.links.token(ONE_TIME_CODE, uai=BOURDELLE, row_id=letter_id)

        assert (await letter_behind(uow, token=right, now=NOW)).id == letter_id
        with pytest.raises(LinkUnknown):
            await letter_behind(uow, token=wrong, now=NOW)


async def test_the_letter_of_a_code_chooses_no_password(units: UnitsOfWork) -> None:
    """Its row is known, and so is a link to it: the kind decides."""
    await a_lycee(units)
    code = await a_letter(units, await an_account(units), SignInLetterKind.ONE_TIME_CODE)
    async with units.begin(DEPARTMENT) as uow:
        token = uow.links.token(CHOOSE_PASSWORD, uai=BOURDELLE, row_id=code)
        with pytest.raises(LinkOver):
            await letter_behind(uow, token=token, now=NOW)
