"""A company answers on its own page to an action it is asked to, and takes its answer back."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.identifiers import Uai
from contracts.partnerships.action_invites import ActionInviteAskedV1, ActionInviteKind
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.host_pages import HostActedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands import cancel_action, plan_action
from services.partnerships.actions.model import ActionDetails, CompanyAnswer
from services.partnerships.actions.store import Actions
from services.partnerships.base.calendar import local_date
from services.partnerships.invitations.commands import invite_company
from tests.partnerships.browsing import Browser
from tests.partnerships.host_pages.test_host_page import Held, held, plain
from tests.partnerships.world import ELSEWHERE, Bureau
from tests.support.services import Published

__all__ = ["held"]


async def invited(held: Held, title: str = "Forum des métiers", **changes: Any) -> UUID:
    """An action of the lycée the company is asked to."""
    bureau = held.bureau
    known: dict[str, Any] = {
        "kind": ActionKind.FORUM,
        "title": title,
        "planned_on": local_date(bureau.now) + timedelta(days=30),
        "starts_at": time(14, 0),
        "place": "Salle B",
    }
    details = ActionDetails(**{**known, **changes})
    action_id = await bureau.do(plan_action, details=details, now=bureau.now)
    await bureau.do(
        invite_company,
        action_id=action_id,
        company_id=held.company_id,
        takes_part=True,
        answer=CompanyAnswer.INVITED,
        now=bureau.now,
    )
    return action_id


async def said(held: Held, action_id: UUID) -> CompanyAnswer:
    async def read(uow: UnitOfWork) -> CompanyAnswer:
        return (await Actions(uow).get(action_id)).companies[held.company_id]

    return await held.bureau.do(read)


async def test_a_company_says_that_it_comes_and_takes_it_back(
    held: Held, browser: Browser, published: Published
) -> None:
    action_id = await invited(held)
    page = plain(await held.opens())
    assert "Forum des métiers" in page
    assert "14 h 00, Salle B" in page
    assert "À vous de répondre" in page

    page = plain(await held.does("actions", answer="coming"))
    assert "C’est noté : vous participez" in page
    assert await said(held, action_id) is CompanyAnswer.COMING
    (asked,) = await published(ActionInviteAskedV1)
    assert (asked.kind, asked.contact_id) == (ActionInviteKind.NOTED, held.contact_id)

    await held.does("actions", answer="declined")
    assert await said(held, action_id) is CompanyAnswer.DECLINED
    page = plain(await held.does("actions", answer="invited"))
    assert "À vous de répondre" in page
    assert await said(held, action_id) is CompanyAnswer.INVITED

    assert await held.done() == ["action_coming", "action_declined", "action_unanswered"]
    assert len(await published(HostActedV1)) == 3
    card = await browser.opens(held.card)
    assert f'href="/entreprises/actions/{action_id}"' in card.text


@pytest.mark.parametrize("changes", [{"mails_off": True}, {"days": -1}])
async def test_what_a_company_is_not_told_is_not_on_its_page(
    held: Held, changes: dict[str, Any]
) -> None:
    days = changes.pop("days", 30)
    on = local_date(held.bureau.now) + timedelta(days=days)
    hidden = await invited(held, planned_on=on, **changes)
    assert "Forum des métiers" not in (await held.opens()).text

    await invited(held, title="Salon de l’industrie")
    refused = await held.does("actions", answer="coming", action_id=f"{hidden}")
    assert refused.status_code == 409
    assert await said(held, hidden) is CompanyAnswer.INVITED


async def test_another_lycee_s_action_is_neither_seen_nor_answered(
    held: Held, other_bureau: Bureau
) -> None:
    await invited(held)
    own = held.bureau
    held.bureau = replace(own, uai=Uai(ELSEWHERE))
    other = await invited(held, title="Salon du voisin")
    held.bureau = own
    assert "Salon du voisin" not in (await held.opens()).text
    refused = await held.does("actions", answer="coming", action_id=f"{other}")
    assert refused.status_code == 409
    held.bureau = replace(own, uai=other_bureau.uai)
    assert await said(held, other) is CompanyAnswer.INVITED


async def test_an_answer_that_comes_too_late_says_so_and_changes_nothing(held: Held) -> None:
    action_id = await invited(held)
    page = await held.opens()
    await held.bureau.do(cancel_action, action_id=action_id, version=3, now=held.bureau.now)
    late = await held.browser.sends(page, f"{held.path}/actions", {"answer": "coming"})
    assert late.status_code == 409
    assert "n’est plus prévue" in late.text
    assert await said(held, action_id) is CompanyAnswer.INVITED
    gone = await invited(held, title="Un autre")
    unknown = {"answer": "coming", "action_id": f"{uuid4()}"}
    assert (await held.does("actions", **unknown)).status_code == 409
    assert await said(held, gone) is CompanyAnswer.INVITED
