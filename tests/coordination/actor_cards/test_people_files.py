"""Lists of people of actors: bad rows beside good ones, each one informed, taken back, taken away and brought again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actor_files.model import ListRow
from services.coordination.actor_people.commands import (
    agree_to_be_noted,
    correct_person,
    note_person,
    object_to_be_noted,
)
from services.coordination.actor_people.model import (
    ActorPerson,
    AddressRefused,
    InformedBy,
    ObjectedAlready,
    PersonDetails,
)
from services.coordination.actor_people.store import ActorPeople
from services.coordination.news.model.calendar import local_date
from services.coordination.people_files.commands import import_people, undo_people_import
from services.coordination.people_files.labels import STAYING
from services.coordination.people_files.model import Staying
from services.coordination.people_files.queries import OBJECTED, REFUSED, preview_people
from tests.coordination.actor_cards.world import PERSON, dsden, follow, send, undo
from tests.coordination.world import NOW, Somebody
from tests.support.network import Network
from tests.support.services import ServiceDatabases

PAGE = "/annuaire/personnes/import"
LETTERS = "SELECT letter_id FROM actor_person_letters"


async def previews(browser: httpx2.AsyncClient, content: str | bytes) -> str:
    answer = await browser.post(
        f"{PAGE}/apercu",
        data={"command_id": str(uuid4())},
        files={"file": ("personnes.csv", content, "text/csv")},
    )
    assert answer.status_code == 200, answer.text
    return answer.text.replace("\u00a0", " ").replace("\u202f", " ")


async def imports(browser: httpx2.AsyncClient, page: str) -> str:
    rows = [unescape(one) for one in re.findall(r'name="rows" value="([^"]*)"', page)]
    return await follow(browser, await send(browser, PAGE, rows=rows))


async def asked_letters(databases: ServiceDatabases) -> int:
    superuser = await databases.superuser("coordination")
    many: int = await superuser.fetchval("SELECT count(*) FROM actor_person_letters")
    await superuser.close()
    return many


async def test_each_bad_row_says_why_and_good_ones_are_noted_informed_and_taken_back(
    network: Network, service_databases: ServiceDatabases, read_by_her: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    actor = f"/annuaire/{await who.adds('Chambre du Quercy')}"
    today = local_date(who.now)
    listed = f"""Acteur;Nom;Fonction;Mél;Prévenue;Prévenue le
Chambre du Quercy;Ghislaine Delmas;Chargée de relations;g.delmas@chambre.example;Passerelle;
Chambre du Quercy;Odile Peyre;;;De vive voix;{today:%d/%m/%Y}
Chambre du Quercy;Sans Adresse;;;Passerelle;
Chambre du Quercy;Sans Jour;;;De vive voix;
Chambre du Quercy;Mal Dite;;;par pigeon;{today:%d/%m/%Y}
Chambre du Quercy;Demain Peut-être;;;De vive voix;31/12/2099
Chambre du Quercy;ghislaine delmas;;;De vive voix;{today:%d/%m/%Y}
Licorne;Ghislaine Delmas;;;De vive voix;{today:%d/%m/%Y}
"""
    page = await previews(read_by_her, listed)
    assert "2 nouvelles, 0 à corriger, 0 déjà juste, 6 refusées" in page
    assert "écrivez son adresse électronique" in page
    assert "Prévenue le :" in page
    assert "écrivez « Par un courriel »" in page
    assert "La même personne est à la ligne 2" in page
    assert "n’est pas dans l’annuaire" in page
    assert "Passerelle écrit à 1 personne" in page

    done = await imports(read_by_her, page)
    assert "2 personnes ajoutées, 0 corrigée" in done.replace("\u00a0", " ")
    card = (await read_by_her.get(actor)).text
    assert "Ghislaine Delmas" in card
    assert "Odile Peyre" in card
    assert await asked_letters(service_databases) == 1

    back = (await undo(read_by_her, done)).replace("\u00a0", " ")
    assert "2 personnes comme avant" in back
    assert "Ghislaine Delmas" not in (await read_by_her.get(actor)).text


async def test_what_was_corrected_by_a_list_is_as_before_and_what_changed_since_stays(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    actor = f"/annuaire/{await who.adds('Chambre du Quercy')}"
    today = local_date(who.now)
    for name in ("Ghislaine Delmas", "Odile Peyre"):
        noted = await send(
            read_by_her, f"{actor}/personnes", **{**PERSON, "name": name}, informed_on=today
        )
        assert noted.status_code == 303
    listed = "Acteur;Nom;Fonction\n" + "".join(
        f"Chambre du Quercy;{name};Présidente\n" for name in ("Ghislaine Delmas", "Odile Peyre")
    )
    page = await previews(read_by_her, listed)
    assert "0 nouvelle, 2 à corriger" in page
    done = await imports(read_by_her, page)
    card = (await read_by_her.get(actor)).text
    [odile] = re.findall(
        r'href="(/annuaire/personnes/[0-9a-f-]+)" aria-label="Corriger.: Odile', card
    )
    kept = {**PERSON, "name": "Odile Peyre", "function": "Retraitée", "version": 2}
    assert (await send(read_by_her, odile, **kept, informed_on=today)).status_code == 303

    back = (await undo(read_by_her, done)).replace("\u00a0", " ")
    assert "1 personne comme avant. 1 reste telle quelle" in back
    assert "Odile Peyre reste telle quelle : corrigée depuis." in back.replace("\u202f", " ")
    card = (await read_by_her.get(actor)).text
    assert "Chargée de relations" in card
    assert "Retraitée" in card


async def test_who_was_told_already_is_not_told_again_by_taking_a_list_back(
    supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    actor_id = await supervisor.adds("Chambre du Quercy")
    told = PersonDetails("Odile Peyre", InformedBy.PASSERELLE, NOW.date(), mail="o@peyre.example")
    person_id = await supervisor.do(note_person, actor_id=actor_id, details=told, now=NOW)
    first = await superuser.fetchval("SELECT letter_id FROM actor_person_letters")
    await superuser.execute("UPDATE actor_person_letters SET state = 'left'")
    cells = {"actor": "Chambre du Quercy", "name": "Odile Peyre"}
    for change in ({"mail": "faux@peyre.example"}, {"informed_by": "De vive voix"}):
        done = await supervisor.do(
            import_people, rows=[ListRow(2, {**cells, **change})], now=supervisor.later()
        )
        back = await supervisor.do(undo_people_import, import_id=done.id, now=supervisor.later())
        assert (back.back, back.staying) == (1, {})
        # Nothing was told at the wrong address, and nothing is told twice at the right one.
        assert [row["letter_id"] for row in await superuser.fetch(LETTERS)] == [first]
        one = await supervisor.do(lambda uow: ActorPeople(uow).get(person_id))
        assert one.details == told


async def test_who_objected_is_noted_anew_neither_by_hand_nor_by_a_list(
    supervisor: Somebody,
) -> None:
    actor_id = await supervisor.adds("Chambre du Quercy")
    told = PersonDetails("Odile Peyre", InformedBy.PASSERELLE, NOW.date(), mail="o@peyre.example")
    person_id = await supervisor.do(note_person, actor_id=actor_id, details=told, now=NOW)
    await supervisor.do(object_to_be_noted, person_id=person_id, now=NOW)
    for again in (replace(told, mail=None, informed_by=InformedBy.ORAL), replace(told, name="O.")):
        with pytest.raises(ObjectedAlready):
            await supervisor.do(note_person, actor_id=actor_id, details=again, now=NOW)
    cells = {"actor": "Chambre du Quercy", "mail": "o@peyre.example", "informed_by": "Passerelle"}
    rows = [ListRow(2, {**cells, "name": "Peyre Odile"})]
    found = await supervisor.do(lambda uow: preview_people(uow, rows))
    assert [one.problems for one in found.verdicts] == [[OBJECTED]]


async def test_an_address_is_refused_while_one_of_those_who_have_it_objects(
    supervisor: Somebody,
) -> None:
    actor_id = await supervisor.adds("Chambre du Quercy")
    other = await supervisor.adds("Agence du Quercy")
    told = PersonDetails("Odile Peyre", InformedBy.ORAL, NOW.date(), mail="o@peyre.example")
    same = replace(told, name="O. Peyre", mail="O@Peyre.example")
    first = await supervisor.do(note_person, actor_id=actor_id, details=told, now=NOW)
    second = await supervisor.do(note_person, actor_id=other, details=same, now=NOW)
    for one in (first, second):
        await supervisor.do(object_to_be_noted, person_id=one, now=NOW)
    again = replace(told, name="Accueil", mail="o@peyre.example")

    await supervisor.do(agree_to_be_noted, person_id=first)
    with pytest.raises(ObjectedAlready):
        await supervisor.do(note_person, actor_id=other, details=again, now=NOW)
    await supervisor.do(agree_to_be_noted, person_id=second)
    await supervisor.do(note_person, actor_id=other, details=again, now=NOW)


@pytest.mark.parametrize("digest", [True, False])
async def test_an_address_of_who_objected_is_given_to_nobody_else_by_a_correction(
    supervisor: Somebody, superuser: asyncpg.Connection, digest: bool
) -> None:
    actor_id = await supervisor.adds("Chambre du Quercy")
    told = PersonDetails("Odile Peyre", InformedBy.ORAL, NOW.date(), mail="O@Peyre.example")
    there = replace(told, name="Accueil", mail="accueil@peyre.example")
    objecting = await supervisor.do(note_person, actor_id=actor_id, details=told, now=NOW)
    desk = await supervisor.do(note_person, actor_id=actor_id, details=there, now=NOW)
    await supervisor.do(object_to_be_noted, person_id=objecting, now=NOW)
    if not digest:
        await superuser.execute("DELETE FROM actor_refusals")

    same = replace(there, mail="o@peyre.example")
    with pytest.raises(AddressRefused):
        await supervisor.do(correct_person, person_id=desk, version=1, details=same, now=NOW)
    with pytest.raises(ObjectedAlready):
        await supervisor.do(note_person, actor_id=actor_id, details=same, now=NOW)
    cells = {"actor": "Chambre du Quercy", "name": "Accueil", "mail": "o@peyre.example"}
    found = await supervisor.do(lambda uow: preview_people(uow, [ListRow(2, cells)]))
    assert [one.problems for one in found.verdicts] == [[REFUSED]]


async def test_taking_a_list_back_brings_no_address_back_that_was_refused_since(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    actor_id = await who.adds("Chambre du Quercy")
    kept = PersonDetails(
        "Odile Peyre", InformedBy.ORAL, local_date(who.now), mail="o@peyre.example"
    )
    asked: dict[str, Any] = {"actor_id": actor_id, "now": who.now}
    odile = await who.do(note_person, **asked, details=kept)
    same = await who.do(note_person, **asked, details=replace(kept, name="Accueil"))
    cells = {"actor": "Chambre du Quercy", "name": "Odile Peyre"}
    by_word = {"informed_by": "de vive voix", "informed_on": f"{local_date(who.now):%d/%m/%Y}"}
    marc = await who.do(note_person, **asked, details=replace(kept, name="Marc", mail=None))
    rows = [
        ListRow(2, {**cells, "mail": "p@peyre.example"}),
        ListRow(3, {**cells, **by_word, "name": "Nouvelle"}),
        ListRow(4, {**cells, "name": "Marc", "function": "Président"}),
    ]
    done = await who.do(import_people, rows=rows, now=who.later())
    await who.do(object_to_be_noted, person_id=same, now=who.later())

    answer = await send(read_by_her, f"{PAGE}/{done.id}/annulation")
    page = (await follow(read_by_her, answer)).replace("\u00a0", " ").replace("\u202f", " ")
    assert "2 personnes comme avant. 1 reste telle quelle" in page
    assert "Odile Peyre reste telle quelle : son adresse d’avant est celle" in page
    assert "corrigez à la main le reste" in page
    assert (await who.do(lambda uow: ActorPeople(uow).get(marc))).details.function is None
    one = await who.do(lambda uow: ActorPeople(uow).get(odile))
    assert (one.details.mail, one.version) == ("p@peyre.example", 2)
    names = [one.details.name for one in await who.do(lambda uow: ActorPeople(uow).of(actor_id))]
    assert names == ["Accueil", "Marc", "Odile Peyre"]


async def test_who_was_given_an_access_stays_with_it_once_a_list_is_taken_back(
    supervisor: Somebody,
) -> None:
    actor_id = await supervisor.adds("Chambre du Quercy")
    cells = {"actor": "Chambre du Quercy", "informed_by": "Oral", "informed_on": "01/11/2026"}
    rows = [ListRow(line, {**cells, "name": name}) for line, name in ((2, "Odile"), (3, "Marc"))]
    done = await supervisor.do(import_people, rows=rows, now=NOW)
    one = {person.details.name: person.id for person in await people_of(supervisor, actor_id)}

    async def opens(uow: UnitOfWork) -> None:
        await ActorAccounts(uow).open(uuid4(), actor_id, one["Odile"], NOW)

    await supervisor.do(opens)
    back = await supervisor.do(undo_people_import, import_id=done.id, now=NOW)
    assert (back.back, back.staying) == (1, {one["Odile"]: Staying.HAS_ACCESS})
    assert [each.id for each in await people_of(supervisor, actor_id)] == [one["Odile"]]
    assert set(STAYING) == set(Staying)


async def people_of(supervisor: Somebody, actor_id: UUID) -> Sequence[ActorPerson]:
    found: Sequence[ActorPerson] = await supervisor.do(lambda uow: ActorPeople(uow).of(actor_id))
    return found


async def test_people_taken_away_are_brought_again_as_they_are(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    actor = f"/annuaire/{await who.adds('Chambre du Quercy')}"
    noted: dict[str, Any] = {**PERSON, "informed_on": local_date(who.now)}
    assert (await send(read_by_her, f"{actor}/personnes", **noted)).status_code == 303
    for kind in ("csv", "xlsx"):
        taken = await read_by_her.get(f"/annuaire/personnes.{kind}")
        assert "0 nouvelle, 0 à corriger, 1 déjà juste" in await previews(
            read_by_her, taken.content
        )


async def test_a_file_of_something_else_is_refused_with_what_to_do(
    read_by_her: httpx2.AsyncClient,
) -> None:
    answer = await read_by_her.post(
        f"{PAGE}/apercu",
        data={"command_id": str(uuid4())},
        files={"file": ("liste.csv", b"Prix;Couleur\n12;vert\n", "text/csv")},
    )
    assert answer.status_code == 422
    assert "Nom et prénom" in answer.text
