"""An operator sees what goes wrong, mends it, and sees it go: on pages, and from the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from contracts.identifiers import CommuneCode, PublicText
from contracts.portal.accounts import LyceeOpenedV1
from deploy.accounts import accounts
from deploy.doctor.diagnosis import Trouble, examine, told
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from deploy.operations import journals, parked_events, repair, replay
from deploy.operations.replay import WAITS_ITS_TURN
from deploy.services import SERVICES
from services.chassis.application.application import build_app
from services.chassis.base.settings import Settings
from services.chassis.database.estranged_roles import take_back_roles
from services.chassis.operations.measures import Finding
from services.chassis.security.credentials import (
    OperatorCredentials,
    ServiceCredentials,
    new_nats_seed,
)
from tests.support.bus import Speaker, bus_of
from tests.support.network import HERE, Network, Running
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually
from tests.support.web import served

READER = "partnerships__lycees"
NAMED = b'{"uai":"0829001N","name":"Lyc\xc3\xa9e","commune":"82121","occurred_on":"2026-11-24"'
PUPIL = "Ism\u00e9rie Duvernet"
NAMES = sorted(service.name for service in SERVICES)


@pytest_asyncio.fixture
async def operator(network: Network) -> Visitor:
    return Visitor(await network.client_as("operator"))


@pytest_asyncio.fixture
async def partnerships(service_databases: ServiceDatabases) -> AsyncIterator[asyncpg.Connection]:
    connection = await service_databases.superuser("partnerships")
    yield connection
    await connection.close()


def lycee() -> LyceeOpenedV1:
    return LyceeOpenedV1(
        uai=HERE,
        name=PublicText("Lycée des Tilleuls"),
        commune=CommuneCode("82121"),
        occurred_on=datetime.now(UTC).date(),
    )


@asynccontextmanager
async def broken(partnerships: asyncpg.Connection) -> AsyncIterator[None]:
    """Within the block the reaction to a new lycée fails: its table has gone."""
    await partnerships.execute("ALTER TABLE lycees RENAME TO mislaid")
    try:
        yield
    finally:
        await partnerships.execute("ALTER TABLE mislaid RENAME TO lycees")


async def say(settings: Settings, event: LyceeOpenedV1, **falsified: object) -> UUID:
    """Publish as the portal does; the event's id."""
    async with bus_of(settings, "portal") as bus:
        said = await Speaker(bus).say(event, uai=HERE, at=datetime.now(UTC), **falsified)  # type: ignore[arg-type] # what a test falsifies
    return said.id


async def open_a_lycee(settings: Settings) -> UUID:
    """The id of the fact that tells it."""
    await accounts.open_lycee(settings, HERE, "Lycée des Tilleuls", "82121")
    [line] = [line for line in await journals.latest_lines(settings, 10) if HERE in line]
    return UUID(line.split()[2])


async def part(operator: Visitor, service: str) -> Page:
    """What a service says of itself on the page of the whole installation."""
    whole = await operator.get("/exploitation")
    address = f"/api/{service}/operations"
    assert address in whole.answer.text
    return await operator.get(address)


async def says(operator: Visitor, text: str) -> bool:
    """Whether the registry says so of itself on that page."""
    return text in (await part(operator, "partnerships")).text


async def troubles(settings: Settings, *, after: timedelta = timedelta()) -> list[Trouble]:
    return await examine(settings, now=datetime.now(UTC) + after)


NIGHTLY_LATE = "timed-overdue"


async def the_trouble(settings: Settings, code: str, *, after: timedelta = timedelta()) -> Trouble:
    """The only trouble, once the doctor tells no other: a busy machine may be late to answer.

    Hours ahead, what is due every night may be late too: that hangs on the time of day.
    """

    async def alone() -> Trouble:
        told = await troubles(settings, after=after)
        found = [one for one in told if not after or one.finding.code != NIGHTLY_LATE]
        assert [one.finding.code for one in found] == [code]
        return found[0]

    return await eventually(alone)


async def codes(settings: Settings, *, after: timedelta = timedelta()) -> list[str]:
    return [trouble.finding.code for trouble in await troubles(settings, after=after)]


async def parked_id(operator: Visitor) -> str:
    """The id of the fact partnerships set aside, from its page."""

    async def listed() -> str:
        page = await operator.get("/exploitation/partnerships")
        return page.answer.text.partition('href="/exploitation/partnerships/mis-de-cote/')[2]

    return (await eventually(listed)).partition('"')[0]


async def test_a_fact_set_aside_is_seen_replayed_and_gone(
    network: Network, operator: Visitor, partnerships: asyncpg.Connection
) -> None:
    async with broken(partnerships):
        await say(network.settings, lycee())
        address = f"/exploitation/partnerships/mis-de-cote/{await parked_id(operator)}"
        page = await operator.get(address)
        assert "parce que son traitement échoue" in page.text
        assert '"name": "Lycée des Tilleuls"' in page.text
        failed = await operator.send(page.form(f"{address}/rejouer"))
        assert "Toujours impossible à traiter." in failed.text
        assert await eventually(lambda: says(operator, "1 fait mis de côté"))

    async def gone() -> bool:
        page = await operator.get(address)
        # tried again by itself meanwhile, perhaps
        if page.has_form(f"{address}/rejouer"):
            page = await operator.send(page.form(f"{address}/rejouer"))
        assert "Ce fait est passé le" in page.text
        whole = await operator.get("/exploitation/partnerships")
        return "Aucun fait n’est mis de côté." in whole.text

    assert await eventually(gone)
    assert await partnerships.fetchval("SELECT name FROM lycees") == "Lycée des Tilleuls"
    assert "Rien à signaler" in (await part(operator, "partnerships")).text


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        (NAMED + f', "pupil": "{PUPIL}"}}'.encode(), '"commune": "82121"'),
        (f'{{"uai": "{PUPIL}"}}'.encode(), "Il n’est pas montré"),
    ],
)
async def test_what_is_not_of_a_declared_event_is_never_shown(
    network: Network,
    operator: Visitor,
    partnerships: asyncpg.Connection,
    payload: bytes,
    shown: str,
) -> None:
    async with broken(partnerships):
        await say(network.settings, lycee(), payload=payload, headers={"x-pupil": PUPIL})
        found = await parked_id(operator)
        page = await operator.get(f"/exploitation/partnerships/mis-de-cote/{found}")
        printed = await parked_events.page(network.settings, UUID(found))
        assert shown in page.text
        assert printed is not None
        for text in (page.answer.text, printed, *await parked_events.lines(network.settings)):
            assert PUPIL not in text


async def test_a_fact_is_shown_with_what_became_of_it(network: Network, operator: Visitor) -> None:
    event_id = await open_a_lycee(network.settings)
    page = await operator.get(f"/exploitation/portal/faits/{event_id}")
    assert '"name": "Lycée des Tilleuls"' in page.text
    assert f"passerelle events replay {event_id} --dry-run" in page.text
    [address] = [
        piece.partition('"')[0]
        for piece in page.answer.text.replace("&amp;", "&").split('hx-get="')
        if piece.startswith("/api/partnerships/")
    ]

    async def handled() -> bool:
        return f"{READER} : traité, le" in (await operator.get(address)).text

    assert await eventually(handled)
    facts = await operator.get("/exploitation/portal/faits")
    assert str(event_id) in facts.answer.text
    assert "Lycée ouvert" in facts.text


async def test_the_pages_of_a_service_are_there_while_nats_is_dead(
    network: Network, operator: Visitor, bus_server: EmbeddedNats
) -> None:
    await bus_server.stop()
    try:

        async def told_so() -> bool:
            return "Le bus (NATS) ne répond pas." in (await part(operator, "internships")).text

        assert await eventually(told_so)
        page = await operator.get("/exploitation/internships")
        assert page.status == 200
        assert "Aucun fait n’est mis de côté." in page.text
    finally:
        await bus_server.start()

    async def well() -> bool:
        return "Rien à signaler" in (await part(operator, "internships")).text

    assert await eventually(well)


async def test_the_doctor_finds_nothing_where_nothing_is_wrong(network: Network) -> None:
    async def nothing() -> bool:
        """Nothing told, once the machine answers in time."""
        assert await troubles(network.settings) == []
        return True

    assert await eventually(nothing)
    assert told([], datetime.now(UTC)).startswith("Rien à signaler")


async def test_the_doctor_works_with_nats_down_and_says_so_once(network: Network) -> None:
    elsewhere = network.settings.replaced(nats_url=f"nats://127.0.0.1:{free_port()}")
    trouble = await the_trouble(elsewhere, "bus-silent")
    assert sorted(trouble.services) == NAMES


async def test_the_doctor_works_with_the_databases_down_and_says_so_once(
    network: Network,
) -> None:
    elsewhere = network.settings.replaced(database_port=free_port())
    trouble = await the_trouble(elsewhere, "database-silent")
    assert sorted(trouble.services) == NAMES


async def test_the_doctor_asks_the_services_where_people_reach_them(network: Network) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    [trouble] = await examine(network.settings, address=address)
    assert trouble.finding.code == "service-silent"
    assert sorted(trouble.services) == NAMES


async def test_the_doctor_knows_which_service_the_bus_does_not_let_in(
    network: Network, tmp_path: Path
) -> None:
    folder = tmp_path / "credentials"
    shutil.copytree(network.settings.credentials, folder)
    keys = folder / "partnerships.json"
    keys.write_text(json.dumps(json.loads(keys.read_text()) | {"nats_seed": new_nats_seed()}))
    stranger = network.settings.replaced(
        credentials=folder, erasures=network.settings.erasures_folder
    )
    service = next(service for service in SERVICES if service.name == "partnerships")
    async with served(build_app(service, stranger)) as address:

        async def told_of() -> bool:
            found = await examine(network.settings, address=address)
            refused = [one for one in found if one.finding.code == "bus-refuses"]
            return [one.services for one in refused] == [("partnerships",)]

        await eventually(told_of)


async def test_the_doctor_knows_how_old_what_waits_is(
    running: Running, service_databases: ServiceDatabases
) -> None:
    """Nobody watched while it came to wait."""
    portal = next(service for service in SERVICES if service.name == "portal")
    async with running(portal) as network:  # and nobody who listens to it
        before = datetime.now(UTC)
        await open_a_lycee(network.settings)

        what = f"1\u00a0fait en attente pour le lecteur {READER}."

        async def lagging() -> Finding | None:
            found = await troubles(network.settings, after=timedelta(minutes=2))
            return next((one.finding for one in found if one.finding.what == what), None)

        lag = await eventually(lagging)
        assert lag is not None
        assert lag.code == "consumer-behind"
        assert lag.since is not None
        assert before <= lag.since <= datetime.now(UTC)
        assert await codes(network.settings) == []


async def test_a_journal_and_a_stream_that_differ_are_found_until_they_agree(
    network: Network, operator: Visitor, service_databases: ServiceDatabases
) -> None:
    event_id = await open_a_lycee(network.settings)
    portal = await service_databases.superuser("portal")

    async def sent() -> bool:
        asked = "SELECT sent_at IS NOT NULL FROM journal WHERE event_id = $1"
        return bool(await portal.fetchval(asked, event_id))

    await eventually(sent)
    renamed = "UPDATE journal SET payload = replace(payload, $1, $2)"
    await portal.execute(renamed, "Tilleuls", "Platanes")
    await repair.once(network.settings, full=True)
    assert await codes(network.settings) == ["stream-differs"]
    page = await operator.get("/exploitation/portal")
    assert "ne disent pas ce que dit le journal" in page.text

    await portal.execute(renamed, "Platanes", "Tilleuls")
    await repair.once(network.settings, full=True)
    assert await codes(network.settings) == []
    assert "Concordent" in (await operator.get("/exploitation/portal")).text
    await portal.close()


async def test_that_nobody_compares_any_more_is_found(network: Network) -> None:
    await open_a_lycee(network.settings)

    async def well_for_an_hour() -> bool:
        told = await codes(network.settings, after=timedelta(minutes=59))
        return set(told) <= {NIGHTLY_LATE}

    await eventually(well_for_an_hour)
    never = await the_trouble(network.settings, "not-compared", after=timedelta(hours=2))
    compared_at = datetime.now(UTC)
    await repair.once(network.settings, full=False)
    not_since = await the_trouble(network.settings, "not-compared", after=timedelta(hours=2))
    assert never.finding.since is not None
    assert not_since.finding.since is not None
    assert never.finding.since < compared_at <= not_since.finding.since


def test_the_doctor_tells_a_trouble_of_many_once_since_it_is_known_the_longest() -> None:
    from deploy.doctor.diagnosis import gathered

    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    young = Finding("bus-silent", "Le bus se tait.", "Relancez-le.", now)
    old = replace(young, since=now - timedelta(minutes=3))
    other = Finding("parked", "Un fait est mis de côté.", "Lisez.")
    found = gathered([("a", young), ("b", other), ("c", old), ("d", replace(young, since=None))])
    assert found == [Trouble(old, ("a", "c", "d")), Trouble(other, ("b",))]
    assert told(found, now) == (
        "✗ Le bus se tait. [a, c, d]\n"
        "  Depuis le mardi 24\u00a0novembre 2026 à 9\u00a0h\u00a057 (il y a 3\u00a0min).\n"
        "  → Relancez-le.\n\n"
        "✗ Un fait est mis de côté. [b]\n"
        "  → Lisez."
    )


@pytest_asyncio.fixture
async def handled_fact(network: Network, partnerships: asyncpg.Connection) -> UUID:
    """A fact that its reader has handled."""
    event_id = await open_a_lycee(network.settings)

    async def handled() -> bool:
        by = await partnerships.fetchval("SELECT count(*) FROM inbox WHERE event_id = $1", event_id)
        return bool(by == 1)

    await eventually(handled)
    return event_id


async def test_a_fact_that_was_handled_is_not_handled_again(
    network: Network, handled_fact: UUID, partnerships: asyncpg.Connection
) -> None:
    await partnerships.execute("DELETE FROM lycees")
    dry = await replay.replay(network.settings, handled_fact, group=READER, dry_run=True)
    assert dry == f"{READER}\u00a0: déjà traité\u202f: rien ne serait refait."
    done = await replay.replay(network.settings, handled_fact)
    assert f"{READER}\u00a0: traité." in done
    assert await partnerships.fetchval("SELECT count(*) FROM lycees") == 0


async def test_a_fact_a_reader_never_saw_is_given_to_it_once(
    network: Network, handled_fact: UUID, partnerships: asyncpg.Connection
) -> None:
    await partnerships.execute("DELETE FROM lycees; DELETE FROM inbox")
    dry = await replay.replay(network.settings, handled_fact, group=READER, dry_run=True)
    assert dry == f"{READER}\u00a0: pas encore traité\u202f: il le serait."
    assert await partnerships.fetchval("SELECT count(*) FROM lycees") == 0
    done = await replay.replay(network.settings, handled_fact, group=READER)
    assert done == f"{READER}\u00a0: traité."
    assert await partnerships.fetchval("SELECT count(*) FROM lycees") == 1
    again = await replay.replay(network.settings, handled_fact, group=READER, dry_run=True)
    assert "rien ne serait refait" in again


async def test_a_fact_handled_long_ago_is_not_handled_again(
    network: Network, handled_fact: UUID, partnerships: asyncpg.Connection
) -> None:
    """Its inbox row is gone; a floor says that it was there."""
    await partnerships.execute("DELETE FROM lycees; DELETE FROM inbox")
    await partnerships.execute(
        "INSERT INTO inbox_floors (kind, source, sequence) VALUES ($1, $2, 1)",
        f"{READER}/portal.lycee_opened",
        f"/82/{HERE}/portal",
    )
    dry = await replay.replay(network.settings, handled_fact, group=READER, dry_run=True)
    assert dry == f"{READER}\u00a0: déjà traité\u202f: rien ne serait refait."
    await replay.replay(network.settings, handled_fact, group=READER)
    assert await partnerships.fetchval("SELECT count(*) FROM lycees") == 0


async def test_a_fact_older_than_its_reader_is_not_given_to_it(
    network: Network, handled_fact: UUID, partnerships: asyncpg.Connection
) -> None:
    await partnerships.execute("DELETE FROM lycees; DELETE FROM inbox")
    await partnerships.execute(
        "UPDATE reaction_groups SET since = now() WHERE consumer = $1",
        f"{READER}/portal.lycee_opened",
    )
    dry = await replay.replay(network.settings, handled_fact, group=READER, dry_run=True)
    assert "antérieur à l’entrée en service de ce lecteur" in dry
    await replay.replay(network.settings, handled_fact, group=READER)
    assert await partnerships.fetchval("SELECT count(*) FROM lycees") == 0


async def test_a_fact_set_aside_is_replayed_by_its_id(
    network: Network, partnerships: asyncpg.Connection
) -> None:
    async with broken(partnerships):
        event_id = await open_a_lycee(network.settings)

        async def parked() -> bool:
            dry = await replay.replay(network.settings, event_id, group=READER, dry_run=True)
            return "mis de côté\u202f: il serait traité" in dry

        assert await eventually(parked)
        shown = await journals.page(network.settings, event_id)
        assert shown is not None
        assert f"{READER}\u00a0: mis de côté" in shown
    assert await replay.replay(network.settings, event_id, group=READER) == (
        f"{READER}\u00a0: traité."
    )


async def test_a_fact_waits_its_turn_while_its_reader_lags(
    running: Running, service_databases: ServiceDatabases
) -> None:
    portal = next(service for service in SERVICES if service.name == "portal")
    async with running(portal) as network:
        event_id = await open_a_lycee(network.settings)

        async def lags() -> bool:
            said = await replay.replay(network.settings, event_id, group=READER)
            return WAITS_ITS_TURN in said

        assert await eventually(lags)
        nowhere = network.settings.replaced(nats_url=f"nats://127.0.0.1:{free_port()}")
        assert WAITS_ITS_TURN in await replay.replay(nowhere, event_id, group=READER)
    partnerships = await service_databases.superuser("partnerships")
    assert await partnerships.fetchval("SELECT count(*) FROM inbox") == 0
    await partnerships.close()


async def test_a_read_model_reads_a_fact_again_without_harm(
    network: Network, handled_fact: UUID, service_databases: ServiceDatabases
) -> None:
    supervision = await service_databases.superuser("supervision")

    async def known() -> bool:
        return bool(await supervision.fetchval("SELECT count(*) FROM lycees"))

    await eventually(known)
    before = await supervision.fetchrow("SELECT * FROM lycees")
    said = await replay.replay(network.settings, handled_fact, group="supervision__department")
    assert said == "supervision__department\u00a0: relu par le tableau."
    assert await supervision.fetchrow("SELECT * FROM lycees") == before
    await supervision.close()


async def test_what_cannot_be_replayed_is_said_in_french(
    network: Network, handled_fact: UUID
) -> None:
    with pytest.raises(ValueError, match="Aucun fait ne porte"):
        await replay.replay(network.settings, uuid4())
    with pytest.raises(ValueError, match=f"Lecteur inconnu.*{READER}"):
        await replay.replay(network.settings, handled_fact, group="nobody__nothing")
    said = await replay.replay(network.settings, handled_fact, group="partnerships__hosting")
    assert said == "Aucun de ces lecteurs n’écoute ce fait."


async def test_a_role_of_the_database_that_changed_itself_is_told_and_taken_back(
    network: Network, service_databases: ServiceDatabases
) -> None:
    settings = network.settings
    credentials = ServiceCredentials.load(settings.credentials, "partnerships")
    database = settings.database_name("partnerships")
    intruder = await asyncpg.connect(
        host=settings.database_host,
        port=settings.database_port,
        user=f"{database}_app",
        password=credentials.app_password,
        database=database,
    )
    await intruder.execute("ALTER ROLE CURRENT_USER SET lock_timeout = '1s'")
    await intruder.close()

    trouble = await the_trouble(settings, "role-changed")
    assert trouble.services == ("partnerships",)
    assert f"{database}_app" in told([trouble], datetime.now(UTC))

    operator = OperatorCredentials.load(settings.credentials)
    admin = service_databases.superuser_url
    assert await take_back_roles(admin, settings, credentials, operator) == [f"{database}_app"]

    async def well() -> bool:
        return await codes(settings) == []

    await eventually(well)
