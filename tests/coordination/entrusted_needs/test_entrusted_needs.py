"""A partner with an account: it reads and answers what its actor has, and nothing of anybody else."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest_asyncio

from contracts.coordination.needs import NeedOutcome
from services.chassis.base.identity import Role
from services.chassis.base.working_days import next_working_day
from services.chassis.security.sessions import SESSION_PATH
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.actor_accounts.commands import tie_account
from services.coordination.actor_accounts.model import AccountTiedElsewhere
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.entrusted_needs.labels import left_to_do, state_of
from services.coordination.entrusted_needs.queries import read_own_needs
from services.coordination.need_cards.commands.recall_need import recall_need
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.model.assignment import AssignmentStatus
from services.coordination.service import SERVICE
from tests.coordination.needs.world import assignments_of, need_of, passed_on, sent
from tests.coordination.needs.world import company as somebody_outside
from tests.coordination.world import Somebody, people
from tests.support.network import Network, Running
from tests.support.pages import Page, Visitor
from tests.support.waiting import eventually

LIST = "/besoins-confies"
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
UNTIED = "rattaché à aucun acteur"


@dataclass
class Corner:
    """A partner with an account, the supervisor with hers, and the needs of two actors."""

    network: Network
    bureau: Somebody
    supervisor: Somebody
    company: Somebody
    account_id: UUID
    partner: Visitor
    her: Visitor
    actor_id: UUID
    other_id: UUID

    async def entrusts(self, actor_id: UUID) -> tuple[UUID, UUID]:
        """Hand a need to an actor: its id, and that of what the actor has."""
        need_id = await sent(self.company)
        await passed_on(self.supervisor, need_id, actor_id=actor_id)
        [held] = await assignments_of(self.supervisor, need_id)
        return need_id, held.id

    async def ties(self, actor_id: UUID | None = None) -> None:
        now = self.supervisor.later()
        chosen = actor_id or self.actor_id
        await self.supervisor.do(tie_account, actor_id=chosen, account_id=self.account_id, now=now)

    async def presses(self, page: Page, button: str, **typed: str) -> Page:
        [form] = [one for one in page.forms if one.action.endswith(button)]
        values: dict[str, str | list[str]] = dict(typed)
        return await self.partner.send(form, files=None, **values)


@pytest_asyncio.fixture
async def corner(running: Running) -> AsyncIterator[Corner]:
    async with running(SERVICE) as network:
        units = network.runtime("coordination").work
        (bureau, supervisor), company = people(units), somebody_outside(units)
        for one in (bureau, supervisor, company):
            one.now = datetime.now(UTC)
        browser = await network.client_as(Role.PARTNER, None)
        yield Corner(
            network,
            bureau,
            supervisor,
            company,
            UUID((await browser.get(SESSION_PATH)).json()["account_id"]),
            Visitor(browser),
            Visitor(await network.client_as(Role.SUPERVISOR, None)),
            await supervisor.adds("Greta du Quercy", mail="accueil@quercy.example"),
            await supervisor.adds("Chambre du Quercy", mail="accueil@chambre.example"),
        )


async def test_the_supervisor_ties_an_account_which_sees_its_needs_until_she_unties_it(
    corner: Corner,
) -> None:
    _, held = await corner.entrusts(corner.actor_id)
    for path in (LIST, f"{LIST}/{held}"):
        page = await corner.partner.get(path)
        assert (page.status, UNTIED in page.text) == (200, True), (path, page.text)
        assert "Menuiserie Delrieu" not in page.text

    card = f"/annuaire/{corner.actor_id}"
    assert f"{card}/comptes" in (await corner.her.get(card)).answer.text
    page = await corner.her.get(f"{card}/comptes")
    assert "Aucun compte" in page.text
    [form] = [one for one in page.forms if str(corner.account_id) in str(one.fields)]
    unknown = (await corner.her.get(f"{card}/comptes")).form(f"{card}/comptes")
    assert "Compte rattaché" in (await corner.her.send(form)).text
    other = await corner.her.get(f"/annuaire/{corner.other_id}/comptes")
    assert "Rattachés à un autre acteur" in other.text
    refused = await corner.her.send(unknown, account_id=str(uuid4()))
    assert (refused.status, "accès de partenaire" in refused.text) == (422, True)

    assert "Menuiserie Delrieu" in (await corner.partner.get(LIST)).text
    part = await corner.partner.get("/reseau/fragments/besoins-confies")
    assert "1 besoin à traiter" in part.text.replace("\u00a0", " ")
    page = await corner.her.get(f"{card}/comptes")
    untie = page.form(f"{card}/comptes/retrait")
    assert "Compte détaché" in (await corner.her.send(untie)).text
    assert UNTIED in (await corner.partner.get(LIST)).text


async def test_a_partner_takes_a_need_in_charge_and_answers_it_as_by_the_link(
    corner: Corner,
) -> None:
    need_id, held = await corner.entrusts(corner.actor_id)
    await corner.ties()
    page = await corner.partner.get(f"{LIST}/{held}")
    assert "Sans compte" not in page.text
    day = next_working_day(corner.supervisor.now.date() + timedelta(days=8))
    far = await corner.presses(page, "/prise-en-charge", promised_on="2099-06-01")
    assert (far.status, 'value="2099-06-01"' in far.answer.text) == (422, True)
    page = await corner.presses(page, "/prise-en-charge", promised_on=day.isoformat())
    assert "Vous vous en occupez" in page.text
    assert "Répondre à l’entreprise" in (await corner.partner.get(LIST)).text
    page = await corner.presses(page, "/retour")
    assert "À vous de dire" in page.text
    page = await corner.presses(page, "/reponse", outcome="helped", answer="Une place en mars.")
    assert "Vous avez répondu" in page.text

    need = await need_of(corner.supervisor, need_id)
    [mine] = await assignments_of(corner.supervisor, need_id)
    assert (need.status, mine.answer) == ("answered", "Une place en mars.")
    assert "Rien n’attend" in (await corner.partner.get(LIST)).text


async def test_a_partner_reads_nothing_of_another_actor_nor_of_what_was_taken_back(
    corner: Corner,
) -> None:
    _, of_another = await corner.entrusts(corner.other_id)
    need_id, held = await corner.entrusts(corner.actor_id)
    await corner.ties()
    assert (await corner.partner.get(f"{LIST}/{of_another}")).status == 404
    page = await corner.partner.get(f"{LIST}/{held}")
    assert str(of_another) not in (await corner.partner.get(LIST)).answer.text

    need, now = await need_of(corner.supervisor, need_id), corner.supervisor.later()
    await corner.supervisor.do(
        recall_need, need_id=need_id, version=need.version, assignment_id=held, now=now
    )
    said = await corner.presses(page, "/reponse", outcome="helped", answer="Trop tard.")
    assert (said.status, "Trop tard." in said.text) == (409, True)
    gone = await corner.partner.get(f"{LIST}/{held}")
    assert (gone.status, "ne vous est plus confié" in gone.text) == (410, True)
    assert "Menuiserie Delrieu" not in (await corner.partner.get(LIST)).text


async def test_an_account_answers_for_one_actor_and_no_lycee_reads_which(corner: Corner) -> None:
    await corner.ties()
    page = await corner.her.get(f"/annuaire/{corner.actor_id}/comptes")
    form = page.form(f"/annuaire/{corner.actor_id}/comptes/retrait")
    elsewhere = f"/annuaire/{corner.other_id}/comptes"
    form = type(form)(**{**vars(form), "action": elsewhere})
    refused = await corner.her.send(form)
    assert (refused.status, "déjà rattaché" in refused.text) == (409, True)
    assert await corner.bureau.do(lambda uow: ActorAccounts(uow).all()) == {}
    assert (await corner.supervisor.do(lambda uow: ActorAccounts(uow).all())) != {}

    ended = uuid4()
    now = corner.supervisor.later()
    await corner.supervisor.do(tie_account, actor_id=corner.other_id, account_id=ended, now=now)
    assert "Accès terminé" in (await corner.her.get(elsewhere)).text


async def test_each_need_says_what_is_left_to_do_and_by_when(corner: Corner) -> None:
    first, held = await corner.entrusts(corner.actor_id)
    await corner.entrusts(corner.actor_id)
    await corner.ties()
    now = corner.supervisor.later()
    await corner.supervisor.do(
        answer_need,
        need_id=first,
        assignment_id=held,
        outcome=NeedOutcome.HELPED,
        answer="C’est fait.",
        now=now,
    )
    own = await corner.supervisor.do(read_own_needs, corner.account_id)
    [waits], [done] = own.waiting, own.done
    assert (left_to_do(waits), state_of(waits)[0]) == (
        "Dire si vous vous en occupez",
        "À prendre en charge",
    )
    assert isinstance(waits.until, date)
    assert (done.status, left_to_do(done)) == (AssignmentStatus.ANSWERED, "")


async def test_two_who_tie_one_account_at_once_are_told_that_it_is_tied(
    supervisor: Somebody, units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    account_id = uuid4()
    first, second = [await supervisor.adds(name) for name in ("Greta", "CMA")]

    async def tie(actor_id: UUID) -> None:
        await supervisor.do(
            tie_account, actor_id=actor_id, account_id=account_id, now=supervisor.now
        )

    async with units.begin(supervisor.scope, now=supervisor.now) as uow:
        await tie_account(uow, actor_id=first, account_id=account_id, now=supervisor.now)
        others = [asyncio.ensure_future(tie(actor_id)) for actor_id in (first, second)]

        async def some_wait() -> bool:
            return bool(await superuser.fetchval(WAITING))

        await eventually(some_wait)
    done = await asyncio.gather(*others, return_exceptions=True)
    assert done[0] is None
    assert isinstance(done[1], AccountTiedElsewhere)
