"""One bureau, two lycées: companies, exchanges and contacts together, one by one, never a third."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.identifiers import Uai
from contracts.partnerships.companies import (
    CompanyOnboardedV1,
    InteractionLoggedV1,
    InteractionOutcome,
    InteractionWithdrawnV1,
)
from services.chassis.base.identity import Role
from services.chassis.web.requests.lycee_choice import COOKIE
from services.partnerships.cards.queries import read_company
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from tests.partnerships.browsing import Answer, Browser, Pages, forms_of
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau
from tests.support.services import Published, ServiceDatabases

ACCOUNT = UUID(int=1)
OTHERS = Uai("0820004J"), Uai("0820899G")
TAGS = {BOURDELLE: "Bourdelle", ELSEWHERE: "Deux Rives"}
CALL = {"outcome": "agreed", "note": "Deux places en mai.", "occurred_on": f"{TODAY}"}


@pytest.fixture
def both(signed_in: Callable[..., Browser]) -> Browser:
    """The browser of somebody who runs two lycées."""
    return signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)


def choose(browser: Browser, uai: Uai | None) -> None:
    """Choose a lycée in the header, or all of them."""
    browser.client.cookies.delete(COOKIE)
    if uai is not None:
        browser.client.cookies.set(COOKIE, f"{uai}.{ACCOUNT.hex}")


def exchanges(page: Answer) -> list[list[str]]:
    """The lycées each exchange of a card is tagged with."""
    _, _, listed = page.text.partition('<ol class="timeline">')
    items = listed.partition("</ol>")[0].split("<li>")[1:]
    return [[name for name in TAGS.values() if f"{name}</span>" in item] for item in items]


async def test_a_call_for_both_lycees_is_typed_once_and_taken_back_once(
    both: Browser, bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"

    sent = await both.sends(card, f"{card}/echanges", CALL | {"uai": [BOURDELLE, ELSEWHERE]})
    shown = await both.follows(sent)

    assert "Échange consigné pour 2 lycées." in shown.text
    assert exchanges(shown) == [["Bourdelle", "Deux Rives"]]
    told = await published(InteractionLoggedV1)
    assert len({event.interaction_id for event in told}) == len(told) == 2
    assert {event.outcome for event in told} == {InteractionOutcome.AGREED}
    assert len(await published(CompanyOnboardedV1)) == 2
    assert await audited(service_databases) == {BOURDELLE, ELSEWHERE}
    assert await told_together(service_databases) == []
    for uai in TAGS:
        choose(both, uai)
        alone = await both.opens(card)
        assert exchanges(alone) == [[]]
        assert "Deux places en mai." in alone.text

    choose(both, ELSEWHERE)
    undone = await both.sends(shown, _undo_of(shown))
    assert undone.status_code == 303
    assert len(await published(InteractionWithdrawnV1)) == 2
    for choice in (None, BOURDELLE, ELSEWHERE):
        choose(both, choice)
        assert exchanges(await both.opens(card)) == []
    again = await both.sends(shown, _undo_of(shown), {"command_id": uuid4()})
    assert again.status_code == 404


async def audited(databases: ServiceDatabases) -> set[str]:
    """Whose audit tells of the exchange."""
    connection: asyncpg.Connection = await databases.superuser("partnerships")
    try:
        lines = "SELECT uai FROM audit_entries WHERE action = 'log-interaction'"
        return {row["uai"] for row in await connection.fetch(lines)}
    finally:
        await connection.close()


def _undo_of(page: Answer) -> str:
    start = page.text.index('action="/entreprises/')
    address = page.text[start:].split('"')[1]
    assert address.endswith("/retrait")
    return address


async def test_the_same_call_sent_twice_is_one(
    both: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    card = await both.opens(f"/entreprises/{company_id}")
    typed = CALL | {"uai": [BOURDELLE, ELSEWHERE], "command_id": uuid4()}

    for _ in range(2):
        answer = await both.sends(card, f"/entreprises/{company_id}/echanges", typed)
        assert answer.status_code == 303

    assert len(await published(InteractionLoggedV1)) == 2


async def test_taking_back_leaves_what_the_exchange_before_said(
    both: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, occurred_on=TODAY.replace(day=1))
    card = f"/entreprises/{company_id}"
    sent = await both.sends(card, f"{card}/echanges", CALL | {"uai": [BOURDELLE, ELSEWHERE]})
    shown = await both.follows(sent)

    await both.sends(shown, _undo_of(shown))

    listed = (await both.opens("/entreprises")).text
    assert f"01/{TODAY:%m/%Y}" in listed
    assert f"{TODAY:%d/%m/%Y}" not in listed


@pytest.mark.parametrize("uais", [[], ["0820004J"], [BOURDELLE, "0820004J"]])
async def test_a_call_for_a_lycee_that_is_not_ones_own_is_refused_and_noted(
    both: Browser,
    bureau: Bureau,
    published: Published,
    service_databases: ServiceDatabases,
    uais: list[str],
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    shown = await both.opens(card)

    refused = await both.sends(shown, f"{card}/echanges", CALL | {"uai": uais})

    assert refused.status_code == 422
    assert "Deux places en mai." in refused.text
    said = "Choisissez un de vos lycées" if uais else "Choisissez le lycée concerné"
    assert said in refused.text
    assert 'href="#champ-uai-1"' in refused.text
    assert await published(InteractionLoggedV1) == []
    connection = await service_databases.superuser("partnerships")
    noted = await connection.fetchval("SELECT count(*) FROM audit_entries WHERE result = 'refused'")
    await connection.close()
    assert noted == bool(uais)


async def test_a_program_names_one_lycee_or_several(
    both: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    address = f"/api/partnerships/companies/{company_id}/interactions"
    call = {"kind": "call", "purpose": "pfmp", "outcome": "agreed", "occurred_on": f"{TODAY}"}

    async def log(**more: object) -> int:
        body = call | {"command_id": str(uuid4())} | more
        return (await both.client.post(address, json=body)).status_code

    assert await log() == 422
    assert await log(uai=ELSEWHERE) == 201
    assert await log(uai=[BOURDELLE, ELSEWHERE]) == 201
    assert await log(uai=[BOURDELLE, "0820004J"]) == 404
    assert len(await published(InteractionLoggedV1)) == 3


async def test_a_card_proposes_the_lycee_that_is_shown_or_that_knows_the_company(
    both: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"

    def checked(page: Answer) -> list[str]:
        return [uai for uai in TAGS if f'value="{uai}" checked' in page.text]

    assert checked(await both.opens(card)) == [BOURDELLE]
    choose(both, ELSEWHERE)
    assert checked(await both.opens(card)) == [ELSEWHERE]
    # Bourdelle has it on its list: only the other one may add it.
    choose(both, None)
    await both.sends(card, f"{card}/suivi")
    listed = (await both.opens("/entreprises")).text
    assert all(f"{name}</span>" in listed for name in TAGS.values())
    assert f"{card}/suivi" not in (await both.opens(card)).text


async def test_each_lycee_has_its_contacts_and_the_one_it_writes_to(
    both: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    for one, name in ((bureau, "Ana Roca"), (other_bureau, "Luc Prat")):
        mail = f"{name[:3].lower()}@quercy.example"
        await one.do(
            add_contact,
            company_id=company_id,
            site_id=site_id,
            details=ContactDetails(name, mail=mail),
        )

    together = (await both.opens(f"/entreprises/{company_id}")).text
    assert together.count("Reçoit les courriels") == 2
    choose(both, ELSEWHERE)
    alone = (await both.opens(f"/entreprises/{company_id}")).text
    assert ("Luc Prat" in alone, "Ana Roca" in alone) == (True, False)
    export = (await both.opens(f"/entreprises/contacts.csv?lycee={BOURDELLE}")).text
    assert ("Luc Prat" in export, "Ana Roca" in export) == (False, True)


async def test_a_step_for_both_lycees_is_one_line_until_one_of_them_answers(
    both: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    coming = {"next_step_on": TODAY, "occurred_on": TODAY.replace(day=2)}
    await both.sends(card, f"{card}/echanges", CALL | coming | {"uai": [BOURDELLE, ELSEWHERE]})

    async def steps() -> list[str]:
        page = (await both.opens("/entreprises/fragments/aujourdhui")).text
        return [name for name in TAGS.values() for _ in range(page.count(f"{name}</span>"))]

    assert await steps() == ["Bourdelle", "Deux Rives"]
    await other_bureau.logs(company_id)
    assert await steps() == ["Bourdelle"]


async def test_an_empty_list_says_that_the_other_lycee_may_have_some(
    both: Browser, bureau: Bureau
) -> None:
    await bureau.registers()
    choose(both, ELSEWHERE)

    empty = (await both.opens("/entreprises")).text

    assert "Rien pour Deux Rives." in empty
    assert "Voir tous mes lycées" in empty
    choose(both, BOURDELLE)
    assert "Rien pour" not in (await both.opens("/entreprises")).text


async def told_together(databases: ServiceDatabases) -> list[str]:
    """What the department could tell by that two lycées recorded something in one act."""
    superuser = await databases.superuser("partnerships")
    found = await superuser.fetch(
        "SELECT headers->>'ce-correlationid' AS shared FROM journal WHERE audience = 'department'"
        " GROUP BY 1 HAVING count(DISTINCT uai) > 1"
    )
    await superuser.close()
    return [row["shared"] for row in found]


async def test_what_another_lycee_noted_is_corrected_there_alone(
    served: Pages, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    card = f"/entreprises/{company_id}"
    for one, text in ((bureau, "Lu seulement."), (other_bureau, "Écrit ici.")):
        await one.logs(company_id, note=text)
        await one.keeps_a_note(company_id, f"Gardée. {text}")
        contact = ContactDetails(f"Ana {text}")
        await one.do(add_contact, company_id=company_id, site_id=site_id, details=contact)
    somebody = served.holding((Role.REFERENT_TEACHER, BOURDELLE), (Role.RBDE, ELSEWHERE))

    shown = (await somebody.opens(card)).text

    assert shown.count("Lu seulement.") >= 3
    ways = set(re.findall(rf"{card}/(?:echanges|notes|contacts)/[0-9a-f-]+/\w+", shown))
    opened = sorted(one for one in ways if one.endswith("/correction"))
    assert [one.split("/")[3] for one in opened] == ["contacts", "echanges", "notes"]
    for one in opened:
        assert (await somebody.opens(one)).status_code == 200
    assert sum(one.endswith("/retrait") for one in ways) == 1


async def test_a_company_of_no_lycee_of_ones_own_is_taken_by_either(
    both: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    card = f"/entreprises/{await bureau.registers()}"
    elsewhere = signed_in(Role.RBDE, *OTHERS)

    page = await elsewhere.opens(card)
    [first, last] = forms_of(page, f"{card}/suivi")
    assert [first.values["uai"], last.values["uai"]] == list(OTHERS)
    await elsewhere.follows(await elsewhere.sends(page, f"{card}/suivi", last.values))

    # The page shows one lycée: its own button stands where it is seen.
    choose(elsewhere, OTHERS[0])
    heading, _, below = (await elsewhere.opens(card)).text.partition('class="menu-of-actions"')
    assert (f"{card}/suivi" in heading, f"{card}/suivi" in below) == (True, False)
