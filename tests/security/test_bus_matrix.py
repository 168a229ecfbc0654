"""Every service, edge and subscriber × every subject of the bus, generated from the registry and from what services declare.

The server runs the configuration generated from the services that ship, and its own words are
compared with what the registry says: what is refused and what is let, and nothing between. A new
event, reader or question is covered by itself.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

import nats
import pytest
import pytest_asyncio

from contracts.published import declared_questions, published
from deploy.nats.durables import service_durables
from deploy.nats.provision import provision
from deploy.operations.setup import edges
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.security.credentials import EdgeCredentials, ServiceCredentials
from tests.support.bus import generated_server, subscribed

DEPARTMENT = "82"
UAI, ELSEWHERE = "0820032P", "0820004J"
NAMES = [service.name for service in SERVICES]
AT_AN_EDGE = frozenset({"internships", "notifications", "partnerships", "portal"})
"""The services a lycée may run by itself."""
SUBSCRIBERS = {"region": "FormationOpened", "carif-oref": "PlacementConfirmed"}
"""Programs of others, and the event each reads."""
REFUSED = re.compile(r'permissions violation for (publish|subscription) to "([^"]+)"')
Verb = Literal["publish", "subscription"]


@dataclass(frozen=True)
class Right:
    """Something to say or to hear, and the services that may."""

    verb: Verb
    subject: str
    allowed: frozenset[str]


def right(verb: Verb, subject: str, *allowed: str) -> Right:
    return Right(verb, subject, frozenset(allowed))


def of_events() -> Iterator[Right]:
    """An event is said by its service, for any lycée, and heard by nobody but a durable."""
    for event, uai in product(published(), (UAI, ELSEWHERE)):
        subject = f"{DEPARTMENT}.{uai}.{event.service()}.{event.token()}.v{event.version()}"
        yield right("publish", f"{event.audience()}.{subject}", event.service())
        yield right("subscription", f"{event.audience()}.{subject}")


def of_durables() -> Iterator[Right]:
    """A durable is pulled, asked about and acknowledged by its reader, and removed by none."""
    services = (
        (service.name, f"{durable.stream}.{durable.name}")
        for service in SERVICES
        for durable in service_durables(service, DEPARTMENT)
    )
    outside = ((f"subscriber-{name}", durable_of(name)) for name in SUBSCRIBERS)
    for name, where in (*services, *outside):
        for subject in (
            f"$JS.API.CONSUMER.MSG.NEXT.{where}",
            f"$JS.API.CONSUMER.INFO.{where}",
            f"$JS.ACK.{where}.1.1.1.1.0",
            f"$JS.ACK.hub.account.{where}.1.1.1.1.0.random",
        ):
            yield right("publish", subject, name)
        yield right("publish", f"$JS.API.CONSUMER.DELETE.{where}")
        yield right("publish", f"$JS.API.CONSUMER.DURABLE.CREATE.{where}")
        yield right("publish", f"$JS.API.CONSUMER.CREATE.{where}")


def of_streams() -> Iterator[Right]:
    """Of a stream nobody but the operator takes, adds or removes anything beside its durables."""
    for stream in (f"DEPARTMENT_{DEPARTMENT}", f"BUREAU_{DEPARTMENT}"):
        for verb in ("STREAM.MSG.GET", "DIRECT.GET", "STREAM.PURGE", "STREAM.UPDATE"):
            yield right("publish", f"$JS.API.{verb}.{stream}")
        yield right("publish", f"$JS.API.CONSUMER.CREATE.{stream}")
        yield right("publish", f"$JS.API.CONSUMER.NAMES.{stream}")
    yield right("publish", "$JS.API.STREAM.NAMES")
    yield right("publish", "$JS.API.INFO")


def of_questions() -> Iterator[Right]:
    for one in declared_questions():
        subject = f"ask.{DEPARTMENT}.{UAI}.{one.service}.{one.name}"
        yield right("publish", subject, *one.askers)
        yield right("subscription", one.filter_subject(DEPARTMENT), one.service)


def of_signals() -> Iterator[Right]:
    """What wakes a service, refreshes its pages, or comes to its inbox is its own."""
    for name in NAMES:
        for subject in (f"changed.{name}.{DEPARTMENT}", f"wake.{name}"):
            yield right("publish", subject, name)
            yield right("subscription", subject, name)
        yield right("publish", f"_INBOX.{name}.x")
        yield right("subscription", f"_INBOX.{name}.x", name)
    revoked = f"revoked.portal.{DEPARTMENT}"
    yield right("publish", revoked, "portal")
    yield right("subscription", revoked, *NAMES)


def of_subscribers() -> Iterator[Right]:
    """What comes to the inbox of a subscriber is its own."""
    for name in SUBSCRIBERS:
        yield right("publish", f"_INBOX.subscriber-{name}.x")
        yield right("subscription", f"_INBOX.subscriber-{name}.x", f"subscriber-{name}")


def durable_of(subscriber: str) -> str:
    return f"DEPARTMENT_{DEPARTMENT}.subscriber__{subscriber}"


KEYS: dict[str, str] = {}
"""What each subscriber was given."""
RIGHTS = (
    *of_events(),
    *of_durables(),
    *of_streams(),
    *of_questions(),
    *of_signals(),
    *of_subscribers(),
)


@pytest_asyncio.fixture(scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Settings]:
    folder = tmp_path_factory.mktemp("matrix")
    settings = Settings(credentials=folder / "credentials")
    edges(settings, (UAI, ELSEWHERE))
    for name, event in SUBSCRIBERS.items():
        KEYS[name] = subscribed(settings, name, event)
    async with generated_server(folder, settings, SERVICES) as server:
        located = settings.replaced(nats_url=server.url)
        await provision(located, SERVICES)
        yield located


async def refused_of(here: Settings, name: str, seed: str) -> set[tuple[str, str]]:
    """What of the whole matrix the server refuses who has this key."""
    refusals: set[tuple[str, str]] = set()
    told = asyncio.Event()
    last = "the-last-one-nobody-may-say"

    async def refused(error: Exception) -> None:
        refusals.update(REFUSED.findall(str(error).lower()))
        if last in str(error).lower():
            told.set()

    client = await nats.connect(
        here.nats_url,
        nkeys_seed_str=seed,
        inbox_prefix=f"_INBOX.{name}".encode(),
        error_cb=refused,
        allow_reconnect=False,
    )
    for one in RIGHTS:
        if one.verb == "publish":
            await client.publish(one.subject, b"{}", reply=f"_INBOX.{name}.x")
        else:
            await client.subscribe(one.subject)
    await client.publish(last, b"")
    await client.flush()
    await asyncio.wait_for(told.wait(), 30)
    await client.close()
    return refusals - {("publish", last)}


@pytest.mark.parametrize("name", NAMES)
async def test_a_service_says_and_hears_what_the_registry_gives_it_and_nothing_else(
    here: Settings, name: str
) -> None:
    seed = ServiceCredentials.load(here.credentials, name).nats_seed

    wanted = {(one.verb, one.subject.lower()) for one in RIGHTS if name not in one.allowed}
    assert await refused_of(here, name, seed) == wanted


@pytest.mark.parametrize("at", [UAI, ELSEWHERE])
async def test_a_lycee_that_runs_its_own_services_speaks_for_itself_alone(
    here: Settings, at: str
) -> None:
    """With the genuine key of the edge at `at`: the events of its own services, and nothing else."""
    [edge] = [one for one in EdgeCredentials.all(here.credentials) if one.uai == at]

    refused = await refused_of(here, f"edge-{at}", edge.nats_seed)

    of_its_own = {
        ("publish", one.subject.lower())
        for one in of_events()
        if one.verb == "publish" and f".{at}." in one.subject and one.allowed & AT_AN_EDGE
    }
    assert refused == {(one.verb, one.subject.lower()) for one in RIGHTS} - of_its_own
    assert len(of_its_own) > 10


@pytest.mark.parametrize("name", SUBSCRIBERS)
async def test_a_subscriber_from_outside_reads_its_own_durable_and_nothing_else(
    here: Settings, name: str
) -> None:
    refused = await refused_of(here, f"subscriber-{name}", KEYS[name])

    own = {one for one in RIGHTS if f"subscriber-{name}" in one.allowed}
    assert refused == {(one.verb, one.subject.lower()) for one in RIGHTS if one not in own}
    assert len(own) == 5


async def test_the_key_of_a_lycee_that_was_taken_away_opens_nothing(tmp_path: Path) -> None:
    settings = Settings(credentials=tmp_path / "credentials")
    [path] = edges(settings, [UAI])
    seed = EdgeCredentials.all(settings.credentials)[0].nats_seed
    assert edges(settings, [UAI]) == [path]
    assert EdgeCredentials.all(settings.credentials)[0].nats_seed == seed
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()
    (tmp_path / "bus").mkdir()
    async with generated_server(tmp_path / "bus", settings, SERVICES) as server:
        with pytest.raises(nats.errors.Error, match=r"(?i)authorization"):
            await nats.connect(server.url, nkeys_seed_str=seed, allow_reconnect=False)


def test_whatever_services_declare_is_in_the_matrix() -> None:
    may = [one for one in RIGHTS if one.allowed]
    assert len(RIGHTS) > 150
    outside = {f"subscriber-{name}" for name in SUBSCRIBERS}
    assert {name for one in may for name in one.allowed} == set(NAMES) | outside
    assert len(set(RIGHTS)) == len(RIGHTS)
