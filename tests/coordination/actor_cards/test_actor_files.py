"""Lists of actors: bad rows beside good ones, taken back, taken away and brought again."""

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest_asyncio

from contracts.identifiers import SchoolYear
from services.chassis.base.identity import Role
from services.chassis.files.tables import tables_in
from services.coordination.actor_accounts.commands import tie_account
from services.coordination.decisions.forms import actor_code
from services.coordination.news.model.calendar import local_date
from services.coordination.service import SERVICE
from services.partnerships.service import SERVICE as PARTNERSHIPS
from tests.coordination.actor_cards.world import PERSON, dsden, follow, send, undo
from tests.coordination.committees.world import a_committee
from tests.support.network import Network, Running
from tests.support.services import ServiceDatabases

PAGE = "/annuaire/import"
LIST = """Annuaire tenu à la main;;;;
Nom;Nature;Tél;Communes couvertes;Secteurs
Greta du Quercy;Greta;05 36 49 00 01;Moissac;Industrie
Chambre du Quercy;Chambre consulaire;12;;
;OPCO;;;
Branche des tests;Branche professionnelle;;Atlantis;Licornes
Greta du Quercy;Greta;;;
Mission des tests;Mission locale;'=1+1;;
Faux;Licorne;;;
OPCO des tests;OPCO;="0536490002";Montauban;"Santé; Industrie"
"""


async def previews(browser: httpx2.AsyncClient, content: bytes) -> httpx2.Response:
    return await browser.post(
        f"{PAGE}/apercu",
        data={"command_id": str(uuid4())},
        files={"file": ("liste.csv", content, "text/csv")},
    )


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    """With the registry, which says whom bureaux rely on."""
    async with running(SERVICE, PARTNERSHIPS) as network:
        yield network


def packed(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'name="rows" value="([^"]*)"', page)]


async def names(browser: httpx2.AsyncClient, **asked: Any) -> list[str]:
    page = (await browser.get("/annuaire", params=asked)).text
    return re.findall(r'scope="row"><a [^>]*>([^<]*)<', page)


async def test_bad_rows_are_refused_beside_good_ones_and_an_import_is_taken_back(
    network: Network,
    read_by_her: httpx2.AsyncClient,
    read_by_a_bureau: httpx2.AsyncClient,
) -> None:
    await dsden(network).adds("OPCO des tests", phone="0536490009")
    page = await previews(read_by_her, LIST.encode("cp1252"))
    assert page.status_code == 200, page.text
    text = page.text.replace("\u00a0", " ")
    assert "1 nouveau, 1 à corriger, 0 déjà juste, 6 refusés" in text
    assert "« Atlantis » n’est pas une commune connue" in text
    assert "« Licornes » n’est pas de la liste" in text
    assert "Le même nom est à la ligne 3" in text
    assert "« Licorne » n’est pas une nature d’acteur" in text
    assert "Écrivez les dix chiffres" in text
    assert "Téléphone" in text
    assert await names(read_by_a_bureau) == ["OPCO des tests"]

    done = await follow(read_by_her, await send(read_by_her, PAGE, rows=packed(page.text)))
    assert "1 acteur ajouté, 1 corrigé." in done.replace("\u00a0", " ")
    assert await names(read_by_a_bureau, commune="Moissac", secteur="H") == ["Greta du Quercy"]
    assert await names(read_by_a_bureau, commune="Montauban", secteur="J") == ["OPCO des tests"]
    again = await previews(read_by_her, LIST.encode())
    assert "0 nouveau, 0 à corriger, 2 déjà justes" in again.text.replace("\u00a0", " ")

    back = await undo(read_by_her, done)
    assert "2 acteurs comme avant" in back.replace("\u00a0", " ")
    assert await names(read_by_a_bureau) == ["OPCO des tests"]
    assert await names(read_by_a_bureau, commune="Montauban") == []


async def test_whether_it_is_the_whole_department_is_yes_no_or_asked_again(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    await dsden(network).adds("Greta du Quercy")
    content = "Nom;Nature;Tout le département\nGreta du Quercy;Greta;plutôt\nRégion des tests;Région;NON\n"
    page = (await previews(read_by_her, content.encode())).text.replace("\u00a0", " ")
    assert "1 nouveau, 0 à corriger, 0 déjà juste, 1 refusé" in page
    assert "« plutôt » n’est ni oui ni non" in page.replace("\u202f", " ")


async def test_an_actor_a_partner_answers_for_stays_once_an_import_is_taken_back(
    network: Network,
    read_by_her: httpx2.AsyncClient,
) -> None:
    page = await previews(read_by_her, b"Nom;Nature\nGreta du Quercy;Greta\n")
    done = await follow(read_by_her, await send(read_by_her, PAGE, rows=packed(page.text)))
    [actor] = re.findall(r'scope="row"><a href="/annuaire/([0-9a-f-]+)"', done)
    who = dsden(network)
    await who.do(tie_account, actor_id=UUID(actor), account_id=uuid4(), now=who.now)
    assert "1 reste tel quel" in (await undo(read_by_her, done)).replace("\u00a0", " ")


async def test_what_was_relied_on_since_stays_once_an_import_is_taken_back(
    network: Network,
    read_by_her: httpx2.AsyncClient,
) -> None:
    page = await previews(read_by_her, b"Nom;Nature\nGreta du Quercy;Greta\n")
    done = await follow(read_by_her, await send(read_by_her, PAGE, rows=packed(page.text)))
    [actor] = re.findall(r'scope="row"><a href="(/annuaire/[0-9a-f-]+)"', done)
    today = dsden(network).now.date()
    noted = await send(read_by_her, f"{actor}/personnes", **PERSON, informed_on=today)
    assert noted.status_code == 303

    assert "1 reste tel quel" in (await undo(read_by_her, done)).replace("\u00a0", " ")
    assert (await read_by_her.get(actor)).status_code == 200


async def test_a_list_taken_away_is_brought_again_as_it_is(
    network: Network,
    read_by_her: httpx2.AsyncClient,
) -> None:
    answer = await send(
        read_by_her,
        "/annuaire/nouveau",
        kind="clee",
        name="CLEE « des tests »",
        phone="0536490003",
        about="=SOMME(A1)",
        communities=["248200099"],
        communes="Moissac",
        sectors=["F"],
        trades="F1602",
    )
    assert answer.status_code == 303, answer.text
    for kind in ("csv", "xlsx"):
        taken = await read_by_her.get(f"/annuaire/liste.{kind}")
        assert taken.status_code == 200
        page = await previews(read_by_her, taken.content)
        assert "0 à corriger, 1 déjà juste, 0 refusé" in page.text.replace("\u00a0", " "), page.text


async def test_people_are_taken_away_by_who_may_read_them_and_it_is_noted(
    network: Network,
    service_databases: ServiceDatabases,
    read_by_her: httpx2.AsyncClient,
    read_by_a_bureau: httpx2.AsyncClient,
) -> None:
    actor = f"/annuaire/{await dsden(network).adds('Chambre du Quercy')}"
    today = dsden(network).now.date()
    assert (
        await send(read_by_her, f"{actor}/personnes", **PERSON, informed_on=today)
    ).status_code == 303
    book = await read_by_a_bureau.get("/annuaire/personnes.xlsx")
    assert book.status_code == 200
    [sheet] = tables_in(book.content)
    cells = [cell for _, row in sheet.rows for cell in row]
    assert "Ghislaine Delmas" in cells
    assert (await read_by_her.get("/annuaire/personnes.csv")).status_code == 200
    await read_by_a_bureau.get(actor)
    superuser = await service_databases.superuser("coordination")
    noted = await superuser.fetch(
        "SELECT uai, resource_id FROM audit_entries WHERE action = 'see-actor-people'"
        " ORDER BY entry_id"
    )
    await superuser.close()
    assert [row["resource_id"] is None for row in noted][-3:] == [True, True, False]
    teacher = await network.client_as(Role.REFERENT_TEACHER)
    assert (await teacher.get("/annuaire/personnes.csv")).status_code == 404
    assert "Ghislaine" not in (await teacher.get("/annuaire/liste.csv")).text


async def test_a_file_that_is_no_list_is_refused_with_what_to_do(
    read_by_her: httpx2.AsyncClient,
) -> None:
    page = await previews(read_by_her, b"Prix;Couleur\n12;vert\n")
    assert page.status_code == 422
    assert "ajoutez-les" in page.text


async def test_what_a_plan_or_a_task_names_stays_once_an_import_is_taken_back(
    network: Network,
    read_by_her: httpx2.AsyncClient,
) -> None:
    who = dsden(network)
    content = "Nom;Nature\nGreta du Quercy;Greta\nRégion des tests;Région\nOPCO seul;OPCO\n"
    page = await previews(read_by_her, content.encode())
    done = await follow(read_by_her, await send(read_by_her, PAGE, rows=packed(page.text)))
    found = re.findall(r'scope="row"><a href="/annuaire/([0-9a-f-]+)">([^<]*)<', done)
    ids = {name: actor_id for actor_id, name in found}
    committee_id, year = await a_committee(who), SchoolYear.of(local_date(who.now))
    planned = await send(
        read_by_her,
        f"/comites/{committee_id}/cadre",
        annee=year,
        axis="discovery",
        text="Ouvrir six ateliers",
        owner=actor_code(ids["Greta du Quercy"]),
    )
    assert planned.status_code == 303, planned.text
    task = {"title": "Rappeler", "quoi": "acteur", "numero": ids["Région des tests"]}
    noted = await send(read_by_her, "/reseau/semaine/taches/nouvelle", **task)
    assert noted.status_code == 303, noted.text

    back = (await undo(read_by_her, done)).replace("\u00a0", " ")
    assert "1 acteur comme avant. 2 restent tels quels" in back
    back = back.replace("\u202f", " ")
    for name in ("Greta du Quercy", "Région des tests"):
        assert f"{name} reste tel quel : il a servi depuis." in back
    assert await names(read_by_her) == ["Greta du Quercy", "Région des tests"]


async def test_a_name_of_several_actors_is_that_of_the_one_in_use_and_else_refused(
    network: Network,
    read_by_her: httpx2.AsyncClient,
) -> None:
    who = dsden(network)
    old = await who.adds("Greta du Quercy")
    await send(read_by_her, f"/annuaire/{old}/archivage", version=1)
    await who.adds("Greta du Quercy")
    content = "Nom;Nature;Tél\nGreta du Quercy;Greta;0536490001\n;OPCO;\n;Région;\n"
    page = (await previews(read_by_her, content.encode())).text.replace("\u00a0", " ")
    assert "0 nouveau, 1 à corriger, 0 déjà juste, 2 refusés" in page
    assert "Le même nom" not in page
    await who.adds("Greta du Quercy")
    page = (await previews(read_by_her, content.encode())).text
    assert "Plusieurs acteurs de l’annuaire ont ce nom" in page


async def test_a_list_that_could_not_be_confirmed_is_refused_before_its_preview(
    read_by_her: httpx2.AsyncClient,
) -> None:
    rows = [f"Acteur {n};OPCO;{'é' * 990}" for n in range(200)]
    page = await previews(read_by_her, "\n".join(["Nom;Nature;Présentation", *rows]).encode())
    assert page.status_code == 422
    assert "coupez-le en plusieurs" in page.text
    half = "\n".join(["Nom;Nature;Présentation", *rows[:100]]).encode()
    page = await previews(read_by_her, half)
    done = await follow(read_by_her, await send(read_by_her, PAGE, rows=packed(page.text)))
    assert "100 acteurs ajoutés" in done.replace("\u00a0", " ")
