"""One trace goes from a click to the mail it causes, however Passerelle runs."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio

from deploy.demo import make_demo
from deploy.supervisor.up import Options, deployed
from services.chassis.settings import Settings
from tests.journeys import people
from tests.journeys.test_the_way_of_a_mail import BUREAU, HOST, SENDER, know_somebody
from tests.security.names import no_name_gets_out
from tests.support.apart import apart
from tests.support.otlp import Collector, Received, collector
from tests.support.pages import Visitor
from tests.support.servers import own_folder
from tests.support.smtp import LOOPBACK, Delivered, Mailbox, smtp_server
from tests.support.waiting import eventually

CLICK = "POST /pfmp/placements/{placement_id}/confirmation"
SERVICES = ("internships", "partnerships", "portal")


@dataclass(frozen=True)
class Place:
    """Somewhere Passerelle runs, what it sends mails by, and what it tells."""

    address: str
    password: str
    relay: Mailbox
    collector: Collector

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[httpx2.AsyncClient]:
        async with httpx2.AsyncClient(base_url=self.address, trust_env=False, timeout=30) as client:
            yield client


@asynccontextmanager
async def running(
    kind: str, folder: Path, given: Mapping[str, str]
) -> AsyncIterator[tuple[Settings, str]]:
    """Passerelle in one process or in several; its settings and its address."""
    if kind == "one by one":
        async with apart(folder, given) as separate:
            yield separate.settings, separate.address
        return
    with pytest.MonkeyPatch.context() as environment:
        for name, value in given.items():
            environment.setenv(name, value)
        async with deployed(Options(folder / "data", fsync=False)) as deployment:
            yield deployment.settings, deployment.address


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["together", "one by one"])
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(own_folder("trace"))
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
        settings, address = await stack.enter_async_context(running(request.param, folder, given))
        await stack.enter_async_context(no_name_gets_out(settings, folder))
        shown = await make_demo(settings, folder)
        password = next(one.password for one in shown if one.account.mail == BUREAU)
        yield Place(address, password, relay, receiving)


async def test_one_trace_goes_from_the_click_to_the_mail(place: Place) -> None:
    card = await confirm_a_place(place)

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
    no_person_is_named(place, card)


async def confirm_a_place(place: Place) -> Delivered:
    """The whole way by hand, up to the host's card; the mail that asks to check it."""
    async with place.browser() as client:
        bureau = await people.sign_in(client, BUREAU, place.password)
        await people.import_companies(bureau)
        await know_somebody(bureau)
        await people.import_class(bureau)
        period = await people.publish_a_period(bureau)
        await people.confirm(bureau, await people.propose(bureau, period, people.host(1)))

    def asked() -> Delivered | None:
        mails = place.relay.to(HOST)
        return next((m for m in mails if "une fiche vous attend" in m.words("Subject")), None)

    card = await eventually(asked)
    assert card is not None
    async with place.browser() as client:
        page = await Visitor(client).get(link_in(card))
        assert page.status == 200, page.text
    return card


def link_in(card: Delivered) -> str:
    return next(word for word in card.part("plain").split() if "/fiche/" in word)


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
    for word in [*pupils, *persons, secret, HOST, BUREAU, SENDER, place.password]:
        assert word.lower() not in told, word
