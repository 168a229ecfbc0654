"""Every address that is itself a secret × every way to have a wrong one, generated from the routes.

A new kind of link needs its address here, or `test_every_secret_address_is_tried` says so. What
the pages behind them show is in tests/security/test_personal_links.py.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx2
import pytest_asyncio
from sqlalchemy import MetaData

from contracts.identifiers import Uai
from contracts.personal_links import (
    CLASS_PERIODS,
    COMPANY_NEED,
    ENTRUSTED_NEED,
    FOLLOWED_PUPILS,
    HOSTED_STAY,
    KINDS,
)
from contracts.portal.accounts import SignInLetterKind
from deploy.embedded.nats import EmbeddedNats
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.database.tables import chassis_tables
from services.chassis.security.secret_links import SecretLinks
from services.coordination.actor_people.model import OBJECTION_PAGE, OBJECTION_PURPOSE
from services.coordination.committees.model import STOP_PAGE as SEAT_STOP
from services.coordination.committees.model import STOP_PURPOSE as OF_SEATS
from services.coordination.feeds.store import PAGE as FEED
from services.coordination.feeds.store import PURPOSE as OF_FEEDS
from services.coordination.need_links.model import ACTOR_PURPOSE, COMPANY_PURPOSE
from services.internships.families.model import PAGE as FAMILY
from services.internships.families.model import PAGE_PURPOSE as OF_FAMILY
from services.internships.families.model import STOP_PAGE as FAMILY_STOP
from services.internships.families.model import STOP_PURPOSE as OF_FAMILY_STOP
from services.internships.personal_links.commands import give_class_link, give_personal_link
from services.internships.personal_links.model import OF_PUPILS, purpose_of
from services.partnerships.contact_checks.model import LINK_PURPOSE, PAGE
from services.partnerships.host_pages.model import LINK_PURPOSE as OF_HOST_PAGES
from services.partnerships.host_pages.model import PAGE as HOST_PAGE
from services.partnerships.mail_stops.model import CONTACT_PURPOSE, STOP_PAGE
from services.partnerships.mailings.model import LINK_PURPOSE as OF_MAILINGS
from services.partnerships.teacher_links.model import LINK_PURPOSE as OF_TEACHERS
from services.partnerships.teacher_links.model import PAGE as DESK
from services.portal.base.scopes import DEPARTMENT
from services.portal.calendar.commands import renew_calendar_feed
from services.portal.letters.model import CHOOSE_PASSWORD
from services.supervision.feed_readers.pages import FEEDS
from tests.internships.world import Lycee
from tests.portal.world import a_letter, an_account
from tests.support.examples import examples_of
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.routes import UUID_TEXT, routes_of
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

SECRET = {
    route.path
    for service in SERVICES
    for route in routes_of(service)
    if route.declared.secret and not route.declared.writes
}
WAITING = """
SELECT (SELECT count(*) FROM due_work WHERE done_at IS NULL AND due_at <= now())
    + (SELECT count(*) FROM journal WHERE sent_at IS NULL)
"""
DRAWN = ("/calendrier/", "/flux/")
COUNTED = ["last_read_at", "times_read"]
"""What the giver of a feed is shown of its readings."""
BOOKKEEPING = MetaData()
chassis_tables(BOOKKEEPING)


@dataclass(frozen=True)
class Link:
    """A good address: its route, what is around the secret, and the secret."""

    route: str
    before: str
    token: str
    after: str = ""
    forged: Sequence[str] = ()
    """Secrets made with our own key for something else; those of `DRAWN` are not derived."""

    def with_secret(self, token: str) -> str:
        return f"{self.before}{token}{self.after}"

    @property
    def address(self) -> str:
        return self.with_secret(self.token)

    def wrong(self, others: Sequence[Link]) -> Sequence[str]:
        """Secrets that open nothing here."""
        turned = "B" if self.token[20] == "A" else "A"
        mistyped = self.token[:20] + turned + self.token[21:]
        spelt = [self.token[:-1], self.token + "A", mistyped, self.token.swapcase(), "x" * 54]
        # One page is opened by links of two kinds: of a letter to many, and of a contact.
        elsewhere = (one.token for one in others if one.before != self.before)
        return [*spelt, *elsewhere]


def derived(
    links: SecretLinks,
    route: str,
    purpose: str,
    row_id: UUID,
    before: str,
    after: str = "",
    *,
    uai: Uai = HERE,
) -> Link:
    """A link whose secret is derived from a row of `HERE`, or of the DSDEN."""
    token = links.token(purpose, uai=uai, row_id=row_id)
    forged = [
        links.token(purpose, uai=ELSEWHERE, row_id=row_id),
        links.token(purpose, uai=uai, row_id=uuid4()),
        links.token(f"{purpose}-too", uai=uai, row_id=row_id),
    ]
    return Link(route, before, token, after, forged)


@dataclass
class World:
    network: Network
    databases: ServiceDatabases
    links: Sequence[Link]

    def stranger(self) -> httpx2.AsyncClient:
        """Somebody without an account, from an address of their own: nobody is made to wait."""
        transport = httpx2.ASGITransport(self.network.app, client=(str(uuid4()), 1))
        return httpx2.AsyncClient(transport=transport, base_url=self.network.settings.public_url)

    async def kept(self) -> Mapping[str, Sequence[str]]:
        """Every row of every service, but what the chassis notes for itself."""
        found = {}
        for service in SERVICES:
            superuser = await self.databases.superuser(service.name)
            for name in sorted(set(service.metadata.tables) - set(BOOKKEEPING.tables)):
                rows = await superuser.fetch(
                    f'SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "{name}" t', COUNTED
                )
                found[f"{service.name}.{name}"] = sorted(row["row"] for row in rows)
            audit = await superuser.fetchval("SELECT count(*) FROM audit_entries")
            found[f"{service.name}.audit_entries"] = [str(audit)]
            await superuser.close()
        return found

    async def at_rest(self) -> Mapping[str, Sequence[str]]:
        """What is kept once nothing is due, nor on its way, any more."""

        async def still() -> Mapping[str, Sequence[str]]:
            for service in SERVICES:
                superuser = await self.databases.superuser(service.name)
                waiting = await superuser.fetchval(WAITING)
                await superuser.close()
                assert waiting == 0, service.name
            kept = await self.kept()
            assert kept == await self.kept()
            return kept

        return await eventually(still)


@pytest_asyncio.fixture(scope="module")
async def world(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats
) -> AsyncIterator[World]:
    settings = service_databases.settings.replaced(nats_url=bus_server.url)
    async with Running(service_databases, settings)() as network:
        for uai in (HERE, ELSEWHERE):
            await network.client_as(Role.RBDE, uai)
        links = [
            *await of_pupils(network, service_databases),
            *await of_contacts_and_news(network, service_databases),
            *await of_accounts(network),
            *await of_feed_readers(network, service_databases),
        ]
        yield World(network, service_databases, links)


async def of_pupils(network: Network, databases: ServiceDatabases) -> list[Link]:
    made = (await examples_of("internships", network, databases)).parameters
    superuser = await databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, datetime.now(UTC))
    found = []
    for kind in OF_PUPILS.values():
        pupil = UUID(made["pupil_year_id"].value)
        link_id = await lycee.do(give_personal_link, pupil_year_id=pupil, kind=kind, now=lycee.now)
        found.append((kind, link_id))
    of_class = UUID(made["class_id"].value)
    link_id = await lycee.do(give_class_link, class_id=of_class, given_to="M. Roux", now=lycee.now)
    given = "SELECT link_id FROM personal_links WHERE kind = $1"
    desk = await superuser.fetchval(given, FOLLOWED_PUPILS.word)
    stay = await superuser.fetchval(given, HOSTED_STAY.word)
    address = await superuser.fetchval("SELECT address_id FROM family_addresses")
    await superuser.close()
    links, route = lycee.units.links, "/ma-pfmp/{kind}/{token}"
    page, purpose = FOLLOWED_PUPILS.path, purpose_of(FOLLOWED_PUPILS)
    pupil_after = f"/{made['followed_id'].value}"
    own = f"{page}/{{follow_token}}"
    hosted, of_stay = f"{HOSTED_STAY.path}/{{stay_token}}", purpose_of(HOSTED_STAY)
    return [
        *(
            derived(links, hosted + after, of_stay, stay, f"{HOSTED_STAY.path}/", after)
            for after in ("", "/convention", "/attestation")
        ),
        *(
            derived(
                links, f"{FAMILY}/{{family_token}}{after}", OF_FAMILY, address, f"{FAMILY}/", after
            )
            for after in ("", "/convention")
        ),
        derived(
            links,
            f"{FAMILY_STOP}/{{address_token}}",
            OF_FAMILY_STOP,
            address,
            f"{FAMILY_STOP}/",
        ),
        derived(links, own, purpose, desk, f"{page}/"),
        derived(links, f"{own}/{{followed_id}}", purpose, desk, f"{page}/", pupil_after),
        *(
            derived(links, route, purpose_of(kind), link_id, f"{kind.path}/")
            for kind, link_id in (*found, (CLASS_PERIODS, link_id))
        ),
    ]


async def of_contacts_and_news(network: Network, databases: ServiceDatabases) -> list[Link]:
    await examples_of("partnerships", network, databases)
    superuser = await databases.superuser("partnerships")
    check = await superuser.fetchval("SELECT contact_check_id FROM contact_checks")
    page = await superuser.fetchval("SELECT host_page_id FROM host_pages")
    teacher = await superuser.fetchval("SELECT teacher_link_id FROM teacher_links")
    letter = await superuser.fetchval("SELECT recipient_id FROM mailing_recipients")
    contact = await superuser.fetchval("SELECT contact_id FROM mailing_recipients")
    await superuser.close()
    links = network.runtime("partnerships").work.links
    card = derived(links, f"{PAGE}/{{token}}", LINK_PURPOSE, check, f"{PAGE}/")
    host = derived(links, f"{HOST_PAGE}/{{page_token}}", OF_HOST_PAGES, page, f"{HOST_PAGE}/")
    desk = derived(links, f"{DESK}/{{desk_token}}", OF_TEACHERS, teacher, f"{DESK}/")
    stops = [
        derived(links, f"{STOP_PAGE}/{{letter_token}}", purpose, row_id, f"{STOP_PAGE}/")
        for purpose, row_id in ((OF_MAILINGS, letter), (CONTACT_PURPOSE, contact))
    ]
    await examples_of("coordination", network, databases)
    account = await an_account(
        network.runtime("portal").work, uais=(HERE,), mail="reader@lycee.example", password=None
    )
    superuser = await databases.superuser("coordination")
    feed = await superuser.fetchval(
        "UPDATE feed_links SET account_id = $1 RETURNING feed_link_id", account
    )
    seat = await superuser.fetchval("SELECT address_id FROM committee_addresses")
    somebody = await superuser.fetchval("SELECT person_id FROM actor_people")
    given = await superuser.fetchrow(
        "SELECT need_id, assignment_id FROM need_assignments WHERE actor_id IS NOT NULL"
    )
    assert given is not None
    await superuser.close()
    links = network.runtime("coordination").work.links
    feeds = [
        derived(links, f"{FEED}/{{token}}{file}", OF_FEEDS, feed, f"{FEED}/", file)
        for file in ("/atom.xml", "/feed.json")
    ]
    stop_seat = derived(
        links,
        f"{SEAT_STOP}/{{seat_token}}",
        OF_SEATS,
        seat,
        f"{SEAT_STOP}/",
    )
    noted = derived(
        links,
        f"{OBJECTION_PAGE}/{{person_token}}",
        OBJECTION_PURPOSE,
        somebody,
        f"{OBJECTION_PAGE}/",
        uai=network.settings.department_uai,
    )
    needs = [
        derived(
            links,
            f"{kind.path}/{{{name}}}",
            purpose,
            row_id,
            f"{kind.path}/",
            uai=network.settings.department_uai,
        )
        for kind, name, purpose, row_id in (
            (COMPANY_NEED, "need_token", COMPANY_PURPOSE, given["need_id"]),
            (ENTRUSTED_NEED, "entrusted_token", ACTOR_PURPOSE, given["assignment_id"]),
        )
    ]
    return [card, host, desk, *stops, *feeds, *needs, stop_seat, noted]


async def of_accounts(network: Network) -> list[Link]:
    work = network.runtime("portal").work
    account = await an_account(work, uais=(HERE,), mail="own@lycee.example", password=None)
    letter = await a_letter(
        work, account, SignInLetterKind.INVITATION, uai=HERE, now=datetime.now(UTC)
    )
    async with work.begin(DEPARTMENT) as uow:
        calendar = await renew_calendar_feed(uow, account_id=account, now=uow.now)
    password = "/mot-de-passe/choisir/"
    return [
        Link("/calendrier/{token}.ics", "/calendrier/", calendar, ".ics"),
        derived(work.links, f"{password}{{token}}", CHOOSE_PASSWORD, letter, password),
    ]


async def of_feed_readers(network: Network, databases: ServiceDatabases) -> list[Link]:
    made = (await examples_of("supervision", network, databases)).parameters
    secret, before = made["reader_secret"].value, f"{FEEDS}/{made['reader_id'].value}/"
    route = f"{FEEDS}/{{reader_id}}/{{reader_secret}}"
    return [
        Link(f"{route}/activite.{{activity_format}}", before, secret, "/activite.atom"),
        Link(f"{route}/couverture.{{coverage_format}}", before, secret, "/couverture.csv"),
        Link(f"{route}/indicateurs.{{indicators_format}}", before, secret, "/indicateurs.csv"),
    ]


async def test_every_secret_address_is_tried(world: World) -> None:
    assert {link.route for link in world.links} == SECRET
    kinds = {kind.path for kind in KINDS}
    assert kinds <= {link.before.rstrip("/") for link in world.links}


async def test_opening_a_link_changes_nothing_however_often_and_by_whomever(world: World) -> None:
    """Scanners of mails open links; some ask for the head first, some ask many times."""
    before = await world.at_rest()
    for link in world.links:
        for method in ("HEAD", "GET", "GET"):
            async with world.stranger() as stranger:
                answer = await stranger.request(method, link.address)
            assert answer.status_code == 200, f"{method} {link.route}: {answer.text}"

    assert await world.kept() == before
    assert sum(map(len, before.values())) > 20


async def test_every_wrong_secret_is_answered_like_any_other(world: World) -> None:
    for link in world.links:
        answers = {}
        for token in link.wrong(world.links):
            async with world.stranger() as stranger:
                answer = await stranger.get(link.with_secret(token))
            assert answer.status_code == 404, f"{link.route} with {token}: {answer.status_code}"
            answers[token] = alike(answer.text, token)
        assert len(set(answers.values())) == 1, link.route
        others = {one.token for one in world.links if one.before != link.before}
        assert len(answers) >= len(others) + 5 > 10


async def test_our_own_key_opens_nothing_for_another_lycee_row_or_purpose(world: World) -> None:
    for link in world.links:
        for token in link.forged:
            async with world.stranger() as stranger:
                answer = await stranger.get(link.with_secret(token))
            # Gone: what is signed by us was given once.
            assert answer.status_code in (404, 410), f"{link.route}: {answer.status_code}"
    drawn = [link.route for link in world.links if not link.forged]
    assert all(route.startswith(DRAWN) for route in drawn), drawn


def alike(text: str, token: str) -> str:
    """Without what differs between any two answers."""
    return re.sub(r"\d\d:\d\d:\d\d", "…", UUID_TEXT.sub("…", text.replace(token, "…")))
