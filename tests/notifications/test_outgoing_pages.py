"""« Envois vers l’extérieur »: what bureau and head of a lycée see and do."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.notifications.service import SERVICE
from tests.notifications.outside import Outside, paused
from tests.notifications.test_pages import SignsIn, signs_in
from tests.notifications.world import ELSEWHERE, HERE, Post
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases

__all__ = ["signs_in"]
URL = "https://tableau.example/passerelle"
LIST = "/envois/exterieur"


@pytest_asyncio.fixture
async def outside(post: Post, service_databases: ServiceDatabases) -> AsyncIterator[Outside]:
    superuser = await service_databases.superuser(SERVICE.name)
    yield Outside(post.units, superuser)
    await superuser.close()


@pytest_asyncio.fixture
async def bureau(signs_in: SignsIn) -> Visitor:
    return await signs_in(Role.RBDE)


async def adds(visitor: Visitor, url: str = URL, *events: str) -> Page:
    page = await visitor.get(LIST)
    chosen = list(events) or ["partnerships.site_paused"]
    form = page.form(LIST, exactly=True)
    return await visitor.send(form, label="Tableau de bord", url=url, events=chosen)


def path_of(page: Page) -> str:
    [path] = set(re.findall(rf"{LIST}/[0-9a-f-]{{36}}", page.answer.text)) or {""}
    return str(path)


async def test_a_lycee_adds_a_destination_and_is_shown_its_secret_once(
    bureau: Visitor, outside: Outside
) -> None:
    assert "Aucune destination." in (await bureau.get(LIST)).text

    page = await adds(bureau)

    [row] = await outside.superuser.fetch("SELECT * FROM endpoints")
    assert outside.secret_of(row["secret_id"]) in page.answer.text
    assert "Rien envoyé encore" in page.text
    again = await bureau.get(f"{LIST}/{row['endpoint_id']}")
    assert "whsec_" not in again.answer.text
    assert "Tableau de bord" in (await bureau.get(LIST)).text


async def test_the_secret_is_shown_no_more_after_ten_minutes(
    bureau: Visitor, outside: Outside
) -> None:
    await adds(bureau)
    [row] = await outside.superuser.fetch(
        "UPDATE endpoints SET created_at = created_at - interval '11 minutes' RETURNING *"
    )

    page = await bureau.get(f"{LIST}/{row['endpoint_id']}?montrer=secret")

    assert "whsec_" not in page.answer.text


async def test_an_address_inside_is_refused_and_what_was_typed_stays(bureau: Visitor) -> None:
    page = await adds(bureau, "https://192.168.1.4/x")

    assert page.status == 422
    assert "réseau privé" in page.text
    fields = dict(page.form(LIST, exactly=True).fields)
    assert fields["url"] == "https://192.168.1.4/x"
    assert fields["label"] == "Tableau de bord"


async def test_an_address_that_is_none_is_refused_with_a_sentence(bureau: Visitor) -> None:
    page = await adds(bureau, "https://[")

    assert page.status == 422
    assert "Donnez une adresse entière" in page.text


async def test_what_was_sent_is_listed_with_its_answer_and_sent_again(
    bureau: Visitor, outside: Outside
) -> None:
    endpoint = await outside.opens(URL)
    await outside.happens(paused())
    await outside.superuser.execute(
        "UPDATE deliveries SET attempts = 2, last_status = 404,"
        " next_attempt_at = happened_at + interval '5 minutes'"
    )
    path = f"{LIST}/{endpoint.id}"

    page = await bureau.get(path)
    assert "Lieu d’accueil en pause" in page.text
    assert "Réponse 404 : cette adresse n’existe pas chez elle." in page.text
    assert "2 essais faits" in page.text
    page = await bureau.send(page.form(f"{path}/envois/"))

    assert "Le message repart." in page.text
    [row] = await outside.superuser.fetch("SELECT * FROM deliveries")
    assert (row["attempts"], row["last_status"]) == (0, None)


async def test_everything_since_a_day_is_asked_again(bureau: Visitor, outside: Outside) -> None:
    endpoint = await outside.opens(URL)
    await outside.happens(paused(), paused())
    path = f"{LIST}/{endpoint.id}"

    page = await bureau.get(path)
    page = await bureau.send(page.form(f"{path}/renvois"), since="2026-11-24")
    assert "2 messages repartent." in page.text
    page = await bureau.send(page.form(f"{path}/renvois"), since="2026-11-25")
    assert "Rien n’a été envoyé depuis ce jour." in page.text
    page = await bureau.send(page.form(f"{path}/renvois"), since="hier")
    assert page.status == 422


async def test_a_destination_is_paused_resumed_removed_and_brought_back(
    bureau: Visitor, outside: Outside
) -> None:
    endpoint = await outside.opens(URL)
    path = f"{LIST}/{endpoint.id}"

    page = await bureau.get(path)
    page = await bureau.send(page.form(f"{path}/suspension"))
    assert "Suspendue par le lycée" in page.text
    page = await bureau.send(page.form(f"{path}/reprise"))
    assert "Les envois reprennent, dans l’ordre." in page.text
    page = await bureau.send(page.form(f"{path}/suppression"))
    assert "Aucune destination." in page.text
    assert (await bureau.get(path)).status == 404
    page = await bureau.send(page.form(f"{path}/retablissement"))
    assert "Destination rétablie" in page.text


async def test_an_older_page_changes_nothing(bureau: Visitor, outside: Outside) -> None:
    endpoint = await outside.opens(URL)
    path = f"{LIST}/{endpoint.id}"
    page = await bureau.get(path)
    await bureau.send(page.form(f"{path}/suspension"))

    late = await bureau.send(
        page.form(f"{path}/correction"), label="Autre", url=URL, events=["partnerships.site_paused"]
    )

    assert late.status == 409
    assert (await outside.endpoint(endpoint))["label"] == "Tableau"


async def test_its_name_address_and_facts_can_be_changed(bureau: Visitor, outside: Outside) -> None:
    endpoint = await outside.opens(URL)
    path = f"{LIST}/{endpoint.id}"
    page = await bureau.get(path)

    await bureau.send(
        page.form(f"{path}/correction"),
        label="Autre",
        url=f"{URL}/2",
        events=["partnerships.site_resumed"],
    )

    row = await outside.endpoint(endpoint)
    assert (row["label"], row["url"]) == ("Autre", f"{URL}/2")
    assert row["events"] == ["partnerships.site_resumed"]


async def test_another_secret_is_shown_and_a_trial_is_asked(
    bureau: Visitor, outside: Outside
) -> None:
    endpoint = await outside.opens(URL)
    path = f"{LIST}/{endpoint.id}"

    page = await bureau.get(path)
    page = await bureau.send(page.form(f"{path}/secret"))
    assert await outside.secret(endpoint) in page.answer.text
    page = await bureau.send(page.form(f"{path}/essai"))
    assert "Message d’essai" in page.text


async def test_the_head_may_and_the_secretariat_and_others_may_not(
    signs_in: SignsIn, outside: Outside
) -> None:
    endpoint = await outside.opens(URL)
    path = f"{LIST}/{endpoint.id}"

    async def sees(role: Role, uai: Uai) -> int:
        return (await (await signs_in(role, uai)).get(path)).status

    assert await sees(Role.HEAD, HERE) == 200
    assert await sees(Role.RBDE, ELSEWHERE) == 404
    assert await sees(Role.SECRETARIAT, HERE) == 404


async def test_an_operator_is_told_of_a_destination_that_takes_nothing(
    post: Post, outside: Outside
) -> None:
    from services.notifications.queries.endpoints import read_outgoing_gauges
    from services.notifications.storage.leases import DEPARTMENT

    await outside.opens(URL)
    await outside.superuser.execute(
        "UPDATE endpoints SET failing_since = created_at - interval '2 days'"
    )

    async with post.units.begin(DEPARTMENT) as uow:
        [gauge] = await read_outgoing_gauges(uow)

    assert gauge.finding is not None
    assert gauge.finding.code == "endpoint-silent"
