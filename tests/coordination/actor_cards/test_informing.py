"""People of actors informed by a real mail server: what it says, that they object by it, and what is seen of it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import httpx2
import pytest
import pytest_asyncio

from contracts.coordination.actor_people import (
    ACTOR_PERSON_LETTER,
    ActorPersonLetterId,
    ActorPersonLetterRequest,
)
from deploy.embedded.nats import EmbeddedNats
from services.chassis.base.identity import Role
from services.chassis.questions import QuestionRefused
from services.coordination.actor_exchanges.retention import forget_people, people_gone
from services.coordination.actor_files.model import ListRow
from services.coordination.actor_people.commands import (
    bring_person_back,
    correct_person,
    inform_person,
    note_person,
    object_to_be_noted,
)
from services.coordination.actor_people.model import (
    AddressRefused,
    InformedBy,
    PersonDetails,
    PersonObjected,
)
from services.coordination.actor_people.reactions import (
    have_the_person_agree_again,
    put_the_person_away_again,
)
from services.coordination.actor_people.retention import old_refusals, remove_refusals
from services.coordination.actor_people.store import ActorPeople
from services.coordination.news.model.calendar import local_date
from services.coordination.people_files.queries import REFUSED, preview_people
from tests.coordination.actor_cards.world import PERSON, dsden, send
from tests.coordination.world import Somebody
from tests.support.network import HERE, Network, Running
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases
from tests.support.smtp import LOOPBACK, Delivered, Mailbox, smtp_server
from tests.support.waiting import eventually

ADDRESS = "g.delmas@chambre.example"


@dataclass
class Informing:
    """Everything running, a mail server, and who notes people."""

    network: Network
    relay: Mailbox
    mails: asyncpg.Connection
    kept: asyncpg.Connection
    her: httpx2.AsyncClient
    bureau: httpx2.AsyncClient
    dsden: Somebody
    actor: str

    async def notes(self, mail: str = ADDRESS) -> str:
        """Note somebody whom Passerelle informs; the path of their page."""
        noted = {**PERSON, "informed_by": "passerelle", "mail": mail}
        answer = await send(
            self.her, f"{self.actor}/personnes", **noted, informed_on=local_date(self.dsden.now)
        )
        assert answer.status_code == 303, answer.text
        person = await self.kept.fetchval(
            "SELECT person_id FROM actor_people ORDER BY person_id DESC LIMIT 1"
        )
        return f"/annuaire/personnes/{person}"

    async def leave(self, many: int) -> None:
        """So many mails were asked for; each is tried now, whatever the hour."""

        async def done() -> bool:
            await self.mails.execute(
                "UPDATE mails SET next_attempt_at = now() WHERE state IN ('queued', 'deferred')"
            )
            rows = await self.mails.fetch(
                "SELECT state FROM mails WHERE template = 'actor_person_informed'"
            )
            return len(rows) == many and all(
                row["state"] in ("sent", "failed", "cancelled") for row in rows
            )

        await eventually(done)

    async def is_seen(self, page: str, words: str) -> str:
        """The page of the person, once these words stand on it."""

        async def there() -> bool:
            return words in (await self.her.get(page)).text

        await eventually(there)
        return (await self.her.get(page)).text


@pytest_asyncio.fixture
async def informing(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats
) -> AsyncIterator[Informing]:
    async with smtp_server() as relay:
        settings = service_databases.settings.replaced(
            nats_url=bus_server.url,
            smtp_host=LOOPBACK,
            smtp_port=relay.port,
            smtp_security="none",
            mail_from="ne-pas-repondre@passerelle.example",
        )
        async with Running(service_databases, settings)() as network:
            bureau = await network.client_as(Role.RBDE, HERE)
            her = await network.client_as(Role.SUPERVISOR, None)
            mails = await service_databases.superuser("notifications")
            kept = await service_databases.superuser("coordination")
            somebody = dsden(network)
            somebody.now = datetime.now(UTC)
            actor = f"/annuaire/{await somebody.adds('Chambre du Quercy')}"
            yield Informing(network, relay, mails, kept, her, bureau, somebody, actor)
            await mails.close()
            await kept.close()


def plain(mail: Delivered) -> str:
    return mail.part("plain").replace("\u00a0", " ").replace("\u202f", " ")


def link_in(mail: Delivered) -> str:
    found: str
    [found] = set(re.findall(r"https?://[^/\s]+(/annuaire/mes-donnees/\S+)", plain(mail)))
    return found


async def test_the_mail_says_what_is_kept_why_and_how_long_and_one_click_puts_the_person_away(
    informing: Informing,
) -> None:
    page = await informing.notes()
    assert "Pas encore parti" in (await informing.her.get(page)).text
    await informing.leave(1)
    mail = informing.relay.to(ADDRESS)[-1]
    text = plain(mail)
    for said in (
        "Ghislaine Delmas",
        "Chambre du Quercy",
        "05 36 49 00 07",
        "article 14",
        "Trois ans",
        "CNIL",
        "Je m’oppose",
    ):
        assert said in text
    await informing.is_seen(page, ">Parti<")
    assert "Ghislaine Delmas" in (await informing.bureau.get(informing.actor)).text

    own = link_in(mail)
    async with informing.network.client() as program:
        assert "Ghislaine Delmas" in (await program.get(own)).text
        assert "Ghislaine Delmas" in (await informing.bureau.get(informing.actor)).text
        pressed = await program.post(own, data={"List-Unsubscribe": "One-Click"})
        assert pressed.status_code == 200, pressed.text

    assert "Ghislaine Delmas" not in (await informing.bureau.get(informing.actor)).text
    assert "Ghislaine" not in (await informing.bureau.get("/annuaire/personnes.csv")).text
    assert "s’est opposée" in (await informing.her.get(page)).text

    async def told() -> bool:
        return bool(
            await informing.mails.fetchval(
                "SELECT count(*) FROM notices WHERE kind = 'actor_person_objected'"
            )
        )

    await eventually(told)


async def test_who_objected_may_come_back_and_nobody_else_brings_them_back(
    informing: Informing,
) -> None:
    page = await informing.notes()
    await informing.leave(1)
    own = link_in(informing.relay.to(ADDRESS)[-1])
    person_id = UUID(page.rpartition("/")[2])
    async with informing.network.client() as client:
        visitor = Visitor(client)
        objected = await visitor.send((await visitor.get(own)).form(f"{own}/opposition"))
        assert "opposé à être noté" in objected.text
        with pytest.raises(PersonObjected):
            await informing.dsden.do(bring_person_back, person_id=person_id, version=1)
        again = await visitor.send(objected.form(f"{own}/accord"))
        assert "Ghislaine Delmas" in again.text
    assert "Ghislaine Delmas" in (await informing.bureau.get(informing.actor)).text


async def test_a_mail_that_is_refused_is_seen_on_the_person_and_sent_again_once_corrected(
    informing: Informing,
) -> None:
    refused, right = "perdue@chambre.example", "retrouvee@chambre.example"
    informing.relay.says("rcpt", "550 5.1.1 inconnu")
    page = await informing.notes(refused)
    await informing.leave(1)
    shown = await informing.is_seen(page, "Non remis")
    assert "prévenez la personne autrement" in shown
    corrected = {**PERSON, "informed_by": "passerelle", "mail": right, "version": 1}
    today = local_date(informing.dsden.now)
    answer = await send(informing.her, page, **corrected, informed_on=today)
    assert answer.status_code == 303, answer.text
    await informing.leave(2)
    assert len(informing.relay.to(right)) == 1
    await informing.is_seen(page, ">Parti<")


async def test_an_erased_person_is_written_to_no_more_and_what_was_said_is_forgotten(
    informing: Informing,
) -> None:
    page = await informing.notes()
    await informing.leave(1)
    own = link_in(informing.relay.to(ADDRESS)[-1])
    await informing.is_seen(page, ">Parti<")
    assert (await send(informing.her, f"{page}/effacement", version=1)).status_code == 303

    async def forgotten() -> bool:
        kept = await informing.mails.fetchval(
            "SELECT count(*) FROM mails WHERE template = 'actor_person_informed'"
            " AND address IS NOT NULL"
        )
        return not kept

    await eventually(forgotten)
    async with informing.network.client() as client:
        over = await client.get(own)
    assert over.status_code == 404
    assert "plus rien n’est gardé" in over.text.replace("\u00a0", " ")


async def test_a_person_is_informed_by_passerelle_only_with_an_address(
    informing: Informing,
) -> None:
    typed = {**PERSON, "informed_by": "passerelle"}
    answer = await send(
        informing.her,
        f"{informing.actor}/personnes",
        **typed,
        informed_on=local_date(informing.dsden.now),
    )
    assert answer.status_code == 422
    assert "écrivez son adresse électronique" in answer.text
    assert "Ghislaine Delmas" in answer.text


async def test_an_objection_holds_after_a_backup_and_a_month_later_nothing_is_kept(
    informing: Informing,
) -> None:
    who = informing.dsden
    today = local_date(who.now)
    details = PersonDetails("Ghislaine Delmas", InformedBy.ORAL, today)
    actor_id = UUID(informing.actor.rpartition("/")[2])
    person_id = await who.do(note_person, actor_id=actor_id, details=details, now=who.now)
    await who.do(object_to_be_noted, person_id=person_id, now=who.now)
    await informing.kept.execute("DELETE FROM actor_objections")
    await who.do(put_the_person_away_again, resource_id=person_id, now=who.now)
    assert (await who.do(lambda uow: ActorPeople(uow).get(person_id))).away
    await who.do(have_the_person_agree_again, resource_id=person_id, now=who.now)
    assert not (await who.do(lambda uow: ActorPeople(uow).get(person_id))).away
    await who.do(put_the_person_away_again, resource_id=person_id, now=who.now)
    for days, gone in ((29, 0), (31, 1)):
        later = who.now + timedelta(days=days)
        assert len(await who.do(people_gone, now=later, limit=9)) == gone
    with pytest.raises(PersonObjected):
        await who.do(inform_person, person_id=person_id, version=1, now=who.now)


async def test_once_erased_who_objected_is_noted_at_no_actor_by_hand_nor_by_a_list_for_three_years(
    informing: Informing,
) -> None:
    who, today = informing.dsden, local_date(informing.dsden.now)
    details = PersonDetails("Ghislaine Delmas", InformedBy.ORAL, today, mail=ADDRESS)
    first = UUID(informing.actor.rpartition("/")[2])
    other = await who.adds("Agence du Quercy")
    person_id = await who.do(note_person, actor_id=first, details=details, now=who.now)
    kept_at = await who.do(
        note_person, actor_id=other, details=replace(details, name="Odile", mail=None), now=who.now
    )
    await who.do(object_to_be_noted, person_id=person_id, now=who.now)
    await who.do(forget_people, ids=[person_id], now=who.now)

    typed = {**PERSON, "name": "G. Delmas", "mail": ADDRESS.upper(), "informed_on": today}
    refused = await send(informing.her, f"/annuaire/{other}/personnes", **typed)
    assert refused.status_code == 422
    assert "s’est opposée à être notée" in refused.text
    assert "G. Delmas" in refused.text
    with pytest.raises(AddressRefused):
        await who.do(correct_person, person_id=kept_at, version=1, details=details, now=who.now)
    cells = {"actor": "Agence du Quercy", "name": "G. Delmas", "mail": ADDRESS}
    told = {"informed_by": "de vive voix", "informed_on": f"{today:%d/%m/%Y}"}
    preview = await who.do(preview_people, rows=[ListRow(2, cells | told)])
    assert [one.problems for one in preview.verdicts] == [[REFUSED]]
    assert "delmas" not in str(await informing.kept.fetch("SELECT * FROM actor_refusals")).lower()

    kept = timedelta(days=3 * 365)
    assert not await who.do(old_refusals, now=who.now + kept - timedelta(days=1), limit=9)
    due = await who.do(old_refusals, now=who.now + kept + timedelta(days=1), limit=9)
    assert len(due) == 1
    await who.do(remove_refusals, ids=[one.id for one in due], _=who.now)
    await who.do(note_person, actor_id=other, details=details, now=who.now)


async def test_whom_passerelle_is_to_inform_from_now_on_is_informed_today(
    informing: Informing,
) -> None:
    who, today = informing.dsden, local_date(informing.dsden.now)
    details = PersonDetails(
        "Odile Peyre", InformedBy.ORAL, today - timedelta(days=90), mail=ADDRESS
    )
    actor_id = UUID(informing.actor.rpartition("/")[2])
    person_id = await who.do(note_person, actor_id=actor_id, details=details, now=who.now)
    by_mail = replace(details, informed_by=InformedBy.PASSERELLE)

    await who.do(correct_person, person_id=person_id, version=1, details=by_mail, now=who.now)

    one = await who.do(lambda uow: ActorPeople(uow).get(person_id))
    assert one.details.informed_on == today
    old = replace(by_mail, function="Accueil")
    await who.do(correct_person, person_id=person_id, version=2, details=old, now=who.now)
    one = await who.do(lambda uow: ActorPeople(uow).get(person_id))
    assert one.details.informed_on == old.informed_on, "told already: what is corrected holds"


async def test_what_the_mail_says_is_told_to_nobody_asking_for_a_lycee(
    informing: Informing,
) -> None:
    await informing.notes()
    letter = await informing.kept.fetchval("SELECT letter_id FROM actor_person_letters")
    request = ActorPersonLetterRequest(actor_letter_id=ActorPersonLetterId(letter))
    notifications = informing.network.runtime("notifications")
    department = informing.network.settings.department_uai
    told = await notifications.ask(ACTOR_PERSON_LETTER, department, request)
    assert told.person == "Ghislaine Delmas"
    with pytest.raises(QuestionRefused):
        await notifications.ask(ACTOR_PERSON_LETTER, HERE, request)
