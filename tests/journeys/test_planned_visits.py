"""A teacher plans a visit by their link; by a real relay the tutor has it in a calendar, as it moves and ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest_asyncio
from icalendar.cal import Component

from contracts.identifiers import SiteKey
from contracts.internships.visits import VisitWay
from contracts.personal_links import FOLLOWED_PUPILS
from services.internships.base.days import local_date
from services.internships.personal_links.model import purpose_of
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referents.commands import assign_referents, name_referents
from services.internships.visits.commands import plan_visit
from services.internships.visits.model import VisitPlan
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from tests.internships.world import ELEC, Lycee
from tests.journeys.test_hosts_by_name import heard_of
from tests.journeys.test_letters_to_hosts import network, relay
from tests.notifications.calendar_invitations.test_invitations import event_of
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.dates import period_running
from tests.support.network import HERE, Network
from tests.support.pages import Visitor
from tests.support.services import Published, ServiceDatabases
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually

__all__ = ["network", "relay"]
TUTOR = "tuteur@menuiserie.example"
PUPILS = ("DUVERNET Ismérie", "FONTBONNE Loïs")
SIRET = siret_of(37)
STANDARD, OWN_PHONE = "+33536491122", "+33536491133"


@dataclass
class Followed:
    """Two pupils at one place these weeks, with one tutor, whom one teacher follows."""

    lycee: Lycee
    mails: asyncpg.Connection
    relay: Mailbox
    placements: list[UUID]
    desk: str
    last_on: date

    async def told(self, many: int) -> Sequence[tuple[str, Component]]:
        """What the tutor’s calendar was sent so far, once nothing waits."""

        async def left() -> Sequence[tuple[str, Component]]:
            # Whatever a mail waits for, ten minutes are over.
            await self.mails.execute(
                "UPDATE mails SET next_attempt_at = now() WHERE state = 'queued'"
                " AND template LIKE 'visit%'"
            )
            got = [one for one in self.relay.to(TUTOR) if "isite" in one.words("Subject")]
            assert len(got) == many
            events = [event_of(one) for one in got]
            return [(str(calendar["METHOD"]), event) for calendar, event in events]

        return await eventually(left)


@pytest_asyncio.fixture
async def followed(
    network: Network, relay: Mailbox, service_databases: ServiceDatabases, published: Published
) -> AsyncIterator[Followed]:
    superuser = await service_databases.superuser("internships")
    mails = await service_databases.superuser("notifications")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, now=datetime.now(UTC))
    await network.client_as("rbde", HERE)
    registry = Bureau(HERE, network.runtime("partnerships").work, published, lycee.now)
    company = await registry.registers("Menuiserie Roca", main=site(siret=SIRET, phone=STANDARD))
    place = (await registry.card(company)).sites[0]
    details = ContactDetails("Hortense Roca", function="Tutrice", mail=TUTOR, phone=OWN_PHONE)
    tutor = await registry.do(add_contact, company_id=company, site_id=place.id, details=details)
    await heard_of(superuser, SIRET)
    placements, referent = await a_class(lycee, tutor)
    link = await lycee.do(give_referent_link, referent_id=referent, now=lycee.now)
    token = lycee.units.links.token(purpose_of(FOLLOWED_PUPILS), uai=HERE, row_id=link)
    desk = f"{FOLLOWED_PUPILS.path}/{token}"
    yield Followed(lycee, mails, relay, placements, desk, period_running()[1])
    await superuser.close()
    await mails.close()


async def a_class(lycee: Lycee, tutor: UUID) -> tuple[list[UUID], UUID]:
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports(*(f"{one} 2E" for one in PUPILS), classes={"2E": formation})
    starts_on, ends_on = period_running()
    period = await lycee.publishes_a_period(formation, starts_on=starts_on, ends_on=ends_on)
    placements = []
    for pupil in pupils:
        placement = await lycee.proposes(pupil, period, SiteKey(SIRET))
        await lycee.confirms(placement, on=local_date(lycee.now))
        chosen: dict[str, Any] = {"placement_id": placement, "version": 2, "tutor_id": tutor}
        await lycee.do(choose_tutor, **chosen, knowingly=True, now=lycee.now)
        placements.append(placement)
    (referent,) = await lycee.do(name_referents, names=["Mme Roux"], now=lycee.now)
    everybody = dict.fromkeys(pupils, referent)
    await lycee.do(assign_referents, period_id=period, shown={}, chosen=everybody, now=lycee.now)
    return placements, referent


async def test_a_visit_is_in_the_calendar_of_the_tutor_until_it_is_off(
    network: Network, followed: Followed
) -> None:
    own = f"{followed.desk}/{followed.placements[0]}"
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(network.app, client=(str(uuid4()), 1)),
        base_url=network.settings.public_url,
        headers={"Sec-Fetch-Site": "same-origin"},
    ) as client:
        teacher = Visitor(client)
        form = (await teacher.get(own)).form(f"{own}/visite", exactly=True)
        planned = await teacher.send(form, visit_on=f"{followed.last_on}", visit_at="14:30")
        assert "Visite prévue le" in planned.text
        ((method, first),) = await followed.told(1)
        assert method == "REQUEST"
        assert str(first["LOCATION"]).startswith("Dans votre entreprise")

        moving = (await teacher.get(own)).form(f"{own}/visite", exactly=True)
        moved = await teacher.send(moving, visit_at="", visit_way="call")
        method, second = (await followed.told(2))[-1]
        assert (method, second["SEQUENCE"], second["UID"]) == ("REQUEST", 1, first["UID"])
        assert second.decoded("DTSTART") == followed.last_on

        await teacher.send(moved.form(f"{own}/visite/annulation", exactly=True))
        method, third = (await followed.told(3))[-1]
        assert (method, third["SEQUENCE"], third["UID"]) == ("CANCEL", 2, first["UID"])
    [mail] = [one for one in followed.relay.to(TUTOR) if "prévue" in one.words("Subject")]
    assert "Ismérie DUVERNET" in mail.part("plain")
    assert "Mme Roux" in mail.part("plain")


async def test_who_never_came_is_not_visited(followed: Followed) -> None:
    lycee = followed.lycee
    plan = VisitPlan(followed.last_on, None, VisitWay.ON_SITE)
    place = followed.placements[1]
    await lycee.do(plan_visit, placement_id=place, plan=plan, now=lycee.now)
    await followed.told(1)
    await lycee.notes_a_no_show(place, version=3, on=local_date(lycee.now))
    assert [method for method, _ in await followed.told(2)] == ["REQUEST", "CANCEL"]
