"""Streams and durables as they are on a running server, not as somebody meant them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import httpx2
import msgspec
import nats.errors
import pytest
import pytest_asyncio
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
)
from nats.js.errors import NotFoundError
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.internships.periods import FormationOpenedV1, HostAgreedV1, PlacementConfirmedV1
from contracts.streams import stream_settings
from deploy.embedded.nats import EmbeddedNats
from deploy.nats.durables import ReaderRefused
from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import ProvisionRefused, provision, stream_config
from services.chassis.base.settings import Settings
from services.chassis.projections import Projection, Recorded
from services.chassis.reactions import Reactions
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from tests.chassis.facts import department_event
from tests.support.bus import Declared, Speaker, bus_of, generated_server

DEPARTMENT_STREAM, BUREAU_STREAM = "DEPARTMENT_82", "BUREAU_82"


class Formation(msgspec.Struct):
    label: str


async def fold(connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
    """Never run here: only the durable matters."""


async def react(event: object, uow: UnitOfWork) -> None:
    """Never run here: only the durable matters."""


def hosts(*events: type[HostAgreedV1]) -> Reactions:
    reactions = Reactions("internships")
    for event in events or (HostAgreedV1,):
        reactions.on(event, group="hosts", since="now")(react)
    return reactions


SERVICES = (
    Declared("internships", reactions=hosts()),
    Declared("partnerships"),
    Declared(
        "supervision",
        projections=(Projection("formations", events={FormationOpenedV1: Formation}, fold=fold),),
    ),
)


@pytest_asyncio.fixture
async def server(tmp_path: Path, settings: Settings) -> AsyncIterator[EmbeddedNats]:
    async with generated_server(tmp_path, settings, SERVICES) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(credentials=tmp_path / "credentials")


@pytest.fixture
def here(settings: Settings, server: EmbeddedNats) -> Settings:
    return settings.replaced(nats_url=server.url)


@pytest_asyncio.fixture
async def operator(here: Settings) -> AsyncIterator[JetStreamContext]:
    async with operator_connection(here) as client:
        yield client.jetstream()


async def test_the_running_server_fsyncs_every_message(server: EmbeddedNats) -> None:
    async with httpx2.AsyncClient(trust_env=False) as client:
        url = f"http://127.0.0.1:{server.monitor_port}/varz"
        config = (await client.get(url)).json()["jetstream"]["config"]

    assert config["sync_always"] is True


@pytest.mark.parametrize(
    ("name", "max_age", "deny_purge"),
    [(DEPARTMENT_STREAM, 0, True), (BUREAU_STREAM, 13 * 31 * 86_400, False)],
)
async def test_streams_keep_what_they_acknowledged(
    here: Settings, operator: JetStreamContext, name: str, max_age: int, deny_purge: bool
) -> None:
    await provision(here, SERVICES)

    config = (await operator.stream_info(name)).config
    assert config.storage == StorageType.FILE
    assert config.retention == RetentionPolicy.LIMITS
    assert config.discard == DiscardPolicy.NEW
    assert (config.max_msgs, config.max_bytes, config.max_msgs_per_subject) == (-1, -1, -1)
    assert config.max_age == max_age
    assert config.deny_delete is True
    assert bool(config.deny_purge) is deny_purge
    assert config.max_msg_size == 65_536
    assert config.duplicate_window == 7_200
    assert config.allow_atomic is True
    assert config.republish is None
    assert not config.no_ack


@pytest.mark.parametrize(
    ("stream", "wanted"),
    [
        (
            BUREAU_STREAM,
            ("internships__hosts", "explicit", 10, 1, "bureau.82.*.internships.host_agreed.*"),
        ),
        (
            DEPARTMENT_STREAM,
            (
                "supervision__formations",
                "all",
                5,
                20_000,
                "department.82.*.internships.formation_opened.*",
            ),
        ),
    ],
)
async def test_durables_never_give_up_on_a_message(
    here: Settings,
    operator: JetStreamContext,
    stream: str,
    wanted: tuple[str, str, float, int, str],
) -> None:
    await provision(here, SERVICES)

    config = (await operator.consumer_info(stream, wanted[0])).config
    seen = (config.filter_subjects or [config.filter_subject])[0]
    assert (config.name, config.ack_policy, config.ack_wait, config.max_ack_pending, seen) == wanted
    assert config.deliver_policy == DeliverPolicy.ALL
    assert config.max_deliver == -1
    assert not config.headers_only
    assert not config.mem_storage
    assert not config.inactive_threshold


async def test_provisioning_twice_changes_nothing(
    here: Settings, operator: JetStreamContext
) -> None:
    await provision(here, SERVICES)
    before = await operator.consumer_info(BUREAU_STREAM, "internships__hosts")
    await provision(here, SERVICES)

    after = await operator.consumer_info(BUREAU_STREAM, "internships__hosts")
    assert before.created is not None
    assert (after.created, after.config) == (before.created, before.config)


@pytest.mark.parametrize(
    ("dangerous", "named"),
    [
        ({"discard": DiscardPolicy.OLD}, "discard"),
        ({"max_msgs": 3}, "max_msgs"),
        ({"max_age": 86_400.0}, "max_age"),
        ({"storage": StorageType.MEMORY}, "storage"),
        ({"deny_purge": False}, "deny_purge"),
        ({"deny_delete": False}, "deny_delete"),
        ({"retention": RetentionPolicy.INTEREST}, "retention"),
        ({"no_ack": True, "allow_atomic": False}, "no_ack"),
    ],
)
async def test_a_stream_that_would_lose_events_is_refused_untouched(
    here: Settings, operator: JetStreamContext, dangerous: dict[str, object], named: str
) -> None:
    safe = stream_config(stream_settings("department", "82"))
    await operator.add_stream(safe.evolve(**dangerous))

    with pytest.raises(ProvisionRefused, match=named):
        await provision(here, SERVICES)

    config = (await operator.stream_info(DEPARTMENT_STREAM)).config
    for name, value in dangerous.items():
        assert getattr(config, name) == value or (not value and not getattr(config, name))


async def test_a_deleted_durable_comes_back(here: Settings, operator: JetStreamContext) -> None:
    await provision(here, SERVICES)
    await operator.delete_consumer(BUREAU_STREAM, "internships__hosts")

    await provision(here, SERVICES)

    assert await operator.consumer_info(BUREAU_STREAM, "internships__hosts")


async def test_a_durable_with_other_settings_is_corrected(
    here: Settings, operator: JetStreamContext
) -> None:
    await provision(here, SERVICES)
    await operator.delete_consumer(BUREAU_STREAM, "internships__hosts")
    await operator.add_consumer(
        BUREAU_STREAM,
        ConsumerConfig(
            durable_name="internships__hosts",
            deliver_policy=DeliverPolicy.NEW,
            ack_policy=AckPolicy.EXPLICIT,
            max_deliver=3,
            filter_subjects=["bureau.82.*.internships.host_agreed.*"],
        ),
    )

    await provision(here, SERVICES)

    config = (await operator.consumer_info(BUREAU_STREAM, "internships__hosts")).config
    assert (config.deliver_policy, config.max_deliver) == (DeliverPolicy.ALL, -1)
    assert config.max_ack_pending == 1


async def test_a_durable_that_must_see_more_is_given_what_it_had_passed(
    here: Settings, operator: JetStreamContext
) -> None:
    narrow = Projection("formations", events={PlacementConfirmedV1: Formation}, fold=fold)
    await provision(here, [Declared("supervision", projections=(narrow,))])
    async with bus_of(here, "internships") as bus:
        await Speaker(bus).say(department_event())
    wide = replace(narrow, events={**narrow.events, FormationOpenedV1: Formation})

    await provision(here, [Declared("supervision", projections=(wide,))])

    info = await operator.consumer_info(DEPARTMENT_STREAM, "supervision__formations")
    assert info.num_pending == 1


async def test_supervision_can_never_be_given_the_bureau(here: Settings) -> None:
    curious = Reactions("supervision")
    curious.on(HostAgreedV1, group="hosts", since="now")(react)

    with pytest.raises(ReaderRefused, match="supervision may not read the audience bureau"):
        await provision(here, [Declared("supervision", reactions=curious)])


async def test_streams_come_before_durables(here: Settings, operator: JetStreamContext) -> None:
    with pytest.raises(NotFoundError):
        await operator.stream_info(BUREAU_STREAM)

    await provision(here, SERVICES)

    assert (await operator.stream_info(BUREAU_STREAM)).state.consumer_count == 1


async def test_a_server_that_hangs_up_before_it_greets_is_not_one_to_work_with(
    settings: Settings, server: EmbeddedNats
) -> None:
    """As one does that has just started: nats-py takes it for a connection."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'INFO {"server_id":"X","version":"2.15.1","nonce":"n","headers":true}\r\n')
        await reader.readuntil(b"PING\r\n")
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        there = settings.replaced(nats_url=f"nats://127.0.0.1:{port}")
        with pytest.raises(nats.errors.NoServersError):
            async with operator_connection(there):
                pytest.fail("nobody greeted us")
