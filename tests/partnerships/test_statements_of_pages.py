"""Every page of the registry that lists things asks the database as often for many as for few."""

from collections.abc import Mapping
from uuid import UUID

from contracts.partnerships.actions import ActionKind
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.invitations.commands import invite_company
from services.partnerships.sites.commands import add_site
from services.partnerships.tasks.commands import add_task
from services.partnerships.tasks.model import TaskCode, TaskDetails
from tests.partnerships.browsing import Browser
from tests.partnerships.world import MOISSAC, TODAY, Bureau, site
from tests.support.statements import statements

WRITE, CHANGE = "/entreprises/courriels", "/entreprises/changements"
LETTER = {"subject": "Places de janvier", "body": "Bonjour {contact}", "purpose": "pfmp"}
STATEMENTS_MAX = 12
OPENED_ALL_DAY = {
    "card": 4,
    "call": 6,
    "week": 2,
    "week of all": 2,
    "list": 3,
    "list of all": 4,
    "saved view": 5,
    "search": 9,
}
"""What a bureau opens again and again asks this often at most."""


async def more_of_each(browser: Browser, bureau: Bureau, card: UUID, numbers: range) -> None:
    """Companies with what goes on with them, each time with a likely duplicate; as much on one card."""
    forum = ActionDetails(kind=ActionKind.FORUM, title="Forum", planned_on=TODAY)
    for number in numbers:
        action_id = await bureau.do(plan_action, details=forum, now=bureau.now)
        names = (f"Scierie Vidal {number}", f"Scierie Vidall {number}")
        for company_id in [*[await bureau.registers(name) for name in names], card]:
            main = (await bureau.card(company_id)).sites[0].id
            details = ContactDetails(f"Anne Verdier {number}", mail=f"a{number}@vidal.example")
            await bureau.do(add_contact, company_id=company_id, site_id=main, details=details)
            await bureau.logs(company_id, next_step_on=TODAY)
            task = TaskDetails(code=TaskCode.CALL_BACK, due_on=TODAY)
            await bureau.do(add_task, company_id=company_id, details=task, now=bureau.now)
            await bureau.do(
                invite_company,
                action_id=action_id,
                company_id=company_id,
                takes_part=True,
                now=bureau.now,
            )
            if company_id != card:
                await bureau.opens_a_partnership(company_id)
        await bureau.do(
            add_site,
            company_id=card,
            details=site(commune=MOISSAC, address=f"{number} rue Basse"),
            now=bureau.now,
        )
        view = {"name": f"Autour {number}", "secteur_1": "C"}
        await browser.sends("/entreprises/vues/nouvelle", "/entreprises/vues", view)


async def asked_by_each(browser: Browser, card: UUID) -> Mapping[str, list[str]]:
    """The statements of each page, on what there is by now."""
    whole = "filtre=toutes&ensemble=toutes"
    written = await browser.sends(f"{WRITE}/nouveau?{whole}", WRITE, LETTER)
    chosen = f"/entreprises/choix?quoi=tache&{whole}"
    changed = await browser.sends(chosen, CHANGE, {"code": "call_back", "due_on": TODAY})
    page = (await browser.opens("/entreprises/actions?annee=2026-2027")).text
    action = "/entreprises/actions/" + page.split('href="/entreprises/actions/')[-1][:36]
    await browser.sends("/recherche", "/recherche", {"q": "vidal"})
    pages = {
        "card": f"/entreprises/{card}",
        "call": f"/entreprises/{card}/appel",
        "week": "/semaine",
        "week of all": "/semaine?qui=tous",
        "board": "/entreprises/partenariats",
        "list of partnerships": "/entreprises/partenariats?vue=liste",
        "search": "/recherche",
        "mailing": written.headers["location"],
        "mailings": WRITE,
        "change": changed.headers["location"],
        "chosen": chosen,
        "list": "/entreprises",
        "list of all": "/entreprises?filtre=toutes&q=vidal",
        "saved view": "/entreprises?vue=" + await _a_view(browser),
        "actions": "/entreprises/actions?annee=2026-2027",
        "actions by class": "/entreprises/actions?annee=2026-2027&vue=classes",
        "action": action,
        "duplicates": "/entreprises/doublons",
        "commitments": "/entreprises/engagements",
        "differences": "/entreprises/ecarts",
    }
    told: dict[str, list[str]] = {}
    for name, address in pages.items():
        with statements() as run:
            answer = await browser.opens(address)
        assert answer.status_code == 200, (name, address)
        told[name] = run
    return told


async def _a_view(browser: Browser) -> str:
    page = (await browser.opens("/entreprises")).text
    return page.partition("/entreprises?vue=")[2][:36]


async def test_pages_ask_as_often_whatever_they_show(browser: Browser, bureau: Bureau) -> None:
    card = await bureau.registers("Bois Vert")
    await more_of_each(browser, bureau, card, range(1))
    few = await asked_by_each(browser, card)
    await more_of_each(browser, bureau, card, range(1, 5))
    many = await asked_by_each(browser, card)

    grown = {
        name: [one for one in run if run.count(one) > few[name].count(one)]
        for name, run in many.items()
        if len(run) != len(few[name])
    }
    assert grown == {}
    often = {name: len(run) for name, run in many.items()}
    most = dict.fromkeys(many, STATEMENTS_MAX) | OPENED_ALL_DAY
    assert {name: count for name, count in often.items() if count > most[name]} == {}
