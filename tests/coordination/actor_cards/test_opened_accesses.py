"""The supervisor opens the access of a partner from the page of its actor, and what ends it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
import pytest_asyncio

from contracts.coordination.actor_people import (
    ACTOR_PERSON_ACCESS,
    ActorPersonAccessRequest,
    ActorPersonId,
)
from contracts.identifiers import AccountId
from contracts.partnerships.actors import ActorId
from contracts.portal.partner_accesses import PartnerAccessOpenedV1, PartnerAccountUnusedV1
from services.chassis.base.identity import Role
from services.chassis.questions import QuestionRefused
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.retention import RULES
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actor_people.commands import (
    correct_person,
    erase_person,
    note_person,
    object_to_be_noted,
    put_person_away,
)
from services.coordination.actor_people.model import InformedBy, PersonDetails
from services.coordination.actor_people.reactions import (
    end_the_access_nobody_used,
    know_whose_account_it_was,
    tie_the_account_of_the_person,
)
from services.coordination.news.model.calendar import local_date
from services.coordination.service import SERVICE
from services.portal.base.scopes import DEPARTMENT
from services.portal.inactivity.commands import NAMELESS
from services.portal.letters.model import CHOOSE_PASSWORD
from tests.coordination.actor_cards.world import dsden, follow, send, undo, undo_form
from tests.coordination.world import Somebody
from tests.portal.world import an_account
from tests.support.network import HERE, Network, Running
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

ADDRESS = "g.delmas@chambre.example"
OPEN = "/acces/partenaires"
BACK = "/acces/partenaires/retour"
PASSWORD = "neuf chevaux gris au pré"


@dataclass
class Opening:
    """The portal and coordination, who opens accesses, and what both keep."""

    network: Network
    her: httpx2.AsyncClient
    dsden: Somebody
    accounts: asyncpg.Connection
    kept: asyncpg.Connection
    actor_id: UUID

    @property
    def page(self) -> str:
        return f"/annuaire/{self.actor_id}"

    async def notes(self, mail: str | None = ADDRESS, name: str = "Ghislaine Delmas") -> UUID:
        details = PersonDetails(
            name=name,
            informed_by=InformedBy.MAIL,
            informed_on=local_date(self.dsden.now),
            mail=mail,
        )
        now = self.dsden.later()
        person_id: UUID = await self.dsden.do(
            note_person, actor_id=self.actor_id, details=details, now=now
        )
        return person_id

    async def presses(self, person_id: UUID) -> httpx2.Response:
        return await send(self.her, OPEN, person_id=person_id, actor_id=self.actor_id)

    async def tied(self) -> UUID:
        """The account of the only access that was opened, once coordination heard of it."""

        async def known() -> UUID | None:
            found: UUID | None = await self.kept.fetchval(
                "SELECT account_id FROM actor_accounts WHERE person_id IS NOT NULL"
            )
            return found

        account_id = await eventually(known)
        assert account_id is not None
        return account_id

    async def opens(self) -> tuple[UUID, UUID]:
        """A person with an access: their id, and that of the account."""
        person_id = await self.notes()
        assert (await self.presses(person_id)).status_code == 303
        return person_id, await self.tied()

    async def account(self, account_id: UUID) -> asyncpg.Record:
        row = await self.accounts.fetchrow(
            "SELECT mail, display_name, closed_at FROM accounts WHERE account_id = $1", account_id
        )
        assert row is not None
        return row

    async def is_closed(self, account_id: UUID) -> asyncpg.Record:
        """The account, once the portal closed it; nothing ties it to an actor any more."""

        async def closed() -> bool:
            return (await self.account(account_id))["closed_at"] is not None

        await eventually(closed)
        assert not await self.kept.fetchval(
            "SELECT count(*) FROM actor_accounts WHERE account_id = $1", account_id
        )
        return await self.account(account_id)

    async def keeps_no_name(self, account_id: UUID) -> None:
        """The portal's row holds neither the name nor the address."""

        async def nameless() -> bool:
            name: str = (await self.account(account_id))["display_name"]
            return name == NAMELESS

        await eventually(nameless)
        row = await self.accounts.fetchrow(
            "SELECT * FROM accounts WHERE account_id = $1", account_id
        )
        assert "delmas" not in str(row).lower()

    def told(self, account_id: UUID, person_id: UUID) -> PartnerAccessOpenedV1:
        return PartnerAccessOpenedV1(
            account_id=AccountId(account_id),
            actor_id=ActorId(self.actor_id),
            person_id=ActorPersonId(person_id),
            occurred_on=local_date(self.dsden.now),
        )

    async def count(self) -> int:
        found: int = await self.accounts.fetchval("SELECT count(*) FROM accounts")
        return found


@pytest_asyncio.fixture
async def opening(running: Running, service_databases: ServiceDatabases) -> AsyncIterator[Opening]:
    async with running(SERVICE) as network:
        somebody = dsden(network)
        somebody.now = datetime.now(UTC)
        accounts = await service_databases.superuser("portal")
        kept = await service_databases.superuser("coordination")
        yield Opening(
            network,
            await network.client_as(Role.SUPERVISOR, None),
            somebody,
            accounts,
            kept,
            await somebody.adds("Chambre du Quercy", mail="accueil@chambre.example"),
        )
        await accounts.close()
        await kept.close()


async def test_the_supervisor_opens_an_access_and_the_invited_partner_chooses_a_password(
    opening: Opening,
) -> None:
    person_id = await opening.notes()
    page = (await opening.her.get(opening.page)).text
    assert f'action="{OPEN}"' in page
    said = await follow(opening.her, await opening.presses(person_id))
    assert ("Accès ouvert" in said, "accès ouvert" in said) == (True, True)
    assert "Rattacher<" not in said

    account_id = await opening.tied()
    page = (await opening.her.get(opening.page)).text
    assert "Accès ouvert" in page
    assert f'action="{OPEN}"' not in page
    listed = (await opening.her.get(f"{opening.page}/comptes")).text
    assert (ADDRESS in listed, "accès ouvert le" in listed) == (True, True)
    grants = await opening.accounts.fetch(
        "SELECT role, uai, granted_by FROM grants WHERE account_id = $1", account_id
    )
    assert [(one["role"], one["uai"]) for one in grants] == [("partner", None)]
    assert grants[0]["granted_by"] is not None

    letter = await opening.accounts.fetchrow(
        "SELECT letter_id, uai FROM sign_in_letters WHERE account_id = $1 AND kind = 'invitation'",
        account_id,
    )
    assert letter is not None
    links = opening.network.runtime("portal").work.links
    url = links.url(
        *(CHOOSE_PASSWORD, "/mot-de-passe/choisir"), uai=letter["uai"], row_id=letter["letter_id"]
    )
    path = re.sub(r"https?://[^/]+", "", url)
    async with opening.network.client() as browser:
        visitor = Visitor(browser)
        form = (await visitor.get(path)).form(path)
        chosen = await visitor.send(form, password=PASSWORD)
        assert chosen.status == 200, chosen.text
        signed = {"mail": ADDRESS, "password": PASSWORD, "next": "/"}
        assert (await browser.post("/connexion", data=signed)).status_code == 303
        needs = await visitor.get("/besoins-confies")
        assert (needs.status, "Chambre du Quercy" in needs.text) == (200, True), needs.text
        assert (await visitor.get(opening.page)).status == 404


async def test_the_supervisor_takes_it_back_at_once_or_later_and_may_open_another(
    opening: Opening,
) -> None:
    person_id = await opening.notes()
    answer = await opening.presses(person_id)
    first = await opening.tied()
    await undo(opening.her, (await opening.her.get(answer.headers["location"])).text)
    row = await opening.is_closed(first)
    assert row["display_name"] == "Ghislaine Delmas"
    standing = await opening.accounts.fetchval(
        "SELECT count(*) FROM sign_in_letters WHERE account_id = $1 AND ended_at IS NULL", first
    )
    assert standing == 0

    assert (await opening.presses(person_id)).status_code == 303
    second = await opening.tied()
    end = f"{opening.page}/comptes/fin"
    visitor = Visitor(opening.her)
    page = await visitor.send((await visitor.get(f"{opening.page}/comptes")).form(end))
    assert "Accès retiré" in page.text
    await opening.is_closed(second)
    shown = (await opening.her.get(opening.page)).text
    assert ("Accès ouvert</a>" in shown, f'action="{OPEN}"' in shown) == (False, True)
    assert (await send(opening.her, end, account_id=uuid4())).status_code == 404


async def test_an_access_is_taken_back_once_however_often_it_is_pressed_and_can_still_be_given_again(
    opening: Opening,
) -> None:
    _, account_id = await opening.opens()
    end = f"{opening.page}/comptes/fin"
    both = await asyncio.gather(*(send(opening.her, end, account_id=account_id) for _ in range(2)))
    assert [one.status_code for one in both] == [303, 303]
    again = await follow(opening.her, await send(opening.her, end, account_id=account_id))
    assert "Accès déjà retiré" in again
    told = "SELECT count(*) FROM journal WHERE subject LIKE '%actor_account_ended%'"
    assert await opening.kept.fetchval(told) == 1
    await opening.is_closed(account_id)
    assert "Accès rendu" in await undo(opening.her, again)
    assert await opening.tied() == account_id


async def test_an_access_given_again_is_not_said_to_be_taken_back_before_the_directory_heard_of_it(
    opening: Opening,
) -> None:
    person_id, account_id = await opening.opens()
    end = f"{opening.page}/comptes/fin"
    taken = await follow(opening.her, await send(opening.her, end, account_id=account_id))
    await opening.is_closed(account_id)
    back = await undo(opening.her, taken)
    assert "Accès rendu" in back
    await opening.tied()
    # As if the directory had not heard of it yet: it knows how the access ended before.
    await opening.kept.execute("DELETE FROM actor_accounts")

    async def ended(uow: UnitOfWork, at: datetime) -> None:
        await ActorAccounts(uow).keep_ended(account_id, person_id, at)

    await opening.dsden.do(ended, datetime.now(UTC) - timedelta(hours=1))
    action, fields = undo_form(back)
    assert action == end
    refused = await send(opening.her, end, **fields)
    assert (refused.status_code, "vient d’être ouvert" in refused.text) == (409, True)
    assert "déjà retiré" not in refused.text
    assert (await opening.account(account_id))["closed_at"] is None
    # Another time the same press comes after it was heard, and taken back by somebody.
    await opening.kept.execute("UPDATE ended_accesses SET ended_at = now()")
    late = await follow(opening.her, await send(opening.her, end, **fields))
    assert "Accès déjà retiré" in late


async def test_an_end_that_cannot_be_taken_back_offers_nothing_and_says_why_it_ended(
    opening: Opening,
) -> None:
    _, account_id = await opening.opens()
    end = f"{opening.page}/comptes/fin"
    await send(opening.her, end, account_id=account_id)
    for change, words in (
        ("ended_at = now() - interval '25 hours'", "Accès déjà retiré"),
        ("ended_at = now(), unused_on = now()::date", "resté inutilisé"),
    ):
        await opening.kept.execute(f"UPDATE ended_accesses SET {change}")
        said = await follow(opening.her, await send(opening.her, end, account_id=account_id))
        assert (words in said, BACK in said) == (True, False)


async def test_an_account_whose_access_was_just_taken_back_is_not_tied_by_hand(
    opening: Opening,
) -> None:
    work = opening.network.runtime("portal").work
    account_id = await an_account(work, mail=ADDRESS, role=Role.PARTNER, uais=(), password=None)
    accounts, person_id = f"{opening.page}/comptes", await opening.notes()
    assert "Rattacher</button>" in (await opening.her.get(accounts)).text

    async def keep(uow: UnitOfWork, at: datetime) -> None:
        await ActorAccounts(uow).keep_ended(account_id, person_id, at)

    async def ended(now: datetime) -> None:
        """As if the portal had not heard yet that it ended: it still names the account."""
        await opening.kept.execute("DELETE FROM ended_accesses")
        await opening.dsden.do(keep, now)

    now = datetime.now(UTC)
    await ended(now - timedelta(hours=1))
    assert "Rattacher</button>" not in (await opening.her.get(accounts)).text
    refused = await send(opening.her, accounts, account_id=account_id)
    assert (refused.status_code, "vient d’être retiré" in refused.text) == (409, True)
    assert not await opening.kept.fetchval("SELECT count(*) FROM actor_accounts")
    # Whoever holds the role a day later was given it again.
    await ended(now - timedelta(hours=25))
    assert "Rattacher</button>" in (await opening.her.get(accounts)).text
    assert (await send(opening.her, accounts, account_id=account_id)).status_code == 303


async def test_who_ties_an_account_while_nobody_names_accounts_reads_what_is_known_and_what_to_do(
    opening: Opening,
) -> None:
    await opening.opens()
    accounts = f"{opening.page}/comptes"
    assert (await opening.her.get(accounts)).status_code == 200
    await opening.network.runtime("coordination").bus.close()
    refused = await send(opening.her, accounts, account_id=uuid4())
    assert refused.status_code == 503
    for words in ("Annuaire des comptes injoignable", "rien n’a été rattaché", "Un compte<"):
        assert words in refused.text, words


async def test_who_opens_an_access_while_the_directory_is_silent_reads_what_is_known_and_tries_again(
    opening: Opening,
) -> None:
    _, account_id = await opening.opens()
    other = await opening.notes("autre@chambre.example", "Odilon Vayssade")
    end = f"{opening.page}/comptes/fin"
    before = await opening.count()
    await send(opening.her, end, account_id=account_id)
    await opening.is_closed(account_id)
    work = opening.network.runtime("portal").work
    await an_account(
        *(work,),
        mail="partenaire@cci.example",
        role=Role.PARTNER,
        uais=(),
        password=None,
        name="Isaure Combes",
    )
    await opening.network.runtime("coordination").bus.close()

    ids = {"person_id": other, "actor_id": opening.actor_id}
    for path, fields in ((OPEN, ids), (BACK, ids | {"account_id": account_id})):
        silent = await send(opening.her, path, **fields)
        assert silent.status_code == 503
        for words in ("Annuaire injoignable", "Aucun accès n’a été ouvert", "Isaure Combes"):
            assert words in silent.text, words
        again = Page(silent).form(path, exactly=True).typed()
        assert {one: str(fields[one]) for one in fields}.items() <= again.items()
    assert await opening.count() == before + 1


async def test_an_access_taken_back_by_mistake_is_given_again_to_the_same_account(
    opening: Opening,
) -> None:
    person_id, account_id = await opening.opens()
    end = f"{opening.page}/comptes/fin"
    answer = await send(opening.her, end, account_id=account_id)
    page = (await opening.her.get(answer.headers["location"])).text
    await opening.is_closed(account_id)
    said = await undo(opening.her, page)
    assert "Accès rendu" in said
    assert await opening.tied() == account_id
    row = await opening.account(account_id)
    assert (row["mail"], row["closed_at"]) == (ADDRESS, None)
    standing = await opening.accounts.fetchval(
        "SELECT count(*) FROM sign_in_letters WHERE account_id = $1 AND ended_at IS NULL",
        account_id,
    )
    assert standing == 1
    assert not await opening.kept.fetchval("SELECT count(*) FROM ended_accesses")

    again = await send(
        opening.her,
        BACK,
        account_id=account_id,
        person_id=person_id,
        actor_id=opening.actor_id,
    )
    assert (again.status_code, "Accès rendu" in again.text) == (409, False)
    assert "Cet accès est déjà rendu" in again.text, "two supervisors, or two presses"
    await undo(opening.her, said)
    await opening.is_closed(account_id)


async def test_an_access_is_not_given_again_beside_another_nor_at_a_corrected_address(
    opening: Opening,
) -> None:
    person_id, first = await opening.opens()
    await send(opening.her, f"{opening.page}/comptes/fin", account_id=first)
    await opening.is_closed(first)
    back = {"account_id": first, "person_id": person_id, "actor_id": opening.actor_id}
    assert (await opening.presses(person_id)).status_code == 303
    await opening.tied()
    beside = await send(opening.her, BACK, **back)
    assert (beside.status_code, "déjà un compte" in beside.text) == (409, True)

    details = PersonDetails(
        name="Ghislaine Delmas",
        informed_by=InformedBy.MAIL,
        informed_on=local_date(opening.dsden.now),
        mail="delmas.g@chambre.example",
    )
    await opening.dsden.do(
        correct_person, person_id=person_id, version=1, details=details, now=opening.dsden.later()
    )
    elsewhere = await send(opening.her, BACK, **back)
    assert (elsewhere.status_code, "a été corrigée" in elsewhere.text) == (409, True)
    other = await send(opening.her, BACK, **(back | {"account_id": uuid4()}))
    assert other.status_code == 409


async def test_a_corrected_address_is_told_to_be_that_of_the_account_no_more(
    opening: Opening,
) -> None:
    person_id, _ = await opening.opens()
    assert "Ancienne adresse" not in (await opening.her.get(opening.page)).text
    person = f"/annuaire/personnes/{person_id}"
    visitor = Visitor(opening.her)
    form = (await visitor.get(person)).form(person)
    page = await visitor.send(form, mail="delmas.g@chambre.example")
    assert ("Son accès garde l’ancienne adresse" in page.text) is True
    for path in (opening.page, person):
        page = await visitor.get(path)
        assert (ADDRESS in page.text, "ouvrez-en un autre" in page.text) == (True, True), path
    # Without an address there is no new one to open another access at.
    page = await visitor.send((await visitor.get(person)).form(person), mail="")
    for path in (opening.page, person):
        page = await visitor.get(path)
        assert (ADDRESS in page.text, "ouvrez-en un autre" in page.text) == (True, False), path
        assert "ne sert plus" in page.text
    bureau = await opening.network.client_as(Role.RBDE, HERE)
    assert ADDRESS not in (await bureau.get(opening.page)).text


async def test_an_account_closed_because_nobody_used_it_is_told_with_its_day(
    opening: Opening,
) -> None:
    _, account_id = await opening.opens()
    unused = PartnerAccountUnusedV1(account_id=AccountId(account_id), occurred_on=date(2028, 12, 1))

    async def hears(uow: UnitOfWork) -> None:
        await end_the_access_nobody_used(unused, uow.now, uow)

    await opening.dsden.do(hears)
    page = (await opening.her.get(opening.page)).text
    assert ("Accès ouvert</a>" in page, f'action="{OPEN}"' in page) == (False, True)
    assert "Accès fermé le 01/12/2028" in page
    bureau = await opening.network.client_as(Role.RBDE, HERE)
    assert "Accès fermé" not in (await bureau.get(opening.page)).text


async def test_an_address_that_has_an_account_gets_no_other_and_nothing_changes(
    opening: Opening,
) -> None:
    work = opening.network.runtime("portal").work
    await an_account(work, mail=ADDRESS.upper(), role=Role.AUDITOR, uais=(), password=None)
    person_id = await opening.notes()
    before = await opening.count()
    refused = await opening.presses(person_id)
    assert refused.status_code == 409
    assert "déjà un compte Passerelle" in refused.text
    assert opening.page in refused.text
    assert await opening.count() == before
    assert not await opening.accounts.fetchval("SELECT count(*) FROM sign_in_letters")


async def test_two_presses_open_one_account(opening: Opening) -> None:
    person_id = await opening.notes()
    before = await opening.count()
    command_id = str(uuid4())
    for _ in range(2):
        again = await send(
            opening.her,
            OPEN,
            command_id=command_id,
            person_id=person_id,
            actor_id=opening.actor_id,
        )
        assert again.status_code == 303
    assert (await opening.presses(person_id)).status_code == 409
    assert await opening.count() == before + 1


async def test_who_has_no_address_left_or_is_at_another_actor_is_invited_nowhere(
    opening: Opening,
) -> None:
    silent = await opening.notes(mail=None)
    refused = await opening.presses(silent)
    assert (refused.status_code, "ajoutez-la" in refused.text) == (409, True)
    gone = await opening.notes()
    now = opening.dsden.later()
    await opening.dsden.do(put_person_away, person_id=gone, version=1, now=now)
    for person_id in (gone, uuid4()):
        refused = await opening.presses(person_id)
        assert (refused.status_code, "est partie" in refused.text) == (409, True)
    there = await opening.notes("autre@chambre.example", "Odilon Vayssade")
    refused = await send(opening.her, OPEN, person_id=there, actor_id=uuid4())
    assert refused.status_code == 409


@pytest.mark.parametrize("how", ["erased", "objected"])
async def test_who_is_erased_or_objects_has_no_access_and_no_name_stays(
    opening: Opening, how: str
) -> None:
    person_id, account_id = await opening.opens()
    now = opening.dsden.later()
    if how == "erased":
        await opening.dsden.do(erase_person, person_id=person_id, version=1, now=now)
    else:
        await opening.dsden.do(object_to_be_noted, person_id=person_id, now=now)
    row = await opening.is_closed(account_id)
    assert (row["display_name"], ADDRESS in row["mail"]) == (NAMELESS, False)


async def test_who_left_has_no_access_any_more_and_keeps_a_name(opening: Opening) -> None:
    person_id, account_id = await opening.opens()
    now = opening.dsden.later()
    await opening.dsden.do(put_person_away, person_id=person_id, version=1, now=now)
    row = await opening.is_closed(account_id)
    assert row["display_name"] != NAMELESS


@pytest.mark.parametrize("how", ["erased", "objected"])
@pytest.mark.parametrize("before", ["left", "taken back"])
async def test_who_is_erased_after_their_access_ended_leaves_no_name_in_the_closed_account(
    opening: Opening, before: str, how: str
) -> None:
    person_id, account_id = await opening.opens()
    now = opening.dsden.later()
    version = 1
    if before == "left":
        await opening.dsden.do(put_person_away, person_id=person_id, version=1, now=now)
        version = 2
    else:
        await send(opening.her, f"{opening.page}/comptes/fin", account_id=account_id)
    assert (await opening.is_closed(account_id))["display_name"] == "Ghislaine Delmas"
    now = opening.dsden.later()
    if how == "erased":
        await opening.dsden.do(erase_person, person_id=person_id, version=version, now=now)
    else:
        await opening.dsden.do(object_to_be_noted, person_id=person_id, now=now)
    await opening.keeps_no_name(account_id)
    assert not await opening.kept.fetchval("SELECT count(*) FROM ended_accesses")


async def test_an_access_that_ended_before_it_was_kept_is_known_by_what_was_told(
    opening: Opening,
) -> None:
    person_id, account_id = await opening.opens()
    await send(opening.her, f"{opening.page}/comptes/fin", account_id=account_id)
    await opening.is_closed(account_id)
    await opening.kept.execute("DELETE FROM ended_accesses")
    opened = opening.told(account_id, person_id)

    async def hears(uow: UnitOfWork) -> None:
        await know_whose_account_it_was(opened, uow.now, uow)

    await opening.dsden.do(hears)
    assert await opening.kept.fetchval("SELECT person_id FROM ended_accesses") == person_id
    await opening.kept.execute("DELETE FROM actor_people WHERE person_id = $1", person_id)
    await opening.dsden.do(hears)
    await opening.keeps_no_name(account_id)


async def test_whose_access_ended_is_forgotten_when_the_portal_forgets_the_account(
    opening: Opening,
) -> None:
    _, account_id = await opening.opens()
    await send(opening.her, f"{opening.page}/comptes/fin", account_id=account_id)
    (rule,) = RULES

    async def due(uow: UnitOfWork, days: int) -> list[UUID]:
        at = datetime.now(UTC) + timedelta(days=days)
        found = [one.id for one in await rule.find(uow, now=at, limit=10)]
        await rule.remove(uow, found, at)
        return found

    assert await opening.dsden.do(due, 364) == []
    assert await opening.dsden.do(due, 366) == [account_id]
    assert not await opening.kept.fetchval("SELECT count(*) FROM ended_accesses")


async def test_an_access_heard_of_once_the_person_was_erased_is_closed(opening: Opening) -> None:
    person_id, account_id = await opening.opens()
    await opening.kept.execute("DELETE FROM actor_accounts")
    await opening.kept.execute("DELETE FROM actor_people WHERE person_id = $1", person_id)

    opened = opening.told(account_id, person_id)

    async def hears(uow: UnitOfWork) -> None:
        await tie_the_account_of_the_person(opened, uow.now, uow)

    await opening.dsden.do(hears)
    await opening.is_closed(account_id)


async def test_an_access_heard_of_once_the_person_left_is_closed_and_known_to_be_theirs(
    opening: Opening,
) -> None:
    person_id, account_id = await opening.opens()
    # As if they had left before coordination heard that it was opened.
    await opening.kept.execute("DELETE FROM actor_accounts")
    now = opening.dsden.later()
    await opening.dsden.do(put_person_away, person_id=person_id, version=1, now=now)
    opened = opening.told(account_id, person_id)

    async def hears(uow: UnitOfWork) -> None:
        await tie_the_account_of_the_person(opened, uow.now, uow)

    await opening.dsden.do(hears)
    assert (await opening.is_closed(account_id))["display_name"] == "Ghislaine Delmas"
    await opening.dsden.do(erase_person, person_id=person_id, version=2, now=opening.dsden.later())
    await opening.keeps_no_name(account_id)


async def test_the_directory_says_to_the_dsden_alone_for_whom_an_access_is_opened(
    opening: Opening,
) -> None:
    person_id = await opening.notes()
    runtime = opening.network.runtime("portal")
    asked = ActorPersonAccessRequest(actor_person_id=ActorPersonId(person_id))
    async with runtime.work.begin(DEPARTMENT) as uow:
        whose = uow.department_uai
    told = await runtime.ask(ACTOR_PERSON_ACCESS, whose, asked)
    assert (told.person, told.mail, told.standing) == ("Ghislaine Delmas", ADDRESS, True)
    for uai, person in ((HERE, person_id), (whose, uuid4())):
        asked = ActorPersonAccessRequest(actor_person_id=ActorPersonId(person))
        with pytest.raises(QuestionRefused):
            await runtime.ask(ACTOR_PERSON_ACCESS, uai, asked)


async def test_a_bureau_opens_no_access_and_ends_none(opening: Opening) -> None:
    person_id, account_id = await opening.opens()
    bureau = await opening.network.client_as(Role.RBDE, HERE)
    page = (await bureau.get(opening.page)).text
    assert ("Ghislaine Delmas" in page, "Accès ouvert" in page, OPEN in page) == (
        True,
        False,
        False,
    )
    pressed = await send(bureau, OPEN, person_id=person_id, actor_id=opening.actor_id)
    ended = await send(bureau, f"{opening.page}/comptes/fin", account_id=account_id)
    assert {pressed.status_code, ended.status_code} == {404}
