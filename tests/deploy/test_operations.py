"""What an operator does from the command line, on servers of their own or beside `up`."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx2
import pyotp
import pytest
import pytest_asyncio

from contracts.identifiers import LetterId, Uai
from contracts.internships.periods import FormationOpenedV1
from contracts.portal.accounts import (
    BUREAU_PEOPLE,
    SIGN_IN_LETTER,
    BureauRequest,
    LyceeOpenedV1,
    SignInLetterAskedV1,
    SignInLetterKind,
    SignInLetterRequest,
)
from contracts.portal.second_factor import SecondFactorNoticeAskedV1
from deploy.accounts import accounts, grants, second_factors
from deploy.accounts.accounts import NewAccount
from deploy.accounts.grants import Given
from deploy.data_folder import DataFolder
from deploy.demo import ACCOUNTS, LYCEES, make_demo
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from services.chassis.base.errors import Forbidden, PasserelleError
from services.chassis.base.settings import Settings
from services.chassis.questions import Asker, QuestionRefused
from services.portal.accesses.model import AlreadyGranted
from services.portal.second_factor.model import FactorNotSet
from tests.journeys.people import sign_in
from tests.support.network import PORTAL, Network
from tests.support.pages import Page, Visitor
from tests.support.prepared import prepared
from tests.support.processes import passerelle, run
from tests.support.servers import own_folder, running_postgres
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually
from tests.support.web import served

HERE = "0829001N"
MAIL = "camille.riviere@lycee.example"


@pytest_asyncio.fixture
async def settings(service_databases: ServiceDatabases) -> Settings:
    """Where nothing runs: the portal's database is all that is asked for."""
    await service_databases.migrate(PORTAL)
    await service_databases.empty(PORTAL.name)
    return service_databases.settings


def password_in(answer: str) -> str:
    return answer.rpartition(" ")[2]


async def the_asker(network: Network) -> Asker:
    """The service of mails, once it and the portal are on the bus."""
    buses = [network.runtime(service).bus for service in ("portal", "notifications")]
    await eventually(lambda: all(bus.connected for bus in buses))
    for bus in buses:
        await bus.client.flush()
    return network.runtime("notifications").ask


async def test_an_account_is_added_and_signs_in_with_the_password_that_was_drawn(
    network: Network,
) -> None:
    settings = network.settings
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    answer = await accounts.add(settings, NewAccount(MAIL, "Camille Rivière", "rbde", [HERE]))
    await sign_in(network.client(), MAIL, password_in(answer))


async def test_somebody_invited_chooses_a_password_by_the_link_of_the_last_mail(
    network: Network, published: Published
) -> None:
    settings = network.settings
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    invited = NewAccount(MAIL, "Camille Rivière", "rbde", [HERE], invited=True)

    answer = await accounts.add(settings, invited)

    assert "Une invitation part à cette adresse" in answer
    assert "Mot de passe" not in answer
    [told] = await published(SignInLetterAskedV1)
    request = SignInLetterRequest(letter_id=told.letter_id)
    ask = await the_asker(network)
    letter = await ask(SIGN_IN_LETTER, Uai(HERE), request)
    assert (letter.standing, letter.kind) == (True, SignInLetterKind.INVITATION)
    assert (letter.mail, letter.display_name) == (MAIL, "Camille Rivière")
    visitor = Visitor(network.client())
    link = (letter.url or "").removeprefix(settings.public_url)
    page = await visitor.get(link)
    assert "Bienvenue Camille Rivière." in page.text
    await visitor.send(page.form(link), password="un long mot de passe")
    await sign_in(network.client(), MAIL, "un long mot de passe")
    assert not (await ask(SIGN_IN_LETTER, Uai(HERE), request)).standing


async def test_somebody_who_lost_their_telephone_comes_in_by_the_password_again(
    network: Network, published: Published
) -> None:
    settings = network.settings
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    given = NewAccount(MAIL, "Camille Rivière", "rbde", [HERE], "un long mot de passe")
    await accounts.add(settings, given)
    with pytest.raises(FactorNotSet):
        await second_factors.remove(settings, MAIL)
    visitor = Visitor(network.client())
    await sign_in(visitor.client, MAIL, "un long mot de passe")
    page = await visitor.get("/compte/double-authentification")
    form = page.form("/compte/double-authentification", exactly=True)
    page = await visitor.send(form, password="un long mot de passe")
    secret = re.search(r'id="secret"[^>]*>([A-Z2-7 ]+)<', page.answer.text)
    assert secret is not None
    code = pyotp.TOTP(secret[1].replace(" ", "")).now()
    await visitor.send(page.form("/compte/double-authentification/appareil"), code=code)

    answer = await second_factors.remove(settings, MAIL)

    assert "double authentification retirée" in answer
    await sign_in(network.client(), MAIL, "un long mot de passe")
    assert len(await published(SecondFactorNoticeAskedV1)) == 2
    with pytest.raises(ValueError, match="Aucun compte"):
        await second_factors.remove(settings, "personne@lycee.example")


async def test_an_account_that_is_closed_opens_nothing_and_its_mail_is_free(
    network: Network,
) -> None:
    settings = network.settings
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    camille = NewAccount(MAIL, "Camille Rivière", "rbde", [HERE])
    password = password_in(await accounts.add(settings, camille))
    browser = network.client()
    await sign_in(browser, MAIL, password)

    assert "compte fermé" in await grants.close(settings, MAIL)

    async def out() -> bool:
        return (await browser.get("/pfmp")).status_code == 303

    await eventually(out)
    typed = {"mail": MAIL, "password": password, "next": "/"}
    assert (await network.client().post("/connexion", data=typed)).status_code == 401
    assert MAIL not in await grants.listed(settings, role=None, uai=None)
    with pytest.raises(ValueError, match="Aucun compte"):
        await grants.close(settings, MAIL)
    await sign_in(network.client(), MAIL, password_in(await accounts.add(settings, camille)))


async def test_who_is_shut_out_from_the_command_line_has_their_open_page_end(
    network: Network,
) -> None:
    settings = network.settings
    both = [Given(MAIL, "supervisor"), Given(MAIL, "auditor")]
    password = password_in(await accounts.add(settings, NewAccount(MAIL, "C. M.", "auditor")))
    await grants.grant(settings, both[0])
    bus = network.runtime("supervision").bus
    await eventually(lambda: bus.connected)

    async with (
        served(network.app) as address,
        httpx2.AsyncClient(base_url=address, timeout=60, trust_env=False) as browser,
    ):
        await sign_in(browser, MAIL, password)
        told = await until_the_end(browser, partial(grants.end, settings, both[0]))
        assert "accès terminé" in told
        assert (await browser.get("/departement")).status_code == Forbidden.status

        await grants.grant(settings, both[0])
        assert "compte fermé" in await until_the_end(browser, partial(grants.close, settings, MAIL))
        gone = await browser.get("/departement", follow_redirects=True)
        assert "Se connecter" in Page(gone).text


async def until_the_end(browser: httpx2.AsyncClient, shut_out: Callable[[], Awaitable[str]]) -> str:
    """Shut somebody out while a page of theirs is open, which ends at once: not at a heartbeat."""
    async with browser.stream("GET", "/departement/flux") as answer:
        lines = answer.aiter_lines()
        while not (await anext(lines)).startswith("id:"):
            pass
        told = await shut_out()
        assert not [line async for line in lines if "heartbeat" in line]
    return told


async def test_an_invitation_is_sent_again_to_who_has_an_account(
    settings: Settings, published: Published
) -> None:
    await accounts.add(settings, NewAccount(MAIL, "Claude Morvan", "supervisor"))

    assert "Une invitation part" in await accounts.invite(settings, MAIL.upper())

    [told] = await published(SignInLetterAskedV1)
    assert told.kind is SignInLetterKind.INVITATION
    with pytest.raises(ValueError, match="Aucun compte"):
        await accounts.invite(settings, "personne@lycee.example")


async def test_the_service_of_mails_learns_who_runs_a_bureau(network: Network) -> None:
    settings = network.settings
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    await accounts.open_lycee(settings, "0829002P", "Lycée du Vieux-Pont", "82112")
    for mail, name, role, uai in (
        ("b@lycee.example", "Sacha Lemoine", "rbde", HERE),
        ("a@lycee.example", "Camille Rivière", "rbde", HERE),
        ("c@lycee.example", "Dominique Vasseur", "head", HERE),
        ("d@lycee.example", "Claude Morvan", "rbde", "0829002P"),
    ):
        await accounts.add(settings, NewAccount(mail, name, role, [uai], "un long mot de passe"))
    ask = await the_asker(network)

    people = await ask(BUREAU_PEOPLE, Uai(HERE), BureauRequest())
    nobody = await ask(BUREAU_PEOPLE, settings.department_uai, BureauRequest())

    assert people.lycee == "Lycée des Tilleuls"
    assert [member.mail for member in people.members] == ["a@lycee.example", "b@lycee.example"]
    assert (nobody.lycee, nobody.members) == ("DSDEN 82", ())


async def test_a_role_is_given_listed_and_ended_from_the_command_line(settings: Settings) -> None:
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    await accounts.add(
        settings, NewAccount(MAIL, "Camille Rivière", "rbde", [HERE], "un long mot de passe")
    )
    head = Given(MAIL, "head", [HERE], None, "2099-07-05")

    assert "accès donné" in await grants.grant(settings, head)
    with pytest.raises(AlreadyGranted):
        await grants.grant(settings, head)
    told = await grants.listed(settings, role="head", uai=HERE)
    assert "head, Lycée des Tilleuls" in told
    assert "jusqu’au 2099-07-05" in told
    assert "accès terminé" in await grants.end(settings, Given(MAIL, "head", [HERE]))

    assert await grants.listed(settings, role="head", uai=HERE) == "Personne."
    for wrong in (
        Given("personne@lycee.example", "head", [HERE]),
        Given(MAIL, "proviseur", [HERE]),
        Given(MAIL, "ddfpt", [HERE], "demain"),
    ):
        with pytest.raises(ValueError, match=r"Aucun compte|Rôle inconnu|Date illisible"):
            await grants.grant(settings, wrong)
    with pytest.raises(ValueError, match="n’a pas ce rôle"):
        await grants.end(settings, Given(MAIL, "head", [HERE]))


async def test_a_letter_nobody_asked_for_is_refused(network: Network) -> None:
    request = SignInLetterRequest(letter_id=LetterId(uuid4()))
    ask = await the_asker(network)

    with pytest.raises(QuestionRefused) as refused:
        await ask(SIGN_IN_LETTER, Uai(HERE), request)
    assert refused.value.code == "letter-unknown"


async def test_a_password_that_was_typed_is_never_printed(settings: Settings) -> None:
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    typed = NewAccount(MAIL, "Camille Rivière", "rbde", [HERE], "un long mot de passe")
    assert await accounts.add(settings, typed) == f"Compte {MAIL} créé."
    assert "un long" not in repr(typed)


@pytest.mark.parametrize(
    ("role", "uais"), [("rbde", []), ("supervisor", [HERE]), ("rbde", ["0829002P"])]
)
async def test_a_role_and_its_lycees_must_go_together(
    settings: Settings, role: str, uais: list[str]
) -> None:
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    with pytest.raises(PasserelleError):
        await accounts.add(settings, NewAccount(MAIL, "Camille Rivière", role, uais))


async def test_an_unknown_role_or_a_wrong_uai_is_refused_in_french(settings: Settings) -> None:
    with pytest.raises(ValueError, match="Rôle inconnu"):
        await accounts.add(settings, NewAccount(MAIL, "Camille Rivière", "boss"))
    with pytest.raises(ValueError, match="lettre finale"):
        await accounts.open_lycee(settings, "0829001A", "Lycée", "82121")


async def test_a_lycee_is_opened_once(settings: Settings, published: Published) -> None:
    first = await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    again = await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    assert (first, again) == (f"Lycée {HERE} ouvert.", f"Le lycée {HERE} était déjà ouvert.")
    assert [event.uai for event in await published(LyceeOpenedV1)] == [Uai(HERE)]


async def test_the_demo_made_twice_is_made_once(
    network: Network, tmp_path: Path, published: Published
) -> None:
    settings = network.settings
    first = await make_demo(settings, tmp_path)
    again = await make_demo(settings, tmp_path)
    assert first == again
    assert [one.account for one in first] == list(ACCOUNTS)
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0
    assert len(await published(LyceeOpenedV1)) == len(LYCEES)
    formations = sum(len(lycee.formations) for lycee in LYCEES)
    assert len(await published(FormationOpenedV1)) == formations
    for one in first:
        visitor: Visitor = await sign_in(network.client(), one.account.mail, one.password)
        assert one.account.name in (await visitor.get("/")).text


async def test_up_runs_on_the_servers_of_an_operator() -> None:
    with own_folder("up-on-others") as folder:
        data, port, monitor = await prepared(folder / "data"), free_port(), free_port()
        async with running_postgres(data) as postgres:
            environment = {
                "PASSERELLE_DATABASE_URL": postgres.url,
                "PASSERELLE_NATS_URL": f"nats://127.0.0.1:{port}",
                "PASSERELLE_CREDENTIALS": str(DataFolder(data).credentials),
            }
            config = ("--config", str(data), "--monitor-port", str(monitor))
            code, output = await run("provision", *config, environment=environment)
            assert code == 0, output
            nats = EmbeddedNats(data / "nats-server.conf", port=port, monitor_port=monitor)
            await nats.start()
            async with passerelle("up", "--data", str(data), environment=environment) as command:
                await command.address()
                assert command.children() == []
                code, output = await run("events", "tail", environment=environment)
                assert (code, output) == (0, "")
            await nats.stop()


async def test_a_lycee_that_runs_its_own_services_is_given_a_key(tmp_path: Path) -> None:
    environment = {
        "PASSERELLE_NATS_URL": "nats://127.0.0.1:4222",
        "PASSERELLE_DATABASE_URL": "postgresql://nobody@127.0.0.1/none",
        "PASSERELLE_CREDENTIALS": str(tmp_path / "credentials"),
    }
    asked = ("provision", "--edge", "0820032p")
    code, output = await run(*asked, environment=environment)
    assert (code, "Donnez aussi --config" in output) == (1, True), output
    code, output = await run(
        *asked, "--edge", "0820032A", "--config", str(tmp_path), environment=environment
    )
    assert code == 1, output
    assert "numéro UAI" in output
    assert not (tmp_path / "credentials").exists()

    code, output = await run(*asked, "--config", str(tmp_path), environment=environment)

    assert code == 0, output
    assert f"{tmp_path}/credentials/edges/0820032P.json" in output.replace("\n", "")
    config = (tmp_path / "nats-server.conf").read_text()
    assert "department.82.0820032P.internships.*.*" in config


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("serve", "nobody"), "Service inconnu\u202f: nobody."),
        (("serve", "gateway"), "Donnez --replica service=http://hôte:port."),
        (("serve", "gateway", "--replica", "portal=ftp://x"), "adresse http attendue"),
        (("serve", "gateway", "--replica", "nobody=http://x"), "Inconnus\u202f: nobody"),
    ],
)
async def test_what_cannot_be_served_is_said_in_french(
    arguments: tuple[str, ...], sentence: str
) -> None:
    code, output = await run(*arguments)
    assert code == 2
    assert sentence in output
