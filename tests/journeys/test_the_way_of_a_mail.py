"""A confirmed place becomes mails in real mailboxes, however Passerelle runs; a host answers one.

One trace goes from the click to the mail it causes, through the processes it meets: in `make test`
each service has its own, `make prove` tries a single one too.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from deploy.demo import make_demo
from deploy.demo.lycees import TILLEULS
from deploy.supervisor.up import Options, deployed
from services.chassis.base.settings import Settings
from services.chassis.web.views.french import date_fr, date_range
from tests.journeys import people
from tests.security.names import no_name_gets_out
from tests.support.apart import apart
from tests.support.dates import period_ahead
from tests.support.otlp import Collector, Received, collector
from tests.support.pages import Form, Page, Visitor
from tests.support.prepared import prepared
from tests.support.proof import long
from tests.support.servers import own_folder
from tests.support.smtp import LOOPBACK, Delivered, Mailbox, smtp_server
from tests.support.waiting import eventually

BUREAU = "bureau@tilleuls.example"
DDFPT = "ddfpt@tilleuls.example"
HOST = "hortense@atelier-du-quercy.example"
SENDER = "ne-pas-repondre@passerelle.example"
PUPIL = people.PUPILS[0].split()
CLICK = "POST /pfmp/placements/{placement_id}/confirmation"


@dataclass(frozen=True)
class Place:
    """Somewhere Passerelle runs, the relay its mails are given to, and what it tells."""

    address: str
    relay: Mailbox
    collector: Collector
    passwords: dict[str, str]

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[httpx2.AsyncClient]:
        """A browser nobody signed in with."""
        async with httpx2.AsyncClient(base_url=self.address, trust_env=False, timeout=30) as client:
            yield client


@pytest_asyncio.fixture(
    scope="module", loop_scope="session", params=[long("together"), "one by one"]
)
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(own_folder("mail-journey"))
        relay = await stack.enter_async_context(smtp_server())
        receiving = await stack.enter_async_context(collector())
        given = {
            "PASSERELLE_SMTP_HOST": LOOPBACK,
            "PASSERELLE_SMTP_PORT": str(relay.port),
            "PASSERELLE_SMTP_SECURITY": "none",
            "PASSERELLE_MAIL_FROM": SENDER,
            "OTEL_EXPORTER_OTLP_ENDPOINT": receiving.address,
            "OTEL_BSP_SCHEDULE_DELAY": "100",
        }
        if request.param == "together":
            environment = stack.enter_context(pytest.MonkeyPatch.context())
            for name, value in given.items():
                environment.setenv(name, value)
            options = Options(await prepared(folder / "data"), fsync=False)
            running = await stack.enter_async_context(deployed(options))
            settings, address = running.settings, running.address
        else:
            separate = await stack.enter_async_context(apart(folder, given))
            settings, address = separate.settings, separate.address
        await stack.enter_async_context(no_name_gets_out(settings, folder))
        yield Place(address, relay, receiving, await passwords(settings, folder))


async def passwords(settings: Settings, folder: Path) -> dict[str, str]:
    return {one.account.mail: one.password for one in await make_demo(settings, folder)}


@dataclass(frozen=True)
class Confirmed:
    """A place confirmed by hand, and the mails that followed."""

    placement: Page
    agreed: Delivered
    told: Page
    """What the bureau reads of it in its notices."""
    card: Delivered
    """What asks the host to check its card."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def confirmed(place: Place) -> Confirmed:
    """The whole way by hand, up to the host that confirms its card."""
    async with place.browser() as client:
        bureau = await people.sign_in(client, BUREAU, place.passwords[BUREAU])
        await people.import_companies(bureau)
        await know_somebody(bureau)
        await people.import_class(bureau)
        period = await people.publish_a_period(bureau)
        placement = await people.propose(bureau, period, people.host(1))
        await confirmed_by_a_colleague(place, placement)
        agreed = await mail_to(place, HOST, "votre accord est noté")
        told = await noticed(bureau, "Lieu d’accueil confirmé")
        await everything_has_left(bureau)
    card = await mail_to(place, HOST, "une fiche vous attend")
    async with place.browser() as client:
        await the_host_confirms_its_card(Visitor(client), card, place)
    return Confirmed(placement, agreed, told, card)


async def test_a_confirmed_place_is_written_about_to_the_host_and_told_to_the_bureau(
    place: Place, confirmed: Confirmed
) -> None:
    the_host_reads_its_dates(confirmed.agreed)
    assert confirmed.placement.answer.url.path in confirmed.told.answer.text
    assert {mail.recipients for mail in place.relay.mails} == {(HOST,)}
    assert len(place.relay.mails) == len({mail.message_id for mail in place.relay.mails}) == 2


async def test_one_trace_goes_from_the_click_to_the_mail(
    place: Place, confirmed: Confirmed
) -> None:
    mailed = await mailed_to_the_host(place)

    trace = {span.span_id: span for span in place.collector.trace(mailed.trace_id)}
    way = list(upwards(trace, mailed))
    assert way == [
        "mail host_agreed",
        "transaction",
        "react notifications__hosts",
        "transaction",
        CLICK,
    ]
    names = [span.name for span in trace.values()]
    assert {"send internships.host_agreed.v1", "mail bureau_agreed"} <= set(names)
    for question in ("internships.placement_letter", "partnerships.host_contact"):
        [asked] = [s for s in trace.values() if s.name == f"ask {question}" and is_of(mailed, s)]
        answers = [s for s in trace.values() if s.parent_id == asked.span_id]
        assert [answer.name for answer in answers] == [f"answer {question}"]
    no_person_is_named(place, confirmed.card)


async def test_a_confirmation_taken_back_says_what_left_of_it(
    place: Place, confirmed: Confirmed
) -> None:
    path = confirmed.placement.answer.url.path
    # What the notice of the confirmation holds: it was a colleague’s.
    undo = Form(f"{path}/confirmation/retrait", [("command_id", f"{uuid4()}"), ("version", "2")])
    async with place.browser() as client:
        bureau = await people.sign_in(client, BUREAU, place.passwords[BUREAU])
        page = await bureau.send(undo)
        assert "Confirmation annulée : le lieu est seulement proposé." in page.text
        assert "Le courriel à l’entreprise est déjà parti : prévenez-la." in page.text
        # What left is said to have left, and is called back by nobody.
        assert (await bureau.get("/envois?etat=partis")).text.count("votre accord est noté") == 1
    assert len(place.relay.mails) == 2


async def know_somebody(bureau: Visitor) -> None:
    """Note a contact with an address at the first company of the list."""
    page = await bureau.get(f"/entreprises?filtre=toutes&q={people.host(1)}")
    [company] = re.findall(
        rf'href="(/entreprises/[0-9a-f-]+)"[^>]*>{people.host(1)}', page.answer.text
    )
    [form] = re.findall(
        rf'href="({company}/contacts/nouveau[^"]*)"', (await bureau.get(company)).answer.text
    )
    page = await bureau.get(form.replace("&amp;", "&"))
    page = await bureau.send(page.form(f"{company}/contacts"), name="Hortense Delbosc", mail=HOST)
    assert "Contact ajouté." in page.text, page.text


async def mail_to(place: Place, address: str, subject: str) -> Delivered:
    """The mail to that address with these words in its subject, once it is there."""

    def found() -> Delivered | None:
        mails = place.relay.to(address)
        return next((mail for mail in mails if subject in mail.words("Subject")), None)

    mail = await eventually(found)
    assert mail is not None
    return mail


def the_host_reads_its_dates(mail: Delivered) -> None:
    dates = date_range(*period_ahead()).replace("\u00a0", " ")
    for kind in ("plain", "html"):
        read = mail.part(kind).replace("\u00a0", " ")
        assert dates in read
        assert people.host(1) in read
        assert PUPIL[1].lower() in read.lower()
    assert not set(map(str.lower, PUPIL)) & set(mail.words("Subject").lower().split())
    assert mail.words("From").startswith("Lycée des Tilleuls")
    assert mail.words("Reply-To") == BUREAU
    assert mail.words("Auto-Submitted") == "auto-generated"
    assert mail.words("Content-Language") == "fr"


async def everything_has_left(bureau: Visitor) -> None:
    async def all_left() -> Page:
        page = await bureau.get("/envois")
        assert page.text.count("Parti le") == 2, page.text
        return page

    page = await eventually(all_left)
    assert page is not None
    assert HOST in page.text
    assert "En attente (" not in page.text


async def noticed(bureau: Visitor, subject: str) -> Page:
    """The notices of the bureau, once one says this: its mail is that of the next morning."""

    async def told() -> Page | None:
        page = await bureau.get("/avis")
        return page if subject in page.text else None

    page = await eventually(told)
    assert page is not None
    return page


async def confirmed_by_a_colleague(place: Place, placement: Page) -> None:
    """Who runs the bureau is written to about what somebody else did."""
    async with place.browser() as client:
        ddfpt = await people.sign_in(client, DDFPT, place.passwords[DDFPT])
        await people.confirm(ddfpt, await ddfpt.get(placement.answer.url.path))


async def the_host_confirms_its_card(host: Visitor, mail: Delivered, place: Place) -> None:
    link = link_in(mail)
    assert link.startswith(place.address)
    page = await host.get(link)
    assert "Lycée des Tilleuls" in page.text, page.text
    first_day = date_fr(period_ahead()[0], weekday=False, year=False)
    assert first_day.replace("\u00a0", " ") in page.text.replace("\u00a0", " ")
    page = await host.send(page.form("/fiche/"))
    assert page.status == 200, page.text
    assert "Merci" in page.text


def link_in(card: Delivered) -> str:
    [link] = re.findall(r"https?://\S+/fiche/\S+", card.part("plain"))
    return str(link)


async def mailed_to_the_host(place: Place) -> Received:
    """The span of the mail, once everything of its trace was told."""

    def told() -> Received | None:
        sent = place.collector.named("mail host_agreed")
        names = {span.name for span in place.collector.trace(sent[0].trace_id)} if sent else set()
        visited = place.collector.named("GET /fiche/{token}")
        complete = CLICK in names and "mail bureau_agreed" in names and visited
        return sent[0] if complete else None

    mailed = await eventually(told)
    assert mailed is not None
    return mailed


def upwards(trace: Mapping[str, Received], span: Received) -> list[str]:
    """The names on the way from a span to the first of its trace."""
    above = trace.get(span.parent_id)
    return [span.name, *(upwards(trace, above) if above else [])]


def is_of(mailed: Received, asked: Received) -> bool:
    return asked.parent_id == mailed.span_id


def no_person_is_named(place: Place, card: Delivered) -> None:
    """What was typed, who is written to, and the secret of the card are in no span."""
    told = "\n".join(place.collector.everything).lower()
    assert CLICK.lower() in told
    pupils = [word for name in people.PUPILS for word in name.split()]
    secret = link_in(card).rpartition("/")[2]
    persons = ["Hortense", "Delbosc", "Camille", "Rivière", "tilleuls", "quercy", people.CLASS]
    for word in [*pupils, *persons, secret, HOST, BUREAU, SENDER, *place.passwords.values()]:
        assert word.lower() not in told, word


HEAD, SUPERVISOR = "direction@tilleuls.example", "supervision@dsden.example"
COLLEAGUE = "bureau@vieux-pont.example"


async def test_what_becomes_of_an_access_is_told_once_to_whom_it_matters(place: Place) -> None:
    before = len(place.relay.mails)
    async with place.browser() as client, place.browser() as other:
        supervisor = await people.sign_in(client, SUPERVISOR, place.passwords[SUPERVISOR])
        head = await people.sign_in(other, HEAD, place.passwords[HEAD])
        for role, answer in (("ddfpt", "accord"), ("secretariat", "refus")):
            page = await supervisor.get("/acces/propositions/nouvelle")
            await supervisor.send(
                page.form("/acces/propositions"),
                mail=COLLEAGUE,
                name="Sacha Lemoine",
                role=role,
                lycee=str(TILLEULS.uai),
            )
            await so_many_to(place, HEAD, 1 if role == "ddfpt" else 2)
            page = await head.get("/acces")
            [form] = [one for one in page.forms if one.action.endswith(f"/{answer}")]
            await head.send(form)
            await mail_to(place, SUPERVISOR, "acceptée" if answer == "accord" else "refusée")

        given = await mail_to(place, COLLEAGUE, "Un accès vous est donné")
        proposed, again = place.relay.to(HEAD)
        for read in (proposed, again):
            assert "pour le lycée des Tilleuls" in read.words("Subject")
            assert "Sacha Lemoine" in read.part("plain")
            assert f"{place.address}/acces" in read.part("plain")
        assert "Direction déléguée" in given.part("plain")
        # Only the one that was accepted opened something.
        await eventually(lambda: nothing_waits(head))
    assert [mail.recipients for mail in place.relay.mails[before:]].count((SUPERVISOR,)) == 2
    assert [mail.recipients for mail in place.relay.mails[before:]].count((COLLEAGUE,)) == 1
    assert len(place.relay.mails) - before == 5


async def nothing_waits(head: Visitor) -> bool:
    """Whether all that was asked has left: a mail is in its box before that is written down."""
    page = await head.get("/envois")
    assert page.text.count("Accès donné") == 1
    return "En attente (" not in page.text


async def so_many_to(place: Place, address: str, count: int) -> None:
    """Wait until that many mails came to an address."""
    assert await eventually(lambda: len(place.relay.to(address)) == count)
