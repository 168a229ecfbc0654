"""Who is erased at a bureau is looked for in the needs of the department: which ones, and nothing of what they say."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.coordination.needs import NeedTracesRequest
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.coordination.need_rights.answers import traces_in_needs
from services.coordination.need_rights.queries import FOUND_MAX, find_needs_naming, find_needs_of
from services.coordination.needs.commands.send_need import send_need
from tests.coordination.needs.world import DETAILS, WHO, company, passed_on, sent, told
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.pages import Visitor


@pytest.mark.parametrize(
    ("mail", "phone", "found"),
    [
        ("N.Belkacem@menuiserie.example", None, 2),
        (None, "+33536491010", 2),
        ("autre@menuiserie.example", "0536491011", 0),
        (None, None, 0),
    ],
)
async def test_an_address_or_a_phone_is_found_however_it_was_typed(
    units: UnitsOfWork,
    supervisor: Somebody,
    bureau: Somebody,
    mail: str | None,
    phone: str | None,
    found: int,
) -> None:
    first = await sent(company(units))
    await passed_on(supervisor, first, ELSEWHERE)
    await told(bureau)
    asked = NeedTracesRequest(mail=mail, phone=phone)

    async def traces(scope: Scope) -> list[tuple[str, ...]]:
        async with units.begin(scope) as uow:
            answer = await traces_in_needs(asked, uow)
        # Ids, days and bureaux: nothing of who asked, of the company or of what it said.
        assert all(set(one) == {"need_id", "told_on", "lycees"} for one in dumped(answer.needs))
        return [one.lycees for one in answer.needs]

    dsden = Scope(frozenset({units.department_uai}), department_wide=True)
    assert len(await traces(dsden)) == found
    # A lycée that is asked about learns of what it may open, and of nothing else.
    assert len(await traces(Scope(frozenset({HERE})))) == found // 2


def dumped(needs: tuple[object, ...]) -> list[dict[str, object]]:
    return [json.loads(one.model_dump_json()) for one in needs]  # type: ignore[attr-defined]  # a model of pydantic


async def test_the_supervisor_finds_a_phone_with_or_without_spaces(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    await sent(company(units))
    for typed in ("0536491010", "+33 5 36 49 10 10", "05.36.49.10.10"):
        assert len(await supervisor.do(find_needs_naming, typed)) == 1, typed
    assert await supervisor.do(find_needs_naming, "0536491011") == []


async def test_an_address_is_found_whole_and_a_phone_in_what_is_written(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    dsden = Scope(frozenset({units.department_uai}), department_wide=True)
    texts = (
        "Écrivez à jean.dupont@delrieu.example, ou appelez Zoé au 05\u00a036\u202f49 22 33.",
        "Dupont et Jean, de Delrieu, en parlent : c’est un exemple, example.",
        "Un autre : marie-jean.dupont@delrieu.example.org, 05 36 49 22 3 et 3 places.",
        "Deux places, 3 mois. Le +33 (0)5.36.49.22.44 répond.",
    )
    for text in texts:
        who = company(units)
        await who.do(
            send_need,
            details=replace(DETAILS, text=text),
            requester=WHO,
            verified=True,
            now=who.later(),
        )

    async def found(mail: str | None, phone: str | None) -> list[str]:
        async with units.begin(dsden) as uow:
            needs = await find_needs_of(uow, mail=mail, phone=phone)
        return [one.details.text for one in needs if one.details]

    assert await found("Jean.Dupont@delrieu.example", None) == [texts[0]]
    assert await found("dupont@delrieu.example", None) == []
    assert await found(None, "+33536492233") == [texts[0]]
    assert await found(None, "0536492244") == [texts[3]]
    named = await supervisor.do(find_needs_naming, "0536492233")
    assert [one.need.details.text for one in named if one.need.details] == [texts[0]]


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    wanted = [one for one in SERVICES if one.name in {"coordination", "partnerships"}]
    async with running(*wanted) as network:
        yield network


async def test_the_page_that_erases_a_contact_says_which_needs_name_them(
    network: Network,
) -> None:
    bureau = Visitor(await network.client_as(Role.RBDE))
    units = network.runtime("coordination").work
    here, supervisor = people(units)
    outside = company(units)
    for one in (here, supervisor, outside):
        one.now = datetime.now(UTC)
    page = await bureau.get("/entreprises/nouvelle")
    new = page.form("/entreprises/nouvelle", exactly=True)
    card = await bureau.send(
        new, name="Menuiserie Delrieu", town="Moissac", command_id=str(uuid4())
    )
    url = f"/entreprises/{str(card.answer.url).rpartition('/')[2]}"
    adding = (await bureau.get(f"{url}/contacts/nouveau")).form(f"{url}/contacts/nouveau")
    page = await bureau.send(adding, name="Nadia Belkacem", mail=f"{WHO.mail}", phone="0536491010")
    contact_id = page.answer.text.split("/contacts/")[1].split("/")[0]
    erasing = f"{url}/contacts/{contact_id}/effacement"
    assert "Ni son adresse ni son téléphone" in (await bureau.get(erasing)).text

    # Of whom neither is noted, nothing was looked for: the page does not say that nothing is there.
    page = await bureau.send(adding, name="Noé Sansmail", command_id=str(uuid4()))
    named = re.findall(r"/contacts/([0-9a-f-]{36})", page.answer.text)
    other = next(one for one in named if one != contact_id)
    text = (await bureau.get(f"{url}/contacts/{other}/effacement")).text
    assert "Ni son adresse ni son téléphone ne se" not in text
    assert "n’ont pas été cherchés" in text

    own = await told(here)
    theirs = await sent(outside)
    page = await bureau.get(erasing)
    assert "dans 2 besoins d’entreprises" in page.text
    assert f"/besoins/{own}" in page.answer.text
    assert "1 besoin que votre bureau ne suit pas" in page.text
    assert f"{theirs}" not in page.answer.text

    asking = f"{url}/contacts/{contact_id}/acces"
    page = await bureau.get(asking)
    assert "2 besoins, dont la supervision" in page.text
    assert (f"{own}" in page.answer.text, f"{theirs}" in page.answer.text) == (True, False)
    [kept] = [
        one
        for one in (await bureau.get(f"{asking}.json")).answer.json()["told"]
        if one["table"] == "needs"
    ]
    assert [row["need_id"] for row in kept["rows"]] == [f"{own}", None]
    text = (await bureau.get(f"{url}/contacts/{other}/acces")).text
    assert "pas cherchés" in text

    for _ in range(FOUND_MAX - 1):
        await sent(outside)
    page = await bureau.get(erasing)
    assert "dans plus de 50 besoins d’entreprises" in page.text
    assert "plus de 50 besoins, dont la supervision" in (await bureau.get(asking)).text
