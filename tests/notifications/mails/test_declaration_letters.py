"""Mails about declarations to renew: to who hosts minors, while it holds, and the bureau hears that it left."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.internships.hosting import MINORS_HOSTED, MinorsHosted
from contracts.notifications.mails import DeclarationLetterMovedV1, LetterState
from contracts.partnerships.declaration_letters import (
    DECLARATION_LETTER,
    DeclarationLetterAskedV1,
    DeclarationLetterId,
)
from contracts.portal.accounts import BUREAU_PEOPLE, BureauPeople
from services.notifications.contents.model import Composed, Composition, NotWanted
from services.notifications.mails.model.reasons import NO_MINOR, SETTLED, STOPPED
from services.notifications.mails.model.template import Template
from services.notifications.rests.model import leaves_at
from tests.notifications.mails.test_host_letters import DECLARATIONS
from tests.notifications.mails.test_subscribers import LATER, Told, handled, told
from tests.notifications.owners import Owners, owners
from tests.notifications.sending import Writer, sending, settings_for
from tests.notifications.world import HERE, Post
from tests.support.services import NOW, ServiceDatabases
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually

__all__ = ["told"]
RENEWAL = Template.DECLARATION_RENEWAL


@pytest_asyncio.fixture
async def hosts(service_databases: ServiceDatabases, tmp_path: Path) -> AsyncIterator[Owners]:
    async with owners(service_databases.settings, tmp_path) as running:
        running.tell(DECLARATION_LETTER, DECLARATIONS)
        running.tell(BUREAU_PEOPLE, BureauPeople(lycee="Lycée des Tilleuls", members=()))
        yield running


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


async def test_it_says_which_works_where_until_when_and_what_to_do(hosts: Owners) -> None:
    mail = await hosts.compose(RENEWAL)

    assert isinstance(mail, Composed)
    assert plain(mail.subject) == (
        "Travaux réglementés : déclaration à renouveler avant le 14 janvier 2027"
    )
    text = plain(mail.text)
    assert "Lieu : Garage du Pont, Moissac" in text
    assert "Travaux : Travail en hauteur, échafaudages" in text
    assert "Valable jusqu’au : jeudi 14 janvier 2027" in text
    assert "Sans une nouvelle déclaration à l’inspection du travail" in text


@pytest.mark.parametrize(
    ("change", "minors", "wanted"),
    [
        ({"hosts_next": False}, True, None),
        ({"hosts_next": False}, False, NotWanted(NO_MINOR)),
        ({"standing": False}, True, NotWanted(SETTLED)),
        ({"stopped": True}, True, NotWanted(STOPPED)),
    ],
)
async def test_it_leaves_while_it_holds_to_who_hosts_minors_or_has_places(
    hosts: Owners, change: dict[str, object], minors: bool, wanted: Composition | None
) -> None:
    hosts.tell(DECLARATION_LETTER, DECLARATIONS.model_copy(update=change))
    hosts.tell(MINORS_HOSTED, MinorsHosted(hosted=minors))

    mail = await hosts.compose(RENEWAL)

    assert mail == wanted if wanted else isinstance(mail, Composed)


async def test_who_hosts_is_asked_from_the_day_the_declaration_was_made(hosts: Owners) -> None:
    hosts.tell(DECLARATION_LETTER, DECLARATIONS.model_copy(update={"hosts_next": False}))
    hosts.tell(MINORS_HOSTED, MinorsHosted(hosted=True))

    await hosts.compose(RENEWAL)

    [request] = [one for one in hosts.requests if hasattr(one, "since")] or [None]
    assert request is not None
    assert request.site_keys == DECLARATIONS.site_keys
    assert request.since == DECLARATIONS.declarations[0].filed_on


async def test_one_that_was_asked_for_is_queued_once_for_a_morning_of_work(
    told: Told, post: Post
) -> None:
    asked, other = (
        DeclarationLetterAskedV1(letter_id=DeclarationLetterId(uuid4()), occurred_on=NOW.date())
        for _ in range(2)
    )
    envelope = await told.partnerships.say(asked, at=LATER)
    await told.partnerships.say(asked, event_id=envelope.id, at=LATER)
    await told.partnerships.say(other, at=LATER)

    await handled(post, 2)
    [row] = await post.superuser.fetch(
        "SELECT * FROM mails WHERE aggregate_id = $1", asked.letter_id
    )
    assert (row["template"], row["recipient"]) == (RENEWAL.value, "host")
    assert row["next_attempt_at"] == leaves_at(row["queued_at"], urgent=False)


@pytest.mark.parametrize(
    ("instead", "state"),
    [(None, LetterState.LEFT), (NotWanted(NO_MINOR), LetterState.CANCELLED)],
)
async def test_the_bureau_hears_whether_it_left(
    post: Post,
    server: Mailbox,
    service_databases: ServiceDatabases,
    instead: Composition | None,
    state: LetterState,
) -> None:
    letter_id = uuid4()
    mail = await post.asks(template=RENEWAL, aggregate_id=letter_id)

    async with sending(post.units, settings_for(server.port), Writer(instead=instead)):

        async def finished() -> bool:
            return (await post.row(mail))["finished_at"] is not None

        await eventually(finished)

    heard = await service_databases.published(DeclarationLetterMovedV1)
    assert [(one.letter_id, one.state) for one in heard] == [(letter_id, state)]
    assert [row["uai"] for row in await post.superuser.fetch("SELECT uai FROM journal")] == [HERE]
