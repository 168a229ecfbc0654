"""Letters about needs by a real mail server: to whom, in whose name, and not once what they say is over."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedOutcome
from deploy.embedded.nats import EmbeddedNats
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.coordination.need_cards.commands.recall_need import recall_need
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_rights.commands import erase_need
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.store.publications import ask_letter
from services.notifications.rests.model import leaves_at
from tests.coordination.need_forms.world import Forms
from tests.coordination.needs.world import assignments_of, need_of, passed_on, sent, told
from tests.coordination.world import Somebody, people
from tests.support.network import HERE, Network, Running
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases
from tests.support.smtp import LOOPBACK, Delivered, Mailbox, smtp_server
from tests.support.waiting import eventually

COMPANY, ACTOR = "n.belkacem@menuiserie.example", "contact@cma.example"


OF_LETTERS = "template LIKE 'need_letter_%'"
"""People of the network are told of needs too."""


@dataclass
class Letters:
    """Everything running, a mail server, and who works on needs."""

    network: Network
    relay: Mailbox
    databases: ServiceDatabases
    mails: asyncpg.Connection
    kept: asyncpg.Connection
    bureau: Somebody
    supervisor: Somebody
    company: Somebody

    async def leave(self, many: int) -> None:
        """All that was asked for is tried now, whatever the hour; so many were asked for."""

        async def done() -> bool:
            await self.mails.execute(
                "UPDATE mails SET next_attempt_at = now() WHERE state IN ('queued', 'deferred')"
            )
            rows = await self.mails.fetch(
                f"SELECT template, state, last_reason FROM mails WHERE {OF_LETTERS}"
            )
            assert len(rows) == many, rows
            return not [row for row in rows if row["state"] not in ("sent", "failed", "cancelled")]

        await eventually(done)

    @asynccontextmanager
    async def held(self, many: int) -> AsyncIterator[None]:
        """Nothing that is asked for here is tried before its end, as at night; so many more are asked for."""
        count = f"SELECT count(*) FROM mails WHERE {OF_LETTERS}"
        before: int = await self.mails.fetchval(count)
        await self.mails.execute(
            "CREATE FUNCTION at_night() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN NEW.next_attempt_at := now() + interval '1 day'; RETURN NEW; END $$;"
            " CREATE TRIGGER at_night BEFORE INSERT ON mails"
            " FOR EACH ROW EXECUTE FUNCTION at_night()"
        )
        try:
            yield

            async def asked() -> bool:
                found: int = await self.mails.fetchval(count)
                return found == before + many

            await eventually(asked)
        finally:
            await self.mails.execute("DROP TRIGGER at_night ON mails; DROP FUNCTION at_night()")

    async def closes(self, need_id: UUID, version: int) -> None:
        await self.supervisor.do(
            close_need,
            need_id=need_id,
            version=version,
            outcome=NeedOutcome.HELPED,
            answer="Un élève vient lundi.",
            now=self.supervisor.later(),
        )

    async def reopens(self, need_id: UUID, version: int) -> None:
        now = self.supervisor.later()
        await self.supervisor.do(reopen_need, need_id=need_id, version=version, now=now)

    def last_to(self, address: str) -> Delivered:
        return self.relay.to(address)[-1]

    async def reasons(self, template: str) -> list[str | None]:
        rows = await self.mails.fetch(
            "SELECT last_reason FROM mails WHERE template = $1 ORDER BY queued_at", template
        )
        return [row["last_reason"] for row in rows]

    async def asks(self, need_id: UUID, kind: NeedLetterKind) -> None:
        need = await need_of(self.supervisor, need_id)

        async def ask(uow: UnitOfWork) -> None:
            await ask_letter(uow, need, kind)

        await self.supervisor.do(ask)


@pytest_asyncio.fixture
async def letters(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats
) -> AsyncIterator[Letters]:
    async with smtp_server() as relay:
        settings = service_databases.settings.replaced(
            nats_url=bus_server.url,
            smtp_host=LOOPBACK,
            smtp_port=relay.port,
            smtp_security="none",
            mail_from="ne-pas-repondre@passerelle.example",
        )
        async with Running(service_databases, settings)() as network:
            units: UnitsOfWork = network.runtime("coordination").work
            workers = [*people(units), Somebody(units, Scope(frozenset({units.department_uai})))]
            for one in workers:
                one.now = datetime.now(UTC)
            await network.client_as(Role.RBDE, HERE)
            await network.client_as(Role.SUPERVISOR, None)
            mails = await service_databases.superuser("notifications")
            kept = await service_databases.superuser("coordination")

            async def named() -> bool:
                return bool(await kept.fetchval("SELECT count(*) FROM lycees"))

            await eventually(named)
            yield Letters(network, relay, service_databases, mails, kept, *workers)
            await mails.close()
            await kept.close()


def plain(mail: Delivered) -> str:
    text = mail.part("plain").replace("\u00a0", " ").replace("\u202f", " ")
    return text.replace("\r", "")


def subject(mail: Delivered) -> str:
    return mail.words("Subject").replace("\u00a0", " ").replace("\u202f", " ")


async def test_who_has_no_script_confirms_by_mail_at_any_hour_and_follows_by_the_same_link(
    letters: Letters,
) -> None:
    forms = Forms(letters.network, letters.kept)
    await forms.fills(
        script=False, mail=COMPANY, name="Nadia Belkacem", company="Gagnez ici.example"
    )

    async def came() -> bool:
        return bool(letters.relay.to(COMPANY))

    await eventually(came)
    mail = letters.last_to(COMPANY)
    assert subject(mail) == "Bureau des entreprises : confirmez votre demande"
    assert mail.words("From").strip('"').startswith("DSDEN 82")
    assert "@lycee.example" in mail.words("Reply-To")
    assert says_nothing_typed(letters, mail)
    [path] = re.findall(r"https?://[^/\s]+(/mon-besoin/\S+)", plain(mail))
    [code] = re.findall(r"N[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}", plain(mail))
    reader = Visitor(letters.network.client())
    page = await reader.get(path)
    shown = await reader.send(page.form(f"{path}/confirmation"))
    assert "Votre demande est reçue" in shown.text
    typed = await reader.send((await reader.get("/code")).form("/code"), code=code)
    assert str(typed.answer.url).endswith(path)

    async def queued() -> Any:
        row = await letters.mails.fetchrow(
            "SELECT * FROM mails WHERE template = 'need_letter_received'"
        )
        assert row is not None
        return row

    row = await eventually(queued)
    due = leaves_at(row["queued_at"], urgent=False)
    # Within the hours of mails it may be under way already: then it was due when it was queued.
    assert (row["next_attempt_at"] if row["state"] == "queued" else row["queued_at"]) == due
    await letters.leave(2)
    mail = letters.last_to(COMPANY)
    assert subject(mail) == "Bureau des entreprises : votre demande est reçue"
    # The address has answered: what it wrote may be said to it.
    assert "Bonjour Nadia Belkacem," in plain(mail)
    assert "pour Gagnez ici.example est reçue" in plain(mail)


def says_nothing_typed(letters: Letters, mail: Delivered) -> bool:
    """Whether it leads nowhere but to this installation, and has nothing of what a form said."""
    texts = plain(mail), mail.part("html")
    links = re.findall(r"https?://[^/\s]+", texts[0]) + re.findall(
        r'href="(https?://[^/"]+)', texts[1]
    )
    assert set(links) == {letters.network.settings.public_url}
    words = ("Nadia", "Belkacem", "Gagnez", "ici.example", "Delrieu", "apprenti menuisier")
    return not [word for word in words for text in texts if word in text]


async def test_what_is_received_at_once_is_answered_without_a_word_of_the_form(
    letters: Letters,
) -> None:
    forms = Forms(letters.network, letters.kept)
    await forms.fills(mail=COMPANY, name="Nadia Belkacem", company="Gagnez ici.example")
    await letters.leave(1)
    mail = letters.last_to(COMPANY)
    assert subject(mail) == "Bureau des entreprises : votre demande est reçue"
    assert says_nothing_typed(letters, mail)

    need_id = await letters.kept.fetchval("SELECT need_id FROM needs")
    await passed_on(letters.supervisor, need_id, HERE)
    (mine,) = await assignments_of(letters.bureau, need_id)
    taken: dict[str, Any] = {"need_id": need_id, "assignment_id": mine.id}
    day = letters.bureau.now.date() + timedelta(days=12)
    await letters.bureau.do(take_need, **taken, promised_on=day, now=letters.bureau.later())
    await letters.leave(2)
    await letters.bureau.do(
        answer_need,
        **taken,
        outcome=NeedOutcome.HELPED,
        answer="Un élève vient lundi.",
        now=letters.bureau.later(),
    )
    await letters.leave(3)
    assert len(letters.relay.to(COMPANY)) == 3
    assert all(says_nothing_typed(letters, one) for one in letters.relay.to(COMPANY))
    assert "Un élève vient lundi." in plain(letters.last_to(COMPANY))


async def test_a_bureau_writes_in_its_name_and_the_company_reads_who_and_by_when(
    letters: Letters,
) -> None:
    need_id = await told(letters.bureau)
    await letters.leave(1)
    mail = letters.last_to(COMPANY)
    assert mail.words("From").startswith(f"Lycée {HERE}")
    assert "Bonjour Nadia Belkacem" in plain(mail)
    assert "Le bureau des entreprises" in plain(mail)
    assert "Nadia" not in mail.words("Subject")

    await passed_on(letters.supervisor, need_id, HERE)
    (mine,) = await assignments_of(letters.bureau, need_id)
    day = letters.bureau.now.date() + timedelta(days=12)
    taken: dict[str, Any] = {"need_id": need_id, "assignment_id": mine.id}
    await letters.bureau.do(take_need, **taken, promised_on=day, now=letters.bureau.later())
    await letters.leave(2)
    mail = letters.last_to(COMPANY)
    assert subject(mail) == "Bureau des entreprises : votre demande est prise en charge"
    assert f"Lycée {HERE} s’occupe de votre demande" in plain(mail)
    assert mail.words("Reply-To").endswith("@lycee.example")

    await letters.bureau.do(
        answer_need,
        **taken,
        outcome=NeedOutcome.HELPED,
        answer="Un élève <bientôt>.\n\nÀ lundi.",
        now=letters.bureau.later(),
    )
    await letters.leave(3)
    mail = letters.last_to(COMPANY)
    assert "Un élève <bientôt>." in plain(mail)
    assert "Un élève &lt;bientôt&gt;." in mail.part("html")
    assert f"donnée par Lycée {HERE}" in plain(mail)


async def test_what_is_over_is_not_written_and_the_list_says_why(letters: Letters) -> None:
    actor_id = await letters.supervisor.adds("CMA", mail=ACTOR)
    need_id = await sent(letters.company)
    await passed_on(letters.supervisor, need_id, actor_id=actor_id)
    await letters.leave(2)
    mail = letters.last_to(ACTOR)
    assert subject(mail) == "Bureau des entreprises : le besoin d’une entreprise vous est confié"
    assert "/besoin-confie/" in plain(mail)
    assert "Nadia" not in plain(mail)

    (mine,) = await assignments_of(letters.supervisor, need_id)
    need = await need_of(letters.supervisor, need_id)
    await letters.supervisor.do(
        recall_need,
        need_id=need_id,
        version=need.version,
        assignment_id=mine.id,
        now=letters.supervisor.later(),
    )
    await letters.leave(3)
    mail = letters.last_to(ACTOR)
    assert subject(mail) == "Bureau des entreprises : un besoin ne vous est plus confié"

    for kind in (NeedLetterKind.CONFIRM, NeedLetterKind.ANSWERED):
        await letters.asks(need_id, kind)
    await letters.asks(need_id, NeedLetterKind.LATE)
    await letters.leave(6)
    assert await letters.reasons("need_letter_confirm") == ["settled"]
    assert await letters.reasons("need_letter_answered") == ["settled"]
    assert subject(letters.last_to(COMPANY)).endswith("n’est pas encore prise en charge")


@pytest.mark.parametrize("left", [True, False])
async def test_that_it_is_reopened_is_written_to_who_was_written_an_answer_and_to_nobody_else(
    letters: Letters, left: bool
) -> None:
    need_id = await sent(letters.company)
    await passed_on(letters.supervisor, need_id, HERE)
    version = (await need_of(letters.supervisor, need_id)).version
    await letters.closes(need_id, version)
    await letters.leave(2)
    if not left:
        # As it is when the closing is undone at night, before its letter leaves in the morning.
        await letters.mails.execute(
            "UPDATE mails SET state = 'cancelled', last_reason = 'settled'"
            " WHERE template = 'need_letter_answered'"
        )
    await letters.reopens(need_id, version + 1)
    await letters.leave(3)
    assert await letters.reasons("need_letter_again") == ([None] if left else ["settled"])


async def test_a_closing_undone_before_its_letter_left_is_told_neither_way(
    letters: Letters,
) -> None:
    need_id = await sent(letters.company)
    await passed_on(letters.supervisor, need_id, HERE)
    await letters.leave(1)
    version = (await need_of(letters.supervisor, need_id)).version
    # Both letters are attempted at once, as in the morning after a night.
    async with letters.held(2):
        await letters.closes(need_id, version)
        await letters.reopens(need_id, version + 1)
    await letters.leave(3)
    for kind in ("answered", "again"):
        assert await letters.reasons(f"need_letter_{kind}") == ["settled"], kind


async def test_what_is_closed_and_reopened_before_its_letter_left_is_told_after_an_answer_that_did(
    letters: Letters,
) -> None:
    need_id = await sent(letters.company)
    await passed_on(letters.supervisor, need_id, HERE)
    version = (await need_of(letters.supervisor, need_id)).version
    await letters.closes(need_id, version)
    await letters.leave(2)
    # The answer was read; the rest goes to and fro before anything leaves.
    async with letters.held(3):
        await letters.reopens(need_id, version + 1)
        await letters.closes(need_id, version + 2)
        await letters.reopens(need_id, version + 3)
    await letters.leave(5)
    assert await letters.reasons("need_letter_answered") == [None, "settled"]
    assert await letters.reasons("need_letter_again") == ["settled", None]
    # It was told: closed and reopened once more before anything leaves, it is not told again.
    async with letters.held(2):
        await letters.closes(need_id, version + 4)
        await letters.reopens(need_id, version + 5)
    await letters.leave(7)
    assert (await letters.reasons("need_letter_again"))[2:] == ["settled"]


async def test_a_mail_that_comes_back_marks_the_need_and_nothing_more_is_written_there(
    letters: Letters,
) -> None:
    letters.relay.always("rcpt", lambda about: "550 5.1.1 inconnu" if COMPANY in about else None)
    need_id = await sent(letters.company)
    await letters.leave(1)

    async def marked() -> bool:
        rows = await letters.kept.fetch("SELECT returned_at FROM need_letters")
        return all(row["returned_at"] for row in rows)

    await eventually(marked)
    supervisor = await letters.network.client_as(Role.SUPERVISOR, None)
    part = f"/besoins/{need_id}"
    assert "Un courriel à l’entreprise est revenu" in (await supervisor.get(part)).text

    letters.relay.well_again()
    await letters.asks(need_id, NeedLetterKind.LATE)
    await letters.leave(2)
    assert await letters.reasons("need_letter_late") == ["address-lost"]
    assert letters.relay.to(COMPANY) == []


async def test_what_mails_said_is_forgotten_with_who_is_erased(letters: Letters) -> None:
    need_id = await told(letters.bureau)
    await letters.leave(1)
    assert await letters.mails.fetchval("SELECT count(*) FROM mails WHERE address = $1", COMPANY)

    await letters.supervisor.do(erase_need, need_id=need_id, now=letters.supervisor.later())

    async def forgotten() -> bool:
        rows = await letters.mails.fetch("SELECT * FROM mails")
        return not any(COMPANY in str(dict(row)) or "Belkacem" in str(dict(row)) for row in rows)

    await eventually(forgotten)


async def test_the_answer_that_leaves_is_of_who_gave_one(letters: Letters) -> None:
    actor_id = await letters.supervisor.adds("CMA", mail=ACTOR)
    need_id = await sent(letters.company)
    await passed_on(letters.supervisor, need_id, HERE, actor_id=actor_id)
    held = await assignments_of(letters.supervisor, need_id)
    [actor] = [one for one in held if one.actor_id]
    [mine] = [one for one in held if not one.actor_id]
    await letters.company.do(
        answer_need,
        need_id=need_id,
        assignment_id=actor.id,
        outcome=NeedOutcome.NO_SOLUTION,
        answer="Personne avant mars.",
        now=letters.company.later(),
    )
    await letters.bureau.do(
        answer_need,
        need_id=need_id,
        assignment_id=mine.id,
        outcome=NeedOutcome.NOT_FOR_US,
        answer="Hors de notre secteur.",
        now=letters.bureau.later(),
    )
    await letters.leave(3)

    mail = letters.last_to(COMPANY)
    assert "donnée par CMA. Aucune solution" in plain(mail)
    assert "Personne avant mars." in plain(mail)
    assert "Hors de notre secteur." not in plain(mail)
