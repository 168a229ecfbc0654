"""What was being done with a password, or in a session, while it stopped opening anything."""

import asyncio
from functools import partial

import asyncpg
import pyotp

from contracts.portal.accounts import SignInLetterKind
from services.portal.accounts.passwords import hashed
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.passwords.commands import choose_password
from services.portal.second_factor.commands import begin_factor, prove_factor
from services.portal.second_factor.queries import shown_to
from services.portal.sessions.pages import tell_revoked
from tests.portal.world import BOURDELLE, MAIL, PASSWORD, a_letter
from tests.support.network import Network
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

CHANGE = "/compte/mot-de-passe"
OTHER = "des chaussures de montagne"


async def somebody_waits(superuser: asyncpg.Connection) -> bool:
    waiting: int = await superuser.fetchval(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return waiting > 0


async def signs_in(visitor: Visitor, password: str = PASSWORD) -> Page:
    page = await visitor.get("/connexion?next=/compte")
    return await visitor.send(page.form("/connexion", exactly=True), mail=MAIL, password=password)


async def is_in(visitor: Visitor) -> bool:
    return (await visitor.client.get("/compte")).status_code == 200


async def test_a_session_that_a_second_factor_ends_changes_no_password(
    portal: Network, service_databases: ServiceDatabases
) -> None:
    thief, work = Visitor(portal.client()), portal.runtime("portal").work
    await signs_in(thief)
    form = (await thief.get(CHANGE)).form(CHANGE)
    superuser = await service_databases.superuser("portal")
    async with work.begin(speaking_for(BOURDELLE), uai=BOURDELLE) as uow:
        account = await Accounts(uow).by_mail(MAIL)
        assert account is not None
        factor_id = await begin_factor(uow, account_id=account.id, now=uow.now)
        shown = await shown_to(uow, account_id=account.id, factor_id=factor_id)
        application = pyotp.parse_uri(shown.address)
        assert isinstance(application, pyotp.TOTP)
        assert await prove_factor(
            uow,
            account_id=account.id,
            factor_id=factor_id,
            typed=application.at(uow.now),
            uai=BOURDELLE,
            now=uow.now,
        )
        changing = asyncio.create_task(thief.send(form, current=PASSWORD, password=OTHER))
        await eventually(partial(somebody_waits, superuser))
    page = await changing
    await tell_revoked(portal.runtime("portal"), account.id)

    assert page.answer.status_code == 401
    assert not await is_in(thief)
    assert "Code de vérification" in (await signs_in(Visitor(portal.client()))).text
    await superuser.close()


async def test_a_password_that_is_replaced_meanwhile_opens_nothing(
    portal: Network, service_databases: ServiceDatabases
) -> None:
    thief, work = Visitor(portal.client()), portal.runtime("portal").work
    superuser, replaced = await service_databases.superuser("portal"), await hashed(OTHER)
    async with work.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).by_mail(MAIL)
        now = uow.now
    assert account is not None
    letter_id = await a_letter(work, account.id, SignInLetterKind.FORGOTTEN, now=now)
    async with work.begin(DEPARTMENT) as uow:
        await choose_password(uow, letter_id=letter_id, password_hash=replaced, now=uow.now)
        entering = asyncio.create_task(signs_in(thief))
        await eventually(partial(somebody_waits, superuser))
    page = await entering

    assert "Adresse ou mot de passe incorrect." in page.text
    assert not await is_in(thief)
    owner = Visitor(portal.client())
    await signs_in(owner, OTHER)
    assert await is_in(owner)
    await superuser.close()
