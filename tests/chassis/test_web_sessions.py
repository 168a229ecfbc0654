"""Who a request comes from: asked of the portal, remembered for a while, forgotten at once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from starlette.requests import Request

from services.chassis.base.errors import Unavailable
from services.chassis.base.identity import Grant, Identity, Role
from services.chassis.security.sessions import (
    FRESH_SECONDS,
    REMEMBERED_MAX,
    STALE_SECONDS,
    PortalUnreachable,
    RememberedSessions,
)
from tests.chassis.facts import BOURDELLE
from tests.chassis.site import Site
from tests.support.waiting import eventually

CAMILLE = Identity(uuid4(), "Camille Roux", (Grant(Role.RBDE, BOURDELLE, "Lycée Bourdelle"),))


class Portal:
    """Knows one session, until it closes it or cannot be reached."""

    def __init__(self) -> None:
        self.reachable = True
        self.open = {"secret": CAMILLE}
        self.asked = 0
        self.time = 0.0
        self.answers = asyncio.Event()
        self.answers.set()

    async def ask(self, secret: str) -> Identity | None:
        self.asked += 1
        if not self.reachable:
            raise PortalUnreachable
        found = self.open.get(secret)
        await self.answers.wait()
        if not self.reachable:
            raise PortalUnreachable
        return found


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
def sessions(portal: Portal) -> RememberedSessions:
    return RememberedSessions(portal.ask, cookie="passerelle", clock=lambda: portal.time)


async def test_the_portal_is_asked_once_a_second(
    portal: Portal, sessions: RememberedSessions
) -> None:
    for portal.time in (0.0, 0.5, FRESH_SECONDS, FRESH_SECONDS + 0.1):
        assert await sessions.behind("secret") == CAMILLE

    assert portal.asked == 2


async def test_requests_that_come_together_ask_once(
    portal: Portal, sessions: RememberedSessions
) -> None:
    portal.answers.clear()
    first, second = (asyncio.create_task(sessions.behind("secret")) for _ in range(2))
    await eventually(lambda: portal.asked == 1)

    first.cancel()
    portal.answers.set()

    assert await second == CAMILLE
    assert portal.asked == 1


async def test_an_answer_given_before_a_revocation_serves_nobody_after_it(
    portal: Portal, sessions: RememberedSessions
) -> None:
    portal.answers.clear()
    before = asyncio.create_task(sessions.behind("secret"))
    await eventually(lambda: portal.asked == 1)
    portal.open.clear()
    sessions.forget(CAMILLE.account_id)

    after = asyncio.create_task(sessions.behind("secret"))
    await eventually(lambda: portal.asked == 2)
    portal.answers.set()

    assert await before == CAMILLE  # asked before it
    assert await after is None
    assert await sessions.behind("secret") is None


async def test_a_session_that_was_closed_is_over_within_a_second(
    portal: Portal, sessions: RememberedSessions
) -> None:
    await sessions.behind("secret")
    portal.open.clear()
    portal.time = FRESH_SECONDS + 0.1

    assert await sessions.behind("secret") is None


async def test_the_last_answer_serves_a_quarter_of_an_hour_without_the_portal(
    portal: Portal, sessions: RememberedSessions
) -> None:
    await sessions.behind("secret")
    portal.reachable = False

    portal.time = STALE_SECONDS
    assert await sessions.behind("secret") == CAMILLE
    portal.time = STALE_SECONDS + 1
    with pytest.raises(Unavailable):
        await sessions.behind("secret")


async def test_what_was_to_end_by_itself_has_ended_without_the_portal(portal: Portal) -> None:
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    now = midnight - timedelta(seconds=1)
    portal.open["secret"] = replace(CAMILLE, until=midnight)
    sessions = RememberedSessions(
        portal.ask, cookie="passerelle", clock=lambda: portal.time, now=lambda: now
    )
    await sessions.behind("secret")
    portal.reachable = False
    portal.time = FRESH_SECONDS + 0.1
    assert (await sessions.behind("secret")) is not None

    now = midnight
    with pytest.raises(Unavailable):
        await sessions.behind("secret")


async def test_what_is_remembered_is_no_use_of_a_session_until_its_end(portal: Portal) -> None:
    end = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    now = end - timedelta(minutes=30)
    portal.open["secret"] = replace(CAMILLE, until=end)
    sessions = RememberedSessions(
        portal.ask, cookie="passerelle", clock=lambda: portal.time, now=lambda: now
    )
    request = Request({"type": "http", "headers": [(b"cookie", b"passerelle=secret")]})
    assert sessions.remembered(request) is None
    assert await sessions.of(request) is not None

    now, portal.time = end - timedelta(seconds=1), 1799.0
    assert sessions.remembered(request) == portal.open["secret"]
    sessions.forget(CAMILLE.account_id)
    assert sessions.remembered(request) is None
    await sessions.of(request)
    now = end
    assert sessions.remembered(request) is None
    assert portal.asked == 2


async def test_nobody_is_let_in_on_the_word_of_an_absent_portal(
    portal: Portal, sessions: RememberedSessions
) -> None:
    portal.reachable = False

    with pytest.raises(Unavailable):
        await sessions.behind("another secret")


async def test_what_was_revoked_does_not_serve_without_the_portal(
    portal: Portal, sessions: RememberedSessions
) -> None:
    await sessions.behind("secret")
    portal.reachable = False
    sessions.forget(CAMILLE.account_id)

    with pytest.raises(Unavailable):
        await sessions.behind("secret")


async def test_what_is_revoked_while_an_absent_portal_is_asked_does_not_serve(
    portal: Portal, sessions: RememberedSessions
) -> None:
    await sessions.behind("secret")
    portal.time = FRESH_SECONDS + 1
    portal.answers.clear()
    asked = asyncio.create_task(sessions.behind("secret"))
    await eventually(lambda: portal.asked == 2)

    sessions.forget(CAMILLE.account_id)
    portal.reachable = False
    portal.answers.set()

    with pytest.raises(Unavailable):
        await asked


async def test_what_is_remembered_is_bounded(portal: Portal, sessions: RememberedSessions) -> None:
    for number in range(REMEMBERED_MAX + 1):
        portal.open[str(number)] = CAMILLE
        await sessions.behind(str(number))
    asked = portal.asked

    await sessions.behind(str(REMEMBERED_MAX))
    await sessions.behind("0")

    assert portal.asked == asked + 1


async def test_a_revocation_said_on_the_bus_is_heard(site: Site) -> None:
    account = uuid4()
    browser = await site.signed_in(account=account)
    assert (await browser.get("/notes")).status_code == 200
    # Its last answer would serve for a quarter of an hour, had nobody said that it is void.
    site.portal.answers = False
    await site.runtime.bus.wait_connected()

    assert await site.runtime.bus.signal("revoked.portal.82", str(account).encode())

    async def forgotten() -> bool:
        return (await browser.get("/notes")).status_code == 503

    await eventually(forgotten)
