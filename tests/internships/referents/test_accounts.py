"""A referent teacher is tied to an account of the lycée, as the portal knows them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import pytest_asyncio
from nats.aio.msg import Msg

from contracts.identifiers import AccountId
from contracts.portal.accounts import ROLE_HOLDERS, RoleHolder, RoleHolders
from deploy.nats.durables import BusService
from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.chassis.questions.wire import pack_outcomes, read_requests
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.referents.commands import name_referents, tie_account
from services.internships.referents.model import same_name
from services.internships.referents.store.referents import Referents
from services.internships.service import SERVICE
from tests.internships.world import BOURDELLE, Lycee
from tests.support.bus import Declared, bus_of, generated_server
from tests.support.pages import Visitor
from tests.support.portal import KnownSessions
from tests.support.services import ServiceDatabases

LIST = "/pfmp/referents"
TIE = f"{LIST}/compte"
SILENT = "ne peuvent pas être choisis pour le moment"


def held(name: str, role: Role) -> RoleHolder:
    mail = f"{name.partition(' ')[0].lower()}@lycee.example"
    return RoleHolder(
        account_id=AccountId(uuid4()), display_name=name, mail=mail, roles=(role.value,)
    )


ROUX = held("Anne ROUX", Role.FORM_TEACHER)
FAURE = held("Gaby Faure", Role.REFERENT_TEACHER)


@pytest_asyncio.fixture
async def with_portal(
    lycee: Lycee, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[Visitor]:
    """The bureau, while the portal tells who has an account."""
    settings, sessions = service_databases.settings, KnownSessions()
    services: tuple[BusService, ...] = (Declared("portal"), SERVICE)
    async with generated_server(tmp_path, settings, services) as server, AsyncExitStack() as stack:
        here = settings.replaced(nats_url=server.url)
        portal = await stack.enter_async_context(bus_of(here, "portal"))

        async def tell(message: Msg) -> None:
            asked = read_requests(ROLE_HOLDERS, message.data)
            told = RoleHolders(holders=(ROUX, FAURE))
            await portal.publish(message.reply, pack_outcomes([told for _ in asked]))

        await portal.subscribe(ROLE_HOLDERS.filter_subject("82"), tell)
        await portal.client.flush()
        database = service_databases.kept(SERVICE.name, here)
        app = build_app(SERVICE, here, portal=sessions.app, database=database)
        await stack.enter_async_context(app.router.lifespan_context(app))
        app.state.runtime.work = lycee.units
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app),
            base_url="http://127.0.0.1:8000",
            cookies={"passerelle": sessions.sign_in((Role.RBDE, BOURDELLE))},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        yield Visitor(await stack.enter_async_context(client))


async def account(lycee: Lycee, referent: UUID) -> UUID | None:
    found: UUID | None = await lycee.superuser.fetchval(
        "SELECT account_id FROM referents WHERE referent_id = $1", referent
    )
    return found


async def named(lycee: Lycee, *names: str) -> list[UUID]:
    return list(await lycee.do(name_referents, names=names, now=lycee.now))


async def test_the_account_of_the_same_name_is_proposed_and_not_set_by_itself(
    with_portal: Visitor, lycee: Lycee
) -> None:
    roux, _ = await named(lycee, "Anne Roux", "M. Faure")

    page = await with_portal.get(LIST)
    assert page.text.count("Relier au compte du même nom") == 1
    assert await account(lycee, roux) is None

    done = await with_portal.send(page.form(TIE))
    assert "Anne Roux est relié à son compte." in done.text
    assert await account(lycee, roux) == ROUX.account_id


async def test_an_account_is_chosen_among_those_of_the_lycee_and_taken_back(
    with_portal: Visitor, lycee: Lycee
) -> None:
    [faure] = await named(lycee, "M. Faure")
    form = (await with_portal.get(LIST)).form(TIE)
    assert form.options["account_id"] == ["", str(ROUX.account_id), str(FAURE.account_id)]

    done = await with_portal.send(form, referent_id=str(faure), account_id=str(FAURE.account_id))
    assert "Gaby Faure" in done.text
    assert await account(lycee, faure) == FAURE.account_id

    back = await with_portal.send(done.form(TIE))
    assert "M. Faure n’est plus relié à un compte." in back.text
    assert await account(lycee, faure) is None


async def test_an_account_without_access_is_refused_and_what_was_chosen_stays(
    with_portal: Visitor, lycee: Lycee
) -> None:
    [faure] = await named(lycee, "M. Faure")
    form = (await with_portal.get(LIST)).form(TIE)

    refused = await with_portal.send(form, referent_id=str(faure), account_id=str(uuid4()))

    assert refused.status == 422
    assert "Ce compte n’a pas d’accès au lycée aujourd’hui." in refused.text
    assert dict(refused.form(TIE).fields)["referent_id"] == str(faure)
    assert await account(lycee, faure) is None


async def test_while_the_portal_is_silent_the_page_works_and_says_so(
    bureau: Visitor, lycee: Lycee
) -> None:
    roux, faure = await named(lycee, "Anne Roux", "M. Faure")
    await lycee.do(
        tie_account,
        referent_id=faure,
        account_id=FAURE.account_id,
        there={FAURE.account_id},
        now=lycee.now,
    )

    page = await bureau.get(LIST)
    assert SILENT in page.text
    assert "Compte relié" in page.text
    form = page.form(TIE)
    untied = await bureau.send(form)
    assert "M. Faure n’est plus relié à un compte." in untied.text
    assert await account(lycee, faure) is None

    refused = await bureau.send(form, referent_id=str(roux), account_id=str(ROUX.account_id))
    assert refused.status == 409
    assert "réessayez dans un instant" in refused.text
    assert await account(lycee, roux) is None


async def test_the_account_goes_with_the_name(lycee: Lycee) -> None:
    [roux] = await named(lycee, "Anne Roux")
    await lycee.do(
        tie_account,
        referent_id=roux,
        account_id=ROUX.account_id,
        there={ROUX.account_id},
        now=lycee.now,
    )
    async with lycee.units.begin(
        Scope(frozenset({lycee.uai})), uai=lycee.uai, now=lycee.now
    ) as uow:
        await Referents(uow).unname([roux])

    assert await account(lycee, roux) is None


def test_a_name_is_that_of_one_alone() -> None:
    one, two = uuid4(), uuid4()

    assert same_name("Anne  Roux", {one: "anne roux", two: "Gaby Faure"}) == one
    assert same_name("Anne Roux", {one: "Anne Roux", two: "ANNE ROUX"}) is None
    assert same_name("Mme Roux", {one: "Anne Roux"}) is None
