"""Links of needs: a company follows and mends its own, an actor answers the one it has, and no other."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from contracts.coordination.needs import NeedDismissal, NeedOutcome
from contracts.personal_links import COMPANY_NEED, ENTRUSTED_NEED
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from services.coordination.need_cards.commands.recall_need import recall_need
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_links.model import PRECISIONS_MAX
from services.coordination.need_links.queries import NeedLink, actor_link, company_link
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.route_need import route_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.commands.withdraw_need import withdraw_need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.service import SERVICE
from tests.coordination.needs.world import assignments_of, need_of, passed_on, sent, told
from tests.coordination.needs.world import company as somebody_outside
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

TEXT = "Plutôt en février, finalement."


@dataclass
class Outside:
    """The pages of links on a running network, and those who work in it."""

    network: Network
    superuser: asyncpg.Connection
    bureau: Somebody
    supervisor: Somebody
    company: Somebody
    visitor: Visitor

    async def link(self, of: Any, row_id: UUID) -> NeedLink:
        async def make(uow: UnitOfWork) -> NeedLink:
            found: NeedLink = of(uow, row_id)
            return found

        return await self.company.do(make)

    async def path(self, of: Any, row_id: UUID) -> str:
        """The address of a link, without its origin."""
        url = (await self.link(of, row_id)).url
        return url.removeprefix(self.network.settings.public_url.rstrip("/"))

    async def presses(self, path: str, button: str, **typed: Any) -> Page:
        page = await self.visitor.get(path)
        return await self.visitor.send(page.form(f"{path}/{button}"), **typed)

    async def decides(self, command: Any, need_id: UUID, **more: Any) -> None:
        need = await need_of(self.supervisor, need_id)
        now = self.supervisor.later()
        await self.supervisor.do(command, need_id=need_id, version=need.version, **more, now=now)

    async def entrusts(self, need_id: UUID) -> tuple[str, UUID]:
        """Hand it to an actor: the path of its page, and the assignment."""
        actor_id = await self.supervisor.adds("CMA de Tarn-et-Garonne", mail="contact@cma.example")
        await passed_on(self.supervisor, need_id, actor_id=actor_id)
        given = [one for one in await assignments_of(self.supervisor, need_id) if one.actor_id]
        return await self.path(actor_link, given[-1].id), given[-1].id


@pytest_asyncio.fixture
async def outside(running: Running, service_databases: ServiceDatabases) -> AsyncIterator[Outside]:
    async with running(SERVICE) as network:
        units: UnitsOfWork = network.runtime("coordination").work
        now = datetime.now(UTC)
        (bureau, supervisor), company = people(units), somebody_outside(units)
        for one in (bureau, supervisor, company):
            one.now = now
        superuser = await service_databases.superuser(SERVICE.name)
        visitor = Visitor(network.client())
        yield Outside(network, superuser, bureau, supervisor, company, visitor)
        await superuser.close()


async def test_a_company_follows_its_need_from_hand_to_hand(outside: Outside) -> None:
    await outside.network.client_as(Role.RBDE)

    async def named() -> bool:
        return bool(await outside.superuser.fetchval("SELECT count(*) FROM lycees"))

    await eventually(named)
    need_id = await sent(outside.company)
    path = await outside.path(company_link, need_id)
    page = await outside.visitor.get(path)
    assert "Votre demande est reçue" in page.text
    assert "Menuiserie Delrieu" in page.text

    await passed_on(outside.supervisor, need_id, HERE)
    assert f"est transmise à Lycée {HERE}" in (await outside.visitor.get(path)).text
    (mine,) = await assignments_of(outside.bureau, need_id)
    day = outside.bureau.now.date() + timedelta(days=10)
    await outside.bureau.do(
        take_need,
        need_id=need_id,
        assignment_id=mine.id,
        promised_on=day,
        now=outside.bureau.later(),
    )
    page = await outside.visitor.get(path)
    assert f"Lycée {HERE} vous répond au plus tard le" in page.text

    await outside.decides(
        close_need, need_id, outcome=NeedOutcome.HELPED, answer="Un élève vous appelle."
    )
    page = await outside.visitor.get(path)
    assert "Votre demande est close. Une solution a été trouvée" in page.text
    assert "Un élève vous appelle." in page.text
    assert page.answer.headers["x-robots-tag"] == "noindex, nofollow"


async def test_opening_confirms_nothing_and_the_button_does_once(outside: Outside) -> None:
    need_id = await sent(outside.company, verified=False)
    path = await outside.path(company_link, need_id)
    for _ in range(2):
        await outside.visitor.get(path)
    page = await outside.visitor.get(path)
    assert (await need_of(outside.supervisor, need_id)).status is NeedStatus.UNVERIFIED

    form = page.form(f"{path}/confirmation")
    first, again = [await outside.visitor.send(form) for _ in range(2)]

    assert "votre demande est confirmée" in first.text
    assert again.status == 200
    letters = await outside.superuser.fetch("SELECT kind FROM need_letters")
    assert [row["kind"] for row in letters] == ["received"]


async def test_what_a_company_adds_is_beside_what_it_wrote_and_read_by_who_handles_it(
    outside: Outside,
) -> None:
    need_id = await sent(outside.company)
    path, _ = await outside.path(company_link, need_id), None
    await passed_on(outside.supervisor, need_id, HERE)
    page = await outside.presses(path, "precision", text=TEXT)

    assert TEXT in page.text
    assert "Votre précision est ajoutée à votre demande." in page.text
    assert "Un avis part au plus tard le prochain jour ouvré à " in page.text
    assert "Nous cherchons un apprenti menuisier" in page.text
    part = f"/besoins/{need_id}"
    here, elsewhere = [await outside.network.client_as(Role.RBDE, uai) for uai in (HERE, ELSEWHERE)]
    assert TEXT in (await here.get(part)).text
    assert TEXT not in (await elsewhere.get(part)).text
    actor, _ = await outside.entrusts(need_id)
    assert TEXT in (await outside.visitor.get(actor)).text

    refused = await outside.presses(path, "precision", text="x" * 1_001)
    assert refused.status == 422
    assert "x" * 1_001 in refused.answer.text
    refused = await outside.presses(path, "precision", text="Bonjour\u202e")
    assert "caractère invisible" in refused.text
    for _ in range(PRECISIONS_MAX - 1):
        await outside.presses(path, "precision", text="Encore.")
    refused = await outside.presses(path, "precision", text="De trop.")
    assert (refused.status, "De trop." in refused.text) == (409, True)


async def test_a_company_that_needs_it_no_more_closes_it(outside: Outside) -> None:
    need_id = await told(outside.bureau)
    path = await outside.path(company_link, need_id)

    page = await outside.presses(path, "abandon")

    assert "vous n’en avez plus besoin" in page.text
    assert (await need_of(outside.supervisor, need_id)).status is NeedStatus.CLOSED
    assert not page.has_form(f"{path}/precision")


async def test_what_somebody_else_sent_is_set_apart_and_can_be_no_more_once_received(
    outside: Outside,
) -> None:
    need_id = await sent(outside.company, verified=False)
    path = await outside.path(company_link, need_id)
    disown = (await outside.visitor.get(path)).form(f"{path}/pas-moi")
    assert "écartée" in (await outside.visitor.send(disown)).text
    need = await need_of(outside.supervisor, need_id)
    assert (need.status, need.dismissal) == (NeedStatus.DISMISSED, NeedDismissal.SPAM)

    other = await sent(outside.company, verified=False)
    path = await outside.path(company_link, other)
    page = await outside.visitor.get(path)
    await outside.visitor.send(page.form(f"{path}/confirmation"))
    late = await outside.visitor.send(page.form(f"{path}/pas-moi"))
    assert late.status == 409
    assert "déjà reçue" in late.text


async def test_an_actor_takes_in_charge_changes_the_day_gives_back_and_answers(
    outside: Outside,
) -> None:
    # Told by a bureau: the DSDEN hands over what is not its own.
    need_id = await told(outside.bureau)
    path, assignment_id = await outside.entrusts(need_id)
    page = await outside.visitor.get(path)
    for word in (
        "CMA de Tarn-et-Garonne",
        "Nadia Belkacem",
        "05 36 49 10 10",
        "Trouver un apprenti",
    ):
        assert word in page.text.replace("\u00a0", " ")

    day = date.today() + timedelta(days=20)  # noqa: DTZ011 what a person types there, far from midnight
    past = await outside.presses(path, "prise-en-charge", promised_on="2026-01-05")
    assert past.status == 422
    assert 'value="2026-01-05"' in past.answer.text
    far = await outside.presses(path, "prise-en-charge", promised_on="2099-06-01")
    assert (far.status, 'value="2099-06-01"' in far.answer.text) == (422, True)
    assert "30 jours ouvrés" in far.text
    page = await outside.presses(path, "prise-en-charge", promised_on=str(day))
    assert "Vous vous en occupez" in page.text
    page = await outside.presses(path, "prise-en-charge", promised_on=str(day + timedelta(days=1)))
    (mine,) = [
        one for one in await assignments_of(outside.supervisor, need_id) if one.id == assignment_id
    ]
    assert mine.promised_on == day + timedelta(days=1)

    page = await outside.presses(path, "retour")
    assert "À vous de dire si vous vous en occupez" in page.text
    refused = await outside.presses(path, "reponse", answer="Nous avons quelqu’un.")
    assert (refused.status, "Nous avons quelqu’un." in refused.text) == (422, True)
    page = await outside.presses(path, "reponse", outcome="helped", answer="Nous avons quelqu’un.")
    assert "Vous avez répondu, merci" in page.text
    need = await need_of(outside.supervisor, need_id)
    assert (need.status, need.outcome) == (NeedStatus.ANSWERED, NeedOutcome.HELPED)
    own = await outside.path(company_link, need_id)
    assert "Nous avons quelqu’un." in (await outside.visitor.get(own)).text

    await outside.decides(reopen_need, need_id)
    assert "Ce besoin est rouvert" in (await outside.visitor.get(path)).text


async def test_an_actor_reads_that_a_need_was_taken_back(outside: Outside) -> None:
    need_id = await sent(outside.company)
    path, assignment_id = await outside.entrusts(need_id)
    form = (await outside.visitor.get(path)).form(f"{path}/reponse")
    await outside.decides(recall_need, need_id, assignment_id=assignment_id)

    for page in (
        await outside.visitor.get(path),
        await outside.visitor.send(form, outcome="helped", answer="Trop tard."),
    ):
        assert page.status == 410
        assert "a repris ce besoin" in page.text
        assert "Menuiserie Delrieu" not in page.text
    assert "n’a pas été enregistré" in page.text


async def test_a_link_of_one_need_opens_nothing_of_another(outside: Outside) -> None:
    one, other = await sent(outside.company), await sent(outside.company)
    path, assignment_id = await outside.entrusts(one)
    token = path.rpartition("/")[2]
    company = (await outside.path(company_link, other)).rpartition("/")[2]
    for wrong in (
        f"{COMPANY_NEED.path}/{token}",
        f"{ENTRUSTED_NEED.path}/{company}",
        await outside.path(actor_link, other),
        await outside.path(company_link, assignment_id),
        await outside.path(company_link, uuid4()),
        f"{COMPANY_NEED.path}/{company.swapcase()}",
        f"{COMPANY_NEED.path}/{'x' * 54}",
    ):
        page = await outside.visitor.get(wrong)
        assert page.status == 404, wrong
        assert "n’ouvre aucune page" in page.text
    # An assignment of a bureau is no actor's.
    await passed_on(outside.supervisor, other, HERE)
    (of_bureau,) = await assignments_of(outside.supervisor, other)
    assert (await outside.visitor.get(await outside.path(actor_link, of_bureau.id))).status == 404


@pytest.mark.parametrize(
    ("column", "ago"), [("sent_at", timedelta(days=366)), ("changed_at", timedelta(days=31))]
)
async def test_a_link_is_over_when_it_is_too_old_or_the_need_was_closed_a_while_ago(
    outside: Outside, column: str, ago: timedelta
) -> None:
    need_id = await sent(outside.company)
    path = await outside.path(company_link, need_id)
    await outside.presses(path, "abandon")
    assert (await outside.visitor.get(path)).status == 200

    await outside.superuser.execute(f"UPDATE needs SET {column} = {column} - $1::interval", ago)

    page = await outside.visitor.get(path)
    assert page.status == 410
    assert "envoyez une nouvelle demande" in page.text


async def test_a_dismissed_need_says_so_in_words(outside: Outside) -> None:
    need_id = await sent(outside.company)
    await outside.decides(dismiss_need, need_id, reason=NeedDismissal.DUPLICATE)

    page = await outside.visitor.get(await outside.path(company_link, need_id))

    assert "Cette demande est écartée" in page.text


async def test_short_codes_lead_to_the_same_pages(outside: Outside) -> None:
    need_id = await sent(outside.company)
    _, assignment_id = await outside.entrusts(need_id)
    for of, row_id in ((company_link, need_id), (actor_link, assignment_id)):
        link = await outside.link(of, row_id)
        typing = (await outside.visitor.get("/code")).form("/code")
        page = await outside.visitor.send(typing, code=link.code.lower())
        assert page.status == 200
        assert str(page.answer.url).endswith(link.url.rpartition("/")[2])
        other = "1" if link.code[-1] == "0" else "0"
        wrong = await outside.visitor.send(typing, code=link.code[:-1] + other)
        assert (wrong.status, "n’ouvre rien" in wrong.text) == (404, True)


async def answers_for(
    outside: Outside, need_id: UUID, outcome: NeedOutcome, text: str, *, actor: bool = False
) -> None:
    (mine,) = [
        one
        for one in await assignments_of(outside.supervisor, need_id)
        if (one.actor_id is not None) is actor and one.outcome is None
    ]
    who = outside.company if actor else outside.bureau
    await who.do(
        answer_need,
        need_id=need_id,
        assignment_id=mine.id,
        outcome=outcome,
        answer=text,
        now=who.later(),
    )


@pytest.mark.parametrize("outcome", [NeedOutcome.NO_SOLUTION, NeedOutcome.NOT_FOR_US])
async def test_a_company_reads_who_still_is_at_it_and_not_who_is_done(
    outside: Outside, outcome: NeedOutcome
) -> None:
    need_id = await sent(outside.company)
    path = await outside.path(company_link, need_id)
    await outside.entrusts(need_id)
    await outside.decides(route_need, need_id, bureaux=[HERE])
    (mine,) = [one for one in await assignments_of(outside.bureau, need_id) if one.actor_id is None]
    day = outside.bureau.now.date() + timedelta(days=10)
    await outside.bureau.do(
        take_need,
        need_id=need_id,
        assignment_id=mine.id,
        promised_on=day,
        now=outside.bureau.later(),
    )
    assert "vous répond au plus tard le" in (await outside.visitor.get(path)).text

    await answers_for(outside, need_id, outcome, "Ce gérant ne rappelle jamais.")

    page = await outside.visitor.get(path)
    assert "est transmise à CMA de Tarn-et-Garonne." in page.text
    assert "vous répond au plus tard le" not in page.text
    for_it = outcome is NeedOutcome.NO_SOLUTION
    assert ("Ce gérant ne rappelle jamais." in page.text) is for_it


async def test_a_page_left_open_says_what_its_reader_can_do(outside: Outside) -> None:
    need_id = await sent(outside.company)
    path = await outside.path(company_link, need_id)
    actor, _ = await outside.entrusts(need_id)
    leaving = (await outside.visitor.get(path)).form(f"{path}/abandon")
    answering = (await outside.visitor.get(actor)).form(f"{actor}/reponse")
    adding = (await outside.visitor.get(path)).form(f"{path}/precision")
    await outside.decides(
        close_need, need_id, outcome=NeedOutcome.HELPED, answer="Un élève vous appelle."
    )

    left = await outside.visitor.send(leaving)
    assert (left.status, "Votre demande est déjà close" in left.text) == (409, True)
    late = await outside.visitor.send(answering, outcome="helped", answer="Venez lundi.")
    assert (late.status, "demandez à la supervision de le rouvrir" in late.text) == (409, True)
    assert "Venez lundi." in late.answer.text
    added = await outside.visitor.send(adding, text="Plutôt en mars.")
    assert (added.status, "Plutôt en mars." in added.answer.text) == (409, True)
    for page in (left, late, added):
        assert "rouvrez-le" not in page.text


async def test_what_an_actor_wrote_too_late_is_shown_to_be_taken_elsewhere(
    outside: Outside,
) -> None:
    need_id = await sent(outside.company)
    path, assignment_id = await outside.entrusts(need_id)
    answering = (await outside.visitor.get(path)).form(f"{path}/reponse")
    await outside.decides(recall_need, need_id, assignment_id=assignment_id)

    late = await outside.visitor.send(answering, outcome="helped", answer="Venez lundi.")

    assert late.status == 410
    assert "ne vous est plus confié" in late.text
    assert "Venez lundi." in late.text


async def test_a_promise_that_was_not_kept_is_promised_no_more(outside: Outside) -> None:
    need_id = await sent(outside.company)
    path = await outside.path(company_link, need_id)
    _, assignment_id = await outside.entrusts(need_id)
    await outside.company.do(
        take_need,
        need_id=need_id,
        assignment_id=assignment_id,
        promised_on=outside.company.now.date() + timedelta(days=10),
        now=outside.company.later(),
    )
    await outside.superuser.execute("UPDATE need_assignments SET promised_on = current_date - 3")

    page = await outside.visitor.get(path)

    assert "vous répond au plus tard le" not in page.text
    assert "devait vous répondre au plus tard le" in page.text
    assert "répondez au courriel qui contenait ce lien" in page.text


async def test_an_actor_reads_whom_to_answer_while_it_has_to(outside: Outside) -> None:
    left, given_back = await sent(outside.company), await sent(outside.company)
    actor, _ = await outside.entrusts(left)
    assert "Nadia Belkacem" in (await outside.visitor.get(actor)).text
    await outside.presses(await outside.path(company_link, left), "abandon")
    page = await outside.visitor.get(actor)
    assert "n’attend plus rien de vous" in page.text
    assert "Belkacem" not in page.answer.text

    again = await outside.supervisor.adds("Greta", mail="contact@greta.example")
    await passed_on(outside.supervisor, given_back, actor_id=again)
    (mine,) = await assignments_of(outside.supervisor, given_back)
    other = await outside.path(actor_link, mine.id)
    assert "Nadia Belkacem" in (await outside.visitor.get(other)).text
    page = await outside.presses(other, "reponse", outcome="not_for_us")
    assert "merci" in page.text
    assert "Belkacem" not in page.answer.text


async def test_an_actor_reads_what_others_did_and_what_is_left_to_do(outside: Outside) -> None:
    need_id = await sent(outside.company)
    path, _ = await outside.entrusts(need_id)
    await outside.decides(route_need, need_id, bureaux=[HERE])
    (mine,) = [one for one in await assignments_of(outside.bureau, need_id) if one.actor_id is None]
    await outside.bureau.do(
        take_need,
        need_id=need_id,
        assignment_id=mine.id,
        promised_on=outside.bureau.now.date() + timedelta(days=10),
        now=outside.bureau.later(),
    )
    assert "rien ne presse" in (await outside.visitor.get(path)).text

    await answers_for(outside, need_id, NeedOutcome.HELPED, "Un élève vous appelle.")
    page = await outside.visitor.get(path)
    assert "a répondu à l’entreprise" in page.text
    assert not page.forms
    # Whom to answer is for who answers.
    assert "Belkacem" not in page.answer.text

    await outside.decides(reopen_need, need_id)
    page = await outside.visitor.get(path)
    assert "Nadia Belkacem" in page.text
    # Who is asked long after reads no day that is past.
    assert "au plus tard le" in page.text
    await outside.superuser.execute("UPDATE needs SET due_on = '2020-01-06'")
    assert "6 janvier 2020" not in (await outside.visitor.get(path)).text
    page = await outside.visitor.get(path)
    assert "n’attend plus rien de vous" not in page.text
    assert page.form(f"{path}/reponse").action

    now = outside.company.later()
    await outside.company.do(withdraw_need, need_id=need_id, now=now)
    assert "ne l’appelez plus à ce sujet" in (await outside.visitor.get(path)).text


async def test_an_actor_reads_that_the_day_it_promised_is_past(outside: Outside) -> None:
    need_id = await sent(outside.company)
    path, assignment_id = await outside.entrusts(need_id)
    await outside.company.do(
        take_need,
        need_id=need_id,
        assignment_id=assignment_id,
        promised_on=outside.company.now.date() + timedelta(days=10),
        now=outside.company.later(),
    )
    await outside.superuser.execute("UPDATE need_assignments SET promised_on = '2020-01-06'")
    page = await outside.visitor.get(path)
    assert "Le jour promis est passé" in page.text
    assert page.form(f"{path}/prise-en-charge").action
