"""Facts sent to programs outside: all of them, in order, signed, whatever the receiver does."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text

import tests
from contracts.outside import kept_inside
from contracts.published import published
from services.chassis.base.errors import Invalid
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.delivery.store.leases import DEPARTMENT
from services.notifications.endpoints.commands import (
    pause_endpoint,
    replay_deliveries,
    resume_endpoint,
    rotate_secret,
    try_endpoint,
)
from services.notifications.endpoints.model.endpoint import EndpointRefused, EndpointsTooMany
from services.notifications.endpoints.model.outgoing_events import TITLES, name_of
from services.notifications.outgoing.jobs import sender
from services.notifications.outgoing.store import _NEXT
from services.notifications.retention import retention
from services.notifications.service import SERVICE
from tests.notifications.delivery.test_deaths import environment
from tests.notifications.outside import Outside, paused, resumed
from tests.notifications.sending import Clock
from tests.notifications.world import ELSEWHERE, HERE, own
from tests.support.receiver import Received, Receiver, receiver
from tests.support.services import NOW, ServiceDatabases
from tests.support.waiting import eventually


@pytest_asyncio.fixture
async def outside(
    units: UnitsOfWork, service_databases: ServiceDatabases, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Outside]:
    monkeypatch.setattr(sender, "POLL_SECONDS", 0.02)
    superuser = await service_databases.superuser(SERVICE.name)
    yield Outside(units, superuser)
    await superuser.close()


@pytest_asyncio.fixture
async def program() -> AsyncIterator[Receiver]:
    """A program of the lycée, outside."""
    async with receiver() as found:
        yield found


async def has_taken(program: Receiver, count: int) -> list[Received]:
    """What it took, once there is that much."""

    async def there() -> bool:
        assert len(program.taken) >= count, len(program.taken)
        return True

    await eventually(there)
    return program.taken


async def asked(program: Receiver, count: int) -> None:
    """Once it was asked that often."""

    async def there() -> bool:
        assert len(program.requests) >= count, len(program.requests)
        return True

    await eventually(there)


async def tried(outside: Outside, count: int) -> None:
    """Once that many attempts are written down."""

    async def there() -> bool:
        assert await outside.attempts() >= count, await outside.attempts()
        return True

    await eventually(there)


async def becomes(outside: Outside, **states: int) -> None:
    """Once the deliveries are in these states."""

    async def there() -> bool:
        assert await outside.states() == states, await outside.states()
        return True

    await eventually(there)


async def test_a_fact_is_told_whole_and_signed(outside: Outside, program: Receiver) -> None:
    endpoint = await outside.opens(program.url)
    fact = paused()
    await outside.happens(fact)

    async with outside.sending():
        [told] = await has_taken(program, 1)

    assert told.path == "/passerelle"
    assert told.headers["content-type"].startswith("application/cloudevents+json")
    assert told.event["type"] == "fr.passerelle.partnerships.site_paused.v1"
    assert told.event["source"] == f"/82/{HERE}/partnerships"
    assert told.event["data"]["site_id"] == str(fact.site_id)
    assert told.event["id"] == told.headers["webhook-id"]
    assert told.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert told.signed_with(await outside.secret(endpoint))
    assert not told.signed_with(outside.secret_of(uuid4()))


async def test_a_lycee_s_facts_go_to_its_own_endpoints_that_chose_them(
    outside: Outside, program: Receiver
) -> None:
    await outside.opens(program.url, events=["partnerships.site_resumed"])
    await outside.happens(paused(), resumed(uuid4()))
    await outside.happens(resumed(uuid4()), uai=ELSEWHERE)
    await outside.happens(resumed(uuid4()), at=NOW - timedelta(seconds=1))

    assert await outside.states() == {"waiting": 1}


async def test_a_fact_that_is_delivered_again_is_told_once(
    outside: Outside, program: Receiver
) -> None:
    """A stream is filled anew, while it is sent, after, and once it is kept no longer."""
    await outside.opens(program.url)
    batch = await outside.happens(paused(), paused())
    await outside.hears(batch)
    async with outside.sending():
        await becomes(outside, delivered=2)
        await outside.hears(batch)
        await becomes(outside, delivered=2)
        async with outside.units.begin(own(HERE)) as uow:
            rule, later = retention.rules["deliveries"], NOW + timedelta(days=91)
            due = await rule.find(uow, now=later, limit=10)
            await rule.remove(uow, [one.id for one in due], later)
        await outside.hears(batch)

    assert await outside.states() == {}
    assert len(program.taken) == 2


async def test_what_waited_while_the_receiver_was_down_is_told_in_order(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    await outside.opens(program.url)
    await program.stops()
    pauses = [uuid4() for _ in range(6)]
    async with outside.sending():
        for number in range(4):
            for pause in pauses:
                await outside.happens(
                    paused(pause) if number % 2 == 0 else resumed(pause), version=number + 1
                )

        async def tried_in_vain() -> bool:
            await _an_hour_passes(outside, clock)
            return await outside.attempts() >= 20

        await eventually(tried_in_vain)
        assert not program.taken
        await program.starts()

        # An hour that passes amid a sending ends its lease: the fact is told again, under its id.
        async def all_told() -> list[Received]:
            await _an_hour_passes(outside, clock)
            first = {one.event["id"]: one for one in reversed(program.taken)}
            assert len(first) == 24, len(first)
            return [one for one in program.taken if first[one.event["id"]] is one]

        told = await eventually(all_told)

    for pause in pauses:
        versions = [one.event["version"] for one in told if one.event["subject"] == str(pause)]
        assert versions == [1, 2, 3, 4]


async def _an_hour_passes(outside: Outside, clock: Clock) -> None:
    """Once nothing is due nor under way: an attempt that ends after the hour waits for the next."""
    if await outside.rests(clock()):
        clock.passes(hours=1)


@pytest.mark.parametrize("status", [302, 400, 401, 404, 429, 500, 502, 503])
async def test_whatever_is_answered_but_yes_is_tried_again(
    outside: Outside, program: Receiver, clock: Clock, status: int
) -> None:
    await outside.opens(program.url)
    program.answers = lambda _: status
    await outside.happens(paused())

    async with outside.sending():
        await tried(outside, 1)
        program.answers = lambda _: 200
        clock.passes(minutes=1, seconds=1)
        [told] = await has_taken(program, 1)

    assert [one.headers["webhook-id"] for one in program.requests] == [told.event["id"]] * 2


async def test_what_follows_a_refused_fact_waits_and_the_rest_does_not(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    await outside.opens(program.url)
    poisoned = uuid4()
    program.answers = lambda got: 500 if got.event["subject"] == str(poisoned) else 200
    await outside.happens(paused(poisoned), resumed(poisoned))
    await outside.happens(paused(), paused())

    async with outside.sending():
        await has_taken(program, 2)
        await becomes(outside, delivered=2, waiting=2)
        await tried(outside, 3)
        program.answers = lambda _: 200
        clock.passes(minutes=2)
        told = await has_taken(program, 4)

    last = [one.event["type"].split(".")[-2] for one in told[2:]]
    assert last == ["site_paused", "site_resumed"]


async def test_a_receiver_that_never_answers_keeps_no_other_waiting(
    outside: Outside, program: Receiver
) -> None:
    async with receiver() as mute:
        mute.answers = lambda _: None
        await outside.opens(mute.url)
        await outside.opens(program.url)
        await outside.happens(paused(), paused(), paused())

        async with outside.sending(seconds=60):
            await asked(mute, 1)
            await has_taken(program, 3)

        assert len(mute.requests) == 1


async def test_a_slow_receiver_is_given_up_after_a_while_and_asked_again(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    endpoint = await outside.opens(program.url)
    program.answers = lambda _: None
    await outside.happens(paused())

    async with outside.sending(seconds=0.2):

        async def noted() -> bool:
            assert (await outside.endpoint(endpoint))["last_reason"] == "no-answer"
            return True

        await eventually(noted)
        program.answers = lambda _: 200
        clock.passes(minutes=2)
        await has_taken(program, 1)


async def test_an_endpoint_that_refuses_all_is_left_alone_for_a_while(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    endpoint = await outside.opens(program.url)
    program.answers = lambda _: 503
    await outside.happens(*(paused() for _ in range(10)))

    async with outside.sending():

        async def rests() -> bool:
            assert (await outside.endpoint(endpoint))["retry_at"] is not None
            return True

        await eventually(rests)

    assert len(program.requests) == 3


async def test_how_long_a_receiver_asks_to_wait_is_respected(
    outside: Outside, program: Receiver
) -> None:
    endpoint = await outside.opens(program.url)
    program.answers, program.headers = (lambda _: 429), {"retry-after": "7200"}
    await outside.happens(paused())

    async with outside.sending():

        async def noted() -> bool:
            row = await outside.endpoint(endpoint)
            assert row["retry_at"] == NOW + timedelta(hours=2), row["retry_at"]
            return True

        await eventually(noted)


async def test_five_days_without_a_yes_pause_it_and_nothing_is_lost(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    endpoint = await outside.opens(program.url)
    program.answers = lambda _: 500
    await outside.happens(paused())

    async with outside.sending():
        await tried(outside, 1)
        clock.passes(days=5, minutes=2)

        async def over() -> bool:
            assert (await outside.endpoint(endpoint))["paused"] == "failing"
            return True

        await eventually(over)
        assert await outside.states() == {"waiting": 1}
        await outside.happens(paused(), at=clock())
        program.answers = lambda _: 200
        version = (await outside.endpoint(endpoint))["version"]
        async with outside.units.begin(own(HERE)) as uow:
            await resume_endpoint(uow, endpoint_id=endpoint.id, version=version, now=uow.now)
        await has_taken(program, 2)


async def test_a_fact_refused_for_days_among_others_taken_is_given_up(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    await outside.opens(program.url)
    poisoned = uuid4()
    program.answers = lambda got: 422 if got.event["subject"] == str(poisoned) else 200
    await outside.happens(paused(poisoned))

    async with outside.sending():
        await tried(outside, 1)
        clock.passes(seconds=1)
        await outside.happens(paused(), at=clock())
        await becomes(outside, delivered=1, waiting=1)
        clock.passes(days=5, minutes=2)
        await becomes(outside, delivered=1, failed=1)


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_a_refused_fact_never_rests_nor_pauses_the_endpoint_of_a_quiet_lycee(
    outside: Outside, program: Receiver, clock: Clock, status: int
) -> None:
    endpoint = await outside.opens(program.url)
    poisoned = uuid4()
    program.answers = lambda got: status if got.event["subject"] == str(poisoned) else 200
    await outside.happens(paused(poisoned))

    async with outside.sending():
        for attempts in range(1, 6):
            await tried(outside, attempts)
            clock.passes(days=2)
        row = await outside.endpoint(endpoint)
        assert (row["paused"], row["retry_at"], row["last_status"]) == (None, None, status)
        await outside.happens(paused(), at=clock())
        await has_taken(program, 1)


async def test_who_hears_late_does_not_undo_what_another_process_wrote_down(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    endpoint = await outside.opens(program.url)
    await outside.happens(paused())
    program.answers = lambda _: None
    async with outside.sending(seconds=60):
        await asked(program, 1)
        program.answers = lambda _: 200
        clock.passes(minutes=2)
        async with outside.sending():
            await becomes(outside, delivered=1)
        await program.stops()

        async def heard() -> bool:
            assert (await outside.endpoint(endpoint))["failures"] == 1
            return True

        await eventually(heard)

    assert await outside.states() == {"delivered": 1}


async def test_what_is_next_is_found_at_the_first_row_however_much_waits(
    outside: Outside,
) -> None:
    endpoint = await outside.opens("https://example.org/x")
    await outside.happens(paused())
    await outside.superuser.execute(
        "INSERT INTO deliveries (uai, delivery_id, endpoint_id, event_id, event_type, aggregate,"
        " aggregate_version, happened_at, body, state, next_attempt_at)"
        " SELECT uai, gen_random_uuid(), endpoint_id, gen_random_uuid(), event_type, n % 2000, n,"
        " happened_at + n * interval '1 s', body, state, next_attempt_at"
        " FROM deliveries, generate_series(1, 20000) AS n"
    )
    await outside.superuser.execute("ANALYZE deliveries")

    async with outside.units.begin(DEPARTMENT) as uow:
        of_it = {"endpoint_id": endpoint.id, "now": uow.now}
        plan = await uow.execute(text(f"EXPLAIN (ANALYZE) {_NEXT.text}"), of_it)
        lines = list(plan.scalars())

    assert any("deliveries_due" in line for line in lines), lines
    assert not any("Sort" in line for line in lines), lines


async def test_an_endpoint_that_wants_nothing_more_is_paused_at_once(
    outside: Outside, program: Receiver
) -> None:
    endpoint = await outside.opens(program.url)
    program.answers = lambda _: 410
    await outside.happens(paused(), paused())

    async with outside.sending():

        async def over() -> bool:
            assert (await outside.endpoint(endpoint))["paused"] == "gone"
            return True

        await eventually(over)

    assert len(program.requests) == 1


async def test_both_secrets_sign_for_a_day(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    endpoint = await outside.opens(program.url)
    before = await outside.secret(endpoint)
    async with outside.units.begin(own(HERE)) as uow:
        await rotate_secret(uow, endpoint_id=endpoint.id, version=1, now=uow.now)
    after = await outside.secret(endpoint)

    async with outside.sending():
        await outside.happens(paused())
        await has_taken(program, 1)
        clock.passes(hours=25)
        await outside.happens(paused(), at=clock())
        first, second = await has_taken(program, 2)

    assert before != after
    assert (first.signed_with(before), first.signed_with(after)) == (True, True)
    assert (second.signed_with(before), second.signed_with(after)) == (False, True)


async def test_everything_since_a_day_is_sent_again_under_the_same_ids(
    outside: Outside, program: Receiver, clock: Clock
) -> None:
    endpoint = await outside.opens(program.url)
    await outside.happens(paused())
    clock.passes(days=2)
    await outside.happens(paused(), paused(), at=clock())

    async with outside.sending():
        await becomes(outside, delivered=3)
        first = list(program.taken)
        async with outside.units.begin(own(HERE)) as uow:
            since = NOW + timedelta(days=1)
            count = await replay_deliveries(uow, endpoint_id=endpoint.id, since=since, now=uow.now)
        again = (await has_taken(program, 5))[3:]

    assert count == 2
    assert {one.event["id"] for one in again} == {one.event["id"] for one in first[1:]}
    assert {one.body for one in again} == {one.body for one in first[1:]}


async def test_nothing_is_sent_while_it_is_paused_and_a_trial_waits_too(
    outside: Outside, program: Receiver
) -> None:
    endpoint = await outside.opens(program.url)
    async with outside.units.begin(own(HERE)) as uow:
        await pause_endpoint(uow, endpoint_id=endpoint.id, version=1, now=uow.now)
        await try_endpoint(uow, endpoint_id=endpoint.id, now=uow.now)
    await outside.happens(paused())

    other = await outside.opens(program.url)
    async with outside.units.begin(own(HERE)) as uow:
        await try_endpoint(uow, endpoint_id=other.id, now=uow.now)
    async with outside.sending():
        await becomes(outside, waiting=2, delivered=1)

    [told] = program.taken
    assert told.event["type"] == "fr.passerelle.ping.v1"
    assert told.event["subject"] == str(other.id)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x",
        "ftp://example.org/x",
        "https://10.0.0.8/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest",
        "https://[::ffff:10.0.0.8]/x",
        "https://user:word@example.org/x",
        "https://exa mple.org/x",
        "https://example.org:99999/x",
        "https:///x",
        "https://[",
        "https://[::1",
        f"https://{'a' * 64}.example/x",
        "https://010.8.8.8/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://[64:ff9b::10.0.0.8]/x",
        "https://[64:ff9b:1::8.8.8.8]/x",
        "https://[2002:a00:8::1]/x",
        "https://[fec0::1]/x",
        "https://[::10.0.0.8]/x",
        "pas une adresse",
    ],
)
async def test_an_address_that_may_not_be_sent_to_is_refused(outside: Outside, url: str) -> None:
    with pytest.raises(EndpointRefused):
        await outside.opens(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://8.8.8.8/x",
        "https://[2001:4860:4860::8888]/x",
        "https://[64:ff9b::8.8.8.8]/x",
        f"https://{'a' * 63}.example:8443/x",
        "https://4you.example/x",
    ],
)
async def test_an_address_of_the_public_network_is_taken(outside: Outside, url: str) -> None:
    assert (await outside.opens(url)).url == url


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"https://{'a' * 64}.example/x", "unknown-name"),
        ("https://127.0.0.1:1/\x01", "not-sent"),
    ],
)
async def test_an_address_that_cannot_be_used_is_a_failure_that_is_shown(
    outside: Outside, url: str, reason: str
) -> None:
    """Such as one that was taken before we knew."""
    endpoint = await outside.opens("https://example.org/x")
    await outside.superuser.execute("UPDATE endpoints SET url = $1", url)
    await outside.happens(paused())

    async with outside.sending():
        await tried(outside, 1)

    row = await outside.endpoint(endpoint)
    assert (row["last_reason"], row["failures"]) == (reason, 1)


async def test_a_name_that_leads_inside_reaches_nothing(
    outside: Outside, program: Receiver
) -> None:
    """What the operator allows is this machine by its number: its name leads elsewhere as well."""
    endpoint = await outside.opens(f"https://localhost:{program.port}/x")
    await outside.superuser.execute(
        "UPDATE endpoints SET url = $1", f"http://localhost:{program.port}/x"
    )
    outside.allowed = ()
    await outside.happens(paused())

    async with outside.sending():

        async def noted() -> bool:
            assert (await outside.endpoint(endpoint))["last_reason"] == "private-address"
            return True

        await eventually(noted)

    assert program.requests == []


async def test_a_lycee_has_ten_endpoints_at_most(outside: Outside) -> None:
    for number in range(10):
        await outside.opens(f"https://example.org/{number}")

    with pytest.raises(EndpointsTooMany):
        await outside.opens("https://example.org/10")
    await outside.opens("https://example.org/10", uai=ELSEWHERE)


async def test_only_facts_a_lycee_may_see_can_be_chosen(outside: Outside) -> None:
    for events in ([], ["portal.sign_in_letter_asked"], ["partnerships.no_such_thing"]):
        with pytest.raises(Invalid):
            await outside.opens("https://example.org/x", events=events)


def test_every_published_event_is_offered_or_kept_inside_for_a_reason() -> None:
    names = {name_of(event.ce_type()) for event in published()}

    assert names == TITLES.keys() | kept_inside().keys()
    assert not TITLES.keys() & kept_inside().keys()


async def test_a_process_killed_before_it_writes_down_a_yes_sends_the_same_again(
    outside: Outside, program: Receiver, service_databases: ServiceDatabases
) -> None:
    await outside.opens(program.url)
    await outside.happens(paused(), paused())
    command = (sys.executable, "-m", "tests.notifications.sender")
    variables = environment(service_databases.settings, 25, "outgoing.before_mark=kill@1")

    process = await asyncio.create_subprocess_exec(
        *command, cwd=Path(tests.__file__).parents[1], env=variables
    )
    assert await asyncio.wait_for(process.wait(), timeout=60) == -signal.SIGKILL
    [first] = await has_taken(program, 1)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=Path(tests.__file__).parents[1], env=variables | {"PASSERELLE_FAILPOINTS": ""}
    )
    try:
        told = await has_taken(program, 3)
        await becomes(outside, delivered=2)
    finally:
        process.kill()
        await process.wait()

    assert [one.event["id"] for one in told].count(first.event["id"]) == 2
    assert len({one.event["id"] for one in told}) == 2
