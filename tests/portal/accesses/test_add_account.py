"""Giving somebody an account."""

import pytest

from services.chassis.base.errors import Invalid
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.accounts.model.account import GrantIncomplete, LyceeUnknown, MailTaken
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.passwords.queries import own_words
from services.portal.sessions.queries import identity_of_session
from tests.portal.world import (
    BOURDELLE,
    ELSEWHERE,
    MAIL,
    MONTAUBAN,
    a_lycee,
    an_account,
    signing_in,
)
from tests.support.services import NOW


async def test_one_person_may_hold_two_lycees(units: UnitsOfWork) -> None:
    await a_lycee(units)
    await a_lycee(units, ELSEWHERE, "LP de la Garonne")
    await an_account(units, uais=(BOURDELLE, ELSEWHERE))

    token = await signing_in(units)

    assert token is not None
    async with units.begin(DEPARTMENT) as uow:
        identity = await identity_of_session(uow, token=token, now=NOW)
        account = await Accounts(uow).by_mail(MAIL)
        assert account is not None
        own = await own_words(uow, account)
    assert set(own) == {MAIL, account.display_name, "LP de la Garonne", "LP des Tilleuls"}
    assert identity is not None
    assert identity.lycees == {ELSEWHERE: "LP de la Garonne", BOURDELLE: "LP des Tilleuls"}
    assert identity.communes == {ELSEWHERE: MONTAUBAN, BOURDELLE: MONTAUBAN}


async def test_a_mail_is_taken_whatever_its_case(units: UnitsOfWork) -> None:
    await a_lycee(units)
    await an_account(units, mail="claire.vidal@lycee.example")

    with pytest.raises(MailTaken):
        await an_account(units, mail="Claire.VIDAL@lycee.example")


@pytest.mark.parametrize("mail", ["", "claire", "a@b", "a@x.example,b@y.example", "a b@x.example"])
async def test_a_malformed_mail_is_refused(units: UnitsOfWork, mail: str) -> None:
    await a_lycee(units)

    with pytest.raises(Invalid) as refused:
        await an_account(units, mail=mail)
    assert refused.value.field == "mail"


async def test_a_short_password_is_refused(units: UnitsOfWork) -> None:
    await a_lycee(units)

    with pytest.raises(Invalid) as refused:
        await an_account(units, password="trop court")
    assert refused.value.field == "password"


async def test_a_lycee_that_is_not_open_is_refused(units: UnitsOfWork) -> None:
    with pytest.raises(LyceeUnknown):
        await an_account(units, uais=(BOURDELLE,))


async def test_a_bureau_needs_a_lycee_and_the_supervisor_none(units: UnitsOfWork) -> None:
    await a_lycee(units)

    with pytest.raises(GrantIncomplete):
        await an_account(units, role=Role.RBDE, uais=())
    with pytest.raises(GrantIncomplete):
        await an_account(units, role=Role.SUPERVISOR, uais=(BOURDELLE,))


@pytest.mark.parametrize(
    ("invented", "cost"), [(False, "m=65536,t=3,p=4"), (True, "m=19456,t=2,p=1")]
)
async def test_only_a_password_nobody_owns_is_hashed_lightly(
    units: UnitsOfWork, invented: bool, cost: str
) -> None:
    await a_lycee(units)
    await an_account(units, invented=invented)

    async with units.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).by_mail(MAIL)
    assert account is not None
    assert account.password_hash is not None
    assert account.password_hash.startswith(f"$argon2id$v=19${cost}$")
    assert await signing_in(units) is not None
