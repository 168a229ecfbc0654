"""A program of somebody else on the bus: let in by a running server, told everything, put out at once."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import nats
import nats.errors
import pytest
import pytest_asyncio
from nats.aio.client import Client
from nats.aio.msg import Msg

from contracts.published import published
from deploy.doctor import subscribers
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.reload import EmbeddedServer
from deploy.nats.accounts import SUBSCRIBER_LIMITS
from deploy.nats.config import write_config
from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import AckWaits, provision
from deploy.nats.subscribers import (
    Subscriber,
    SubscriptionRefused,
    forget,
    offered,
    subscribers_of,
    unsound_in,
)
from deploy.operations.subscriptions import Wanted, add, revoke
from deploy.repair.streams import mend
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from tests.chassis.facts import bureau_event, department_event
from tests.support.bus import NOW, Speaker, bus_of, generated
from tests.support.servers import running_nats
from tests.support.waiting import PATIENCE_SECONDS, eventually

STREAM = "DEPARTMENT_82"
SUBJECT = "department.82.0820032P.internships.formation_opened.v1"


@dataclass
class Here:
    """A server as `up` runs it, and the folder of its data."""

    settings: Settings
    server: EmbeddedNats
    folder: Path

    async def add(self, name: str, *events: str, **asked: Any) -> Path:
        """Subscribe a program; the file it is given."""
        wanted = self.wanted(name, *events)
        await add(self.settings, replace(wanted, **asked), now=NOW)
        return wanted.file

    def wanted(self, name: str, *events: str) -> Wanted:
        chosen = events or ("FormationOpened",)
        return Wanted(name, chosen, "department", self.folder / f"{name}.json")

    async def say(self, *labels: str) -> None:
        """Facts of the department, told as the service tells them."""
        async with bus_of(self.settings, "internships") as bus:
            for label in labels:
                await Speaker(bus).say(department_event(label))

    async def durables(self) -> set[str]:
        async with operator_connection(self.settings) as operator:
            found = await operator.jetstream().consumers_info(STREAM)
        return {one.name for one in found if one.name.startswith("subscriber__")}

    async def reader_made_at(self, name: str) -> object:
        async with operator_connection(self.settings) as operator:
            return (await operator.jetstream().consumer_info(STREAM, f"subscriber__{name}")).created


@dataclass
class Outside:
    """The program of a subscriber, by its file alone."""

    client: Client
    given: dict[str, Any]
    ended: list[str] = field(default_factory=list)

    async def read(self, count: int, *, acknowledging: bool = True) -> list[str]:
        """The labels of that many facts."""
        labels: list[str] = []
        while len(labels) < count:
            for message in await self.pull(count - len(labels)):
                labels.append(json.loads(message.data)["label"])
                if acknowledging:
                    await message.ack_sync(timeout=PATIENCE_SECONDS)
        return labels

    async def pull(self, count: int) -> list[Msg]:
        pulled = await self.client.jetstream().pull_subscribe_bind(
            durable=self.given["durable"], stream=self.given["stream"]
        )
        try:
            return list(await pulled.fetch(count, timeout=PATIENCE_SECONDS))
        finally:
            await pulled.unsubscribe()


@asynccontextmanager
async def outside(file: Path) -> AsyncIterator[Outside]:
    given = json.loads(await asyncio.to_thread(file.read_text))
    ended: list[str] = []

    async def closed() -> None:
        ended.append("closed")

    client = await nats.connect(
        given["server"],
        nkeys_seed_str=given["nkey_seed"],
        inbox_prefix=given["inbox_prefix"].encode(),
        allow_reconnect=False,
        closed_cb=closed,
    )
    try:
        yield Outside(client, given, ended)
    finally:
        await client.close()


@pytest_asyncio.fixture
async def here(tmp_path: Path) -> AsyncIterator[Here]:
    settings = Settings(credentials=tmp_path / "credentials", data_folder=tmp_path)
    (tmp_path / "nats").mkdir()
    async with running_nats(tmp_path / "nats", generated(settings, SERVICES)) as server:
        (tmp_path / "ports.json").write_text(json.dumps({"nats_monitor": server.monitor_port}))
        located = settings.replaced(nats_url=server.url)
        await provision(located, SERVICES)
        yield Here(located, server, tmp_path)


async def test_a_new_subscriber_gets_the_whole_past_and_what_follows(here: Here) -> None:
    await here.say("un", "deux")
    async with bus_of(here.settings, "internships") as bus:
        await Speaker(bus).say(bureau_event())

    async with outside(await here.add("region")) as region:
        assert await region.read(2) == ["un", "deux"]
        await here.say("trois")
        assert await region.read(1) == ["trois"]


async def test_it_gets_the_events_it_asked_for_and_no_other(here: Here) -> None:
    await here.say("un")
    async with outside(await here.add("region", "LyceeOpened")) as region:
        info = await region.client.request(
            f"$JS.API.CONSUMER.INFO.{STREAM}.subscriber__region", timeout=PATIENCE_SECONDS
        )
    assert json.loads(info.data)["num_pending"] == 0
    filters = json.loads(info.data)["config"]["filter_subjects"]
    assert filters == ["department.82.*.portal.lycee_opened.*"]


async def test_who_waits_for_a_fact_while_one_is_added_gets_it_the_first_time(here: Here) -> None:
    async with bus_of(here.settings, "internships") as bus, outside(await here.add("first")) as one:
        speaker = Speaker(bus)
        await speaker.say(department_event("avant"))
        assert await one.read(1) == ["avant"]
        waiting = asyncio.create_task(one.pull(1))
        file = await here.add("second")
        await speaker.say(department_event("après"))
        [message] = await waiting
        assert json.loads(message.data)["label"] == "après"
        assert message.metadata.num_delivered == 1
        async with outside(file) as two:
            assert await two.read(2) == ["avant", "après"]
    assert here.server.restarts == 0


async def test_a_key_takes_a_few_connections_and_keeps_no_service_out(here: Here) -> None:
    file = await here.add("region")
    async with AsyncExitStack() as held:
        for _ in range(SUBSCRIBER_LIMITS.connections):
            await held.enter_async_context(outside(file))
        for _ in range(3):
            with pytest.raises(nats.errors.Error, match=r"(?i)maximum account"):
                await held.enter_async_context(outside(file))
        await here.say("un")
    async with outside(file) as again:
        assert await again.read(1) == ["un"]


async def test_a_connection_holds_few_subscriptions_and_sends_what_is_short(here: Here) -> None:
    file = await here.add("region")
    async with outside(file) as region:
        for number in range(SUBSCRIBER_LIMITS.subscriptions + 8):
            await region.client.subscribe(f"{region.given['inbox_prefix']}.{number}.*")
        await eventually(lambda: "maximum subscriptions" in str(region.client.last_error).lower())
    async with outside(file) as region:
        await region.client.publish("$JS.ACK.any", b"x" * (SUBSCRIBER_LIMITS.payload + 1))
        await eventually(lambda: "maximum payload" in str(region.client.last_error).lower())


async def test_it_is_let_in_again_when_the_server_was_restarted(here: Here) -> None:
    file = await here.add("region")
    await here.say("un")
    await here.server.restart()
    async with outside(file) as region:
        assert await region.read(1) == ["un"]


async def test_a_revoked_one_gets_nothing_more_and_its_connection_ends(here: Here) -> None:
    region, carif = await here.add("region"), await here.add("carif-oref")
    async with outside(region) as put_out, outside(carif) as stays:
        await here.say("un")
        assert await put_out.read(1) == await stays.read(1) == ["un"]

        assert "coupée" in await revoke(here.settings, "region")

        assert await eventually(lambda: put_out.ended == ["closed"])
        await here.say("deux")
        assert await stays.read(1) == ["deux"]
    with pytest.raises(nats.errors.Error, match=r"(?i)authorization"):
        async with outside(region):
            pass
    assert await here.durables() == {"subscriber__carif-oref"}
    assert [one.name for one in subscribers_of(here.settings.credentials)] == ["carif-oref"]


async def test_a_name_that_was_revoked_may_be_given_again_with_another_key(here: Here) -> None:
    await here.say("un")
    former = await here.add("region")
    async with outside(former) as region:
        assert await region.read(1) == ["un"]
    await revoke(here.settings, "region")
    kept = former.rename(here.folder / "former.json")

    async with outside(await here.add("region")) as region:
        assert await region.read(1) == ["un"]
    with pytest.raises(nats.errors.Error, match=r"(?i)authorization"):
        async with outside(kept):
            pass


async def test_one_killed_amid_a_batch_gets_each_fact_again_and_misses_none(here: Here) -> None:
    told = [str(number) for number in range(20)]
    await here.say(*told)
    file = await here.add("region")
    async with outside(file) as region:
        handled = await region.read(5)
        lost = await region.read(7, acknowledging=False)
    # given again after a second instead of half a minute
    await provision(here.settings, SERVICES, ack_waits=AckWaits(subscribers=1))

    async with outside(file) as region:
        again: set[str] = set()
        while not again.issuperset(lost) or len({*handled, *again}) < len(told):
            again.update(await region.read(1))

    assert {*handled, *again} == set(told)
    assert not again & set(handled)


async def test_its_reader_is_made_again_after_its_stream_was_lost(here: Here) -> None:
    file = await here.add("region")
    await here.say("un")
    async with outside(file) as region:
        assert await region.read(1) == ["un"]
        async with operator_connection(here.settings) as operator:
            await operator.jetstream().delete_stream(STREAM)
            absent, _ = await mend(operator, here.settings, SERVICES, None)
        assert absent == {STREAM}

        await here.say("encore un")  # as the journals fill it again
        assert await region.read(1) == ["encore un"]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"events": ["FactNobodyTells"]}, "FactNobodyTells"),
        ({"since": None}, "subscriber add"),
        (None, "subscriber add"),
        (0o644, "chmod 600"),
    ],
    ids=["an event of another release", "no date", "no JSON", "open to all"],
)
async def test_a_file_that_is_not_sound_keeps_nobody_else_out_and_is_told(
    here: Here, broken: dict[str, object] | int | None, why: str
) -> None:
    await here.add("region")
    good = await here.add("clee")
    kept = here.settings.credentials / "subscribers" / "region.json"
    if isinstance(broken, int):
        kept.chmod(broken)
    else:
        content = json.loads(kept.read_text())
        kept.write_text("{" if broken is None else json.dumps(content | broken))

    await provision(here.settings, SERVICES)
    async with operator_connection(here.settings) as operator:
        _, wrong = await mend(operator, here.settings, SERVICES, None)
        # What it read so far is not lost: once mended, it goes on from there.
        await operator.jetstream().consumer_info(STREAM, "subscriber__region")
    assert wrong == frozenset()
    await here.say("un")
    async with outside(good) as clee:
        assert await clee.read(1) == ["un"]
    for said in (
        await subscribers.told(here.settings, now=NOW),
        "\n".join(await subscribers.lines(here.settings, now=NOW)),
    ):
        assert "clee" in said
        assert why in said
        assert "passerelle subscriber revoke region" in said
    await revoke(here.settings, "region")
    assert "region" not in await subscribers.told(here.settings, now=NOW)


async def test_its_reader_alone_is_missed_and_made_again(here: Here) -> None:
    file = await here.add("region")
    await here.say("un")
    async with operator_connection(here.settings) as operator:
        await operator.jetstream().delete_consumer(STREAM, "subscriber__region")
        assert "provision" in await subscribers.told(here.settings, now=NOW)
        _, wrong = await mend(operator, here.settings, SERVICES, None)
    assert wrong == {"subscriber__region"}
    async with outside(file) as region:
        assert await region.read(1) == ["un"]


async def test_the_file_is_for_its_owner_and_the_key_is_kept_nowhere_else(here: Here) -> None:
    file = await here.add("region", server="tls://bus.exemple.example:4222")
    given = json.loads(file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600
    assert given == {
        "server": "tls://bus.exemple.example:4222",
        "nkey_seed": given["nkey_seed"],
        "inbox_prefix": "_INBOX.subscriber-region",
        "stream": STREAM,
        "durable": "subscriber__region",
        "subjects": ["department.82.*.internships.formation_opened.*"],
    }
    assert given["nkey_seed"].startswith("SU")
    kept = [path for path in here.folder.rglob("*") if path.is_file() and path != file]
    holding = [path for path in kept if given["nkey_seed"].encode() in path.read_bytes()]
    assert holding == []
    [listed] = (here.settings.credentials / "subscribers").glob("*.json")
    assert listed.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("region", {"audience": "bureau"}, "Personne d’extérieur ne reçoit les faits des bureaux"),
        ("region", {"events": ["HostAgreed"]}, "pas ce fait\u202f: HostAgreed."),
        (
            "region",
            {"events": ["Personne", "HostAgreed"]},
            "pas ces faits\u202f: HostAgreed, Personne.",
        ),
        ("region", {"events": [" "]}, "Dites à quels faits"),
    ],
)
async def test_what_cannot_be_had_is_refused_with_what_can(
    here: Here, name: str, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(SubscriptionRefused) as refused:
        await here.add(name, **asked)

    assert said in str(refused.value)
    assert "CompanyOnboarded" in str(refused.value)
    assert "HostAgreed" not in str(refused.value).partition("On peut")[2]
    assert await nothing_left(here)


@pytest.mark.parametrize(
    "name", ["Region", "région", "a.b", "a*", "", "-a", "a_b", "9", "a" * 41, "../a"]
)
async def test_a_name_that_nats_would_not_take_is_refused(here: Here, name: str) -> None:
    with pytest.raises(SubscriptionRefused, match="ne peut pas être un nom"):
        await here.add(name, file=here.folder / "file.json")
    assert await nothing_left(here)


async def nothing_left(here: Here) -> bool:
    assert subscribers_of(here.settings.credentials) == []
    assert await here.durables() == set()
    assert list(here.folder.glob("*.json")) == [here.folder / "ports.json"]
    return True


async def test_nothing_is_written_over(here: Here) -> None:
    file = await here.add("region")
    before = file.read_bytes()
    with pytest.raises(SubscriptionRefused, match="déjà abonné"):
        await here.add("region", file=here.folder / "other.json")
    with pytest.raises(SubscriptionRefused, match="existe déjà"):
        await here.add("other", file=file)
    with pytest.raises(SubscriptionRefused, match="ne peut pas être écrit"):
        await here.add("other", file=here.folder / "absent" / "other.json")
    with pytest.raises(SubscriptionRefused, match="pas une adresse"):
        await here.add("other", server="bus.exemple.example")
    assert file.read_bytes() == before
    assert await here.durables() == {"subscriber__region"}
    async with outside(file):
        pass


async def test_one_that_the_server_does_not_take_leaves_nothing(here: Here) -> None:
    elsewhere = {"nats_monitor": here.server.port}  # it answers nothing there
    (here.folder / "ports.json").write_text(json.dumps(elsewhere))

    with pytest.raises(SubscriptionRefused, match="Rien n’a été ajouté"):
        await here.add("region")

    assert await nothing_left(here)


async def test_nobody_unknown_is_revoked(here: Here) -> None:
    with pytest.raises(SubscriptionRefused, match="Il n’y a aucun abonné"):
        await revoke(here.settings, "region")
    await here.add("carif-oref")
    with pytest.raises(SubscriptionRefused, match="Abonnés\u00a0: carif-oref"):
        await revoke(here.settings, "region")


async def test_one_revoked_while_the_bus_was_away_loses_its_reader_at_the_next_provision(
    here: Here,
) -> None:
    await here.add("region")
    await here.add("carif-oref")
    await here.server.stop()
    assert "NATS ne répond pas" in await revoke(here.settings, "region")
    await here.server.start()
    assert await here.durables() == {"subscriber__carif-oref", "subscriber__region"}

    await provision(here.settings, SERVICES)

    assert await here.durables() == {"subscriber__carif-oref"}


async def test_one_added_again_under_the_name_of_one_revoked_reads_from_the_first_fact(
    here: Here,
) -> None:
    await here.add("region")
    here.wanted("region").file.unlink()
    await here.server.stop()
    await revoke(here.settings, "region")
    with pytest.raises(SubscriptionRefused, match="NATS ne répond pas"):
        await here.add("region")
    await here.server.start()
    before = await here.reader_made_at("region")

    await here.add("region")

    assert await here.reader_made_at("region") != before


async def test_a_provision_from_another_folder_of_credentials_leaves_the_readers_alone(
    here: Here,
) -> None:
    await here.add("region")
    elsewhere = here.folder / "elsewhere"
    shutil.copytree(here.settings.credentials, elsewhere)
    shutil.rmtree(elsewhere / "subscribers")

    await provision(here.settings.replaced(credentials=elsewhere), SERVICES)

    assert await here.durables() == {"subscriber__region"}


async def test_where_nats_runs_apart_the_command_says_what_is_to_be_done_there(here: Here) -> None:
    apart = here.settings.replaced(data_folder=None)
    wanted = here.wanted("region")
    await here.say("un")

    told = await add(apart, wanted, now=NOW)

    assert "passerelle provision --config" in told
    assert "nats-server --signal reload=PID\u00a0», deux fois" in told
    running = EmbeddedServer(
        here.server.pid, here.folder / "nats", here.server.port, here.server.monitor_port
    )
    await as_told(running, apart, times=2)
    async with outside(wanted.file) as region:
        assert await region.read(1) == ["un"]

        assert "couper aussi sa connexion" in await revoke(apart, "region")

        assert await here.durables() == set()
        await as_told(running, apart, times=1)
        assert await eventually(lambda: region.ended == ["closed"])


async def as_told(server: EmbeddedServer, settings: Settings, *, times: int) -> None:
    ports = {"port": server.port, "monitor_port": server.monitor_port}
    write_config(server.folder, settings, SERVICES, **ports)
    for _ in range(times):
        await server.reload()


async def test_how_far_each_one_is_is_told_and_is_no_failure(here: Here) -> None:
    assert await subscribers.lines(here.settings, now=NOW) == []
    assert not await subscribers.told(here.settings, now=NOW)
    await here.say("un", "deux")
    async with outside(await here.add("region")) as region:
        await here.add("carif-oref", "LyceeOpened", "FormationOpened")

        [carif, of_region] = await subscribers.lines(here.settings, now=NOW)
        assert carif.splitlines() == [
            "carif-oref  depuis le mardi 24\u00a0novembre 2026",
            "  2\u00a0faits en attente, n’a encore rien lu.",
            "  FormationOpened, LyceeOpened",
        ]
        assert "region" in of_region
        await region.read(2)
        read = await subscribers.read_all(here.settings)
        kept_at = next(one.oldest_at for one in read if one.oldest_at)

    soon = await subscribers.told(here.settings, now=kept_at)
    assert "• region\u00a0: 0\u00a0fait en attente, dernière lecture à l’instant." in soon
    assert "A-t-elle reçu son fichier\u202f?" in soon
    assert "retard" not in soon


async def test_one_that_reads_no_more_is_noticed_after_a_day(here: Here) -> None:
    async with outside(await here.add("region")) as region:
        await here.say("un")
        await region.read(1)
    await here.say("deux")
    [reading] = await subscribers.read_all(here.settings)
    assert reading.oldest_at is not None

    later = reading.oldest_at + timedelta(days=2)
    assert "retard" in await subscribers.told(here.settings, now=later)
    assert "retard" not in await subscribers.told(here.settings, now=reading.oldest_at)


async def test_without_a_bus_each_is_told_all_the_same(here: Here) -> None:
    await here.add("region")
    await here.server.stop()
    assert "• region\u00a0: NATS ne répond pas." in await subscribers.told(here.settings, now=NOW)


def test_whatever_is_for_the_department_can_be_had_and_nothing_else() -> None:
    every: Sequence[str] = [e.__name__ for e in published() if e.audience() == "department"]
    assert {name.rstrip("0123456789").removesuffix("V") for name in every} == set(offered())
    assert len(offered()) > 40


def test_a_file_that_names_no_event_gives_no_event(tmp_path: Path) -> None:
    """In NATS a reader without a subject would read them all."""
    folder = tmp_path / "subscribers"
    folder.mkdir()
    file = folder / "region.json"
    for events in ([], ["HostAgreed"]):
        file.write_text(json.dumps({"public_key": "U", "events": events, "since": NOW.isoformat()}))
        file.chmod(0o600)
        assert subscribers_of(tmp_path) == []
        assert [one.name for one in unsound_in(tmp_path)] == ["region"]
        with pytest.raises(SubscriptionRefused):
            Subscriber("region", "U", tuple(events), NOW).durable("82")
    forget(tmp_path, "region")
    assert unsound_in(tmp_path) == []
