"""The register of accesses tells who came in, who did not, and who left: numbers, never a mail."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.audit_log import BY_NOBODY, DONE, NOBODY, REFUSED, Filters
from services.portal.accounts.store import Accounts
from services.portal.attempts.model import FAILURES_PER_PAIR_MAX
from services.portal.base.scopes import DEPARTMENT
from tests.portal.world import BOURDELLE, MAIL, PASSWORD
from tests.support.network import Network
from tests.support.pages import Page

HERE = {"mail": MAIL, "password": PASSWORD, "next": "/"}
WRONG = HERE | {"password": "un autre mot de passe"}
UNKNOWN = "personne@lycee.example"


async def lines(portal: Network, action: str) -> Sequence[audit_log.Entry]:
    async with portal.runtime("portal").work.begin(DEPARTMENT) as uow:
        return await audit_log.entries(uow, Filters(action=action), limit=50)


async def whose(portal: Network, mail: str = MAIL) -> UUID:
    async with portal.runtime("portal").work.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).by_mail(mail)
    assert account is not None
    return account.id


async def test_coming_in_and_leaving_are_noted(portal: Network) -> None:
    browser, account_id = portal.client(), await whose(portal)
    await browser.post("/connexion", data=HERE)
    await browser.post("/deconnexion")

    for action in ("sign-in", "sign-out"):
        [line] = await lines(portal, action)
        assert (line.account_id, line.uai, line.result) == (account_id, BOURDELLE, DONE)


@pytest.mark.parametrize("mail", [MAIL, UNKNOWN])
async def test_a_failure_is_noted_about_an_account_and_by_nobody(
    portal: Network, mail: str
) -> None:
    await portal.client().post("/connexion", data=WRONG | {"mail": mail})

    [line] = await lines(portal, "sign-in")
    assert (line.account_id, line.role, line.result) == (NOBODY, BY_NOBODY, REFUSED)
    assert line.resource_id == (await whose(portal) if mail == MAIL else None)


async def test_a_wrong_code_is_noted(portal: Network) -> None:
    sent = {"mail": MAIL, "code": "000000", "next": "/"}
    await portal.client().post("/connexion/code/saisie", data=sent)

    [line] = await lines(portal, "sign-in-by-code")
    assert (line.resource_id, line.result) == (await whose(portal), REFUSED)


async def test_who_goes_on_trying_is_noted_once(portal: Network) -> None:
    browser = portal.client()
    for _ in range(FAILURES_PER_PAIR_MAX):
        await browser.post("/connexion", data=WRONG)
    for _ in range(3):
        assert (await browser.post("/connexion", data=WRONG)).status_code == 429

    assert len(await lines(portal, "sign-in")) == FAILURES_PER_PAIR_MAX
    [line] = await lines(portal, "throttle")
    assert (line.resource_id, line.result) == (await whose(portal), REFUSED)


async def test_the_auditor_reads_it_without_a_mail(portal: Network) -> None:
    await portal.client().post("/connexion", data=WRONG)
    await portal.client().post("/connexion", data=WRONG | {"mail": UNKNOWN})
    auditor = await portal.client_as(Role.AUDITOR)

    page = Page(await auditor.get("/audit/portal?action=sign-in&resultat=refused"))

    assert "Personne de connecté" in page.text
    assert "Se connecter sign-in" in page.text
    assert str(await whose(portal)) in page.text
    assert MAIL not in page.text
    assert UNKNOWN not in page.text
    assert str(NOBODY) not in page.text
