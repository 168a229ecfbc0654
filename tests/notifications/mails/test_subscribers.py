"""Which facts somebody is written to about, heard on a real bus."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import (
    AccessNoticeId,
    ContactCheckId,
    LetterId,
    PlacementId,
    PupilYearId,
    SiteKey,
)
from contracts.internships.periods import HostAgreedV1, HostAgreementWithdrawnV1, WithdrawalReason
from contracts.partnerships.companies import ContactCheckAskedV1
from contracts.portal.accounts import (
    AccessNoticeAskedV1,
    AccessNoticeKind,
    SignInLetterAskedV1,
    SignInLetterKind,
)
from contracts.portal.second_factor import SecondFactorNoticeAskedV1, SecondFactorNoticeId
from deploy.nats.provision import provision
from services.chassis.reactions.consumer import ReactionRunner
from services.notifications.service import SERVICE
from services.notifications.subscribers import reactions
from tests.notifications.world import Post
from tests.support.bus import Declared, Speaker, bus_of, generated_server
from tests.support.services import NOW, ServiceDatabases
from tests.support.waiting import eventually

SERVICES = (
    Declared("internships"),
    Declared("partnerships"),
    Declared("portal"),
    Declared("coordination"),
    SERVICE,
)
PLACEMENT = PlacementId(uuid4())
SITE = SiteKey.local(uuid4())
TODAY = NOW.date()
AGREED = HostAgreedV1(
    placement_id=PLACEMENT,
    site_key=SITE,
    pupil_year_id=PupilYearId(uuid4()),
    occurred_on=TODAY,
)
WITHDRAWN = HostAgreementWithdrawnV1(
    placement_id=PLACEMENT,
    site_key=SITE,
    pupil_year_id=AGREED.pupil_year_id,
    reason=WithdrawalReason.HOST,
    occurred_on=TODAY,
)


# After the reactions first ran: `since="now"` looks at when a fact was recorded.
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass
class Told:
    """What the other services say, heard by the running reactions."""

    internships: Speaker
    partnerships: Speaker
    portal: Speaker
    coordination: Speaker


@pytest_asyncio.fixture
async def told(
    post: Post, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[Told]:
    settings = service_databases.settings
    async with generated_server(tmp_path, settings, SERVICES) as server:
        here = settings.replaced(nats_url=server.url)
        await provision(here, SERVICES)
        async with (
            bus_of(here, "notifications") as bus,
            bus_of(here, "internships") as internships,
            bus_of(here, "partnerships") as partnerships,
            bus_of(here, "portal") as portal,
            bus_of(here, "coordination") as coordination,
        ):
            runner = ReactionRunner(
                reactions, bus=bus, units=post.units, department="82", clock=lambda: NOW
            )
            await runner.start()
            yield Told(
                Speaker(internships), Speaker(partnerships), Speaker(portal), Speaker(coordination)
            )
            await runner.stop()


async def asked(post: Post) -> list[tuple[str, str, str]]:
    """Template, recipient and state of each mail."""
    rows = await post.superuser.fetch(
        "SELECT template, recipient, state FROM mails ORDER BY template"
    )
    return [tuple(row) for row in rows]


async def handled(post: Post, events: int) -> None:
    async def seen() -> bool:
        return bool(await post.superuser.fetchval("SELECT count(*) >= $1 FROM inbox", events))

    await eventually(seen)


async def test_a_host_that_agreed_and_the_bureau_are_written_to_once(
    told: Told, post: Post
) -> None:
    envelope = await told.internships.say(AGREED, at=LATER)
    # delivered again under another place in the stream, as after a refill
    await told.internships.say(AGREED, event_id=envelope.id, at=LATER)
    await told.internships.say(
        WITHDRAWN.model_copy(update={"placement_id": PlacementId(uuid4())}), at=LATER
    )

    await handled(post, 4)
    assert await asked(post) == [
        ("bureau_agreed", "concerned", "queued"),
        ("host_agreed", "host", "queued"),
    ]


async def test_what_has_not_left_about_a_place_that_is_withdrawn_is_cancelled(
    told: Told, post: Post
) -> None:
    await told.internships.say(AGREED, at=LATER)
    await told.internships.say(WITHDRAWN, at=LATER)

    # by who writes to hosts, and by the rules of notices
    await handled(post, 4)
    assert {state for *_, state in await asked(post)} == {"cancelled"}
    reasons = await post.superuser.fetch("SELECT last_reason FROM mails")
    assert {row["last_reason"] for row in reasons} == {"withdrawn", "over"}


async def test_a_place_confirmed_again_is_written_about_again(told: Told, post: Post) -> None:
    await told.internships.say(AGREED, at=LATER)
    await told.internships.say(WITHDRAWN, at=LATER)
    await told.internships.say(AGREED, at=LATER)

    # by who writes to hosts, and by the rules of notices
    await handled(post, 6)
    assert sorted(state for *_, state in await asked(post)) == [
        *("cancelled", "cancelled"),
        *("queued", "queued"),
    ]


async def test_a_card_to_confirm_is_sent_to_the_host(told: Told, post: Post) -> None:
    check = ContactCheckAskedV1(
        contact_check_id=ContactCheckId(uuid4()), site_key=SITE, occurred_on=TODAY
    )
    await told.partnerships.say(check, at=LATER)

    await handled(post, 1)
    assert await asked(post) == [("contact_check", "host", "queued")]


@pytest.mark.parametrize("kind", [*SignInLetterKind])
async def test_a_letter_of_sign_in_is_sent_to_whom_it_was_asked_for(
    told: Told, post: Post, kind: SignInLetterKind
) -> None:
    letter = SignInLetterAskedV1(letter_id=LetterId(uuid4()), kind=kind, occurred_on=TODAY)
    await told.portal.say(letter, at=LATER)

    await handled(post, 1)
    assert await asked(post) == [(kind.value, "holder", "queued")]
    assert await post.superuser.fetchval("SELECT aggregate_id FROM mails") == letter.letter_id


async def test_whose_second_factor_it_is_is_written_to(told: Told, post: Post) -> None:
    notice = SecondFactorNoticeAskedV1(
        factor_notice_id=SecondFactorNoticeId(uuid4()), occurred_on=TODAY
    )
    await told.portal.say(notice, at=LATER)

    await handled(post, 1)
    assert await asked(post) == [("second_factor", "holder", "queued")]
    assert await post.superuser.fetchval("SELECT aggregate_id FROM mails") == (
        notice.factor_notice_id
    )


@pytest.mark.parametrize("kind", [*AccessNoticeKind])
async def test_what_becomes_of_an_access_is_written_about_once(
    told: Told, post: Post, kind: AccessNoticeKind
) -> None:
    notice = AccessNoticeAskedV1(notice_id=AccessNoticeId(uuid4()), kind=kind, occurred_on=TODAY)
    envelope = await told.portal.say(notice, at=LATER)
    await told.portal.say(notice, event_id=envelope.id, at=LATER)
    letter = SignInLetterAskedV1(
        letter_id=LetterId(uuid4()), kind=SignInLetterKind.INVITATION, occurred_on=TODAY
    )
    await told.portal.say(letter, at=LATER)

    await handled(post, 2)
    wanted = (f"access_{kind}", "concerned", "queued")
    assert wanted in await asked(post)
    assert len(await asked(post)) == 2
