"""An actor with its people, agreements and exchanges: noted, corrected, taken back, and read by whom it concerns."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2

from services.chassis.base.identity import Role
from services.coordination.news.model.calendar import local_date
from tests.coordination.actor_cards.world import PERSON, dsden, follow, send, undo
from tests.coordination.committees.world import a_committee
from tests.support.network import HERE, Network


async def test_a_person_is_noted_once_told_and_read_by_who_may(
    network: Network, read_by_her: httpx2.AsyncClient, read_by_a_bureau: httpx2.AsyncClient
) -> None:
    actor = f"/annuaire/{await dsden(network).adds('Chambre du Quercy')}"
    today = local_date(dsden(network).now)
    tomorrow = today + timedelta(days=1)
    early = await send(read_by_her, f"{actor}/personnes", **PERSON, informed_on=tomorrow)
    assert early.status_code == 422
    assert "pas encore venu" in early.text
    assert 'value="Ghislaine Delmas"' in early.text

    answer = await send(read_by_her, f"{actor}/personnes", **PERSON, informed_on=today)
    page = await follow(read_by_her, answer)
    assert "Ghislaine Delmas" in page
    assert "05 36 49 00 07" in page.replace("\u00a0", " ")
    assert "Ghislaine Delmas" in (await read_by_a_bureau.get(actor)).text
    teacher = await network.client_as(Role.REFERENT_TEACHER)
    read = await teacher.get(actor)
    assert read.status_code == 200
    assert "Ghislaine" not in read.text

    [person] = set(re.findall(r"/annuaire/personnes/[0-9a-f-]+", page)) - {""}
    person = re.sub(r"/effacement$", "", person)
    assert (await read_by_a_bureau.get(person)).status_code == 404
    gone = await follow(read_by_her, await send(read_by_her, f"{person}/depart", version=1))
    assert "Personne n’est noté" in gone
    assert "Ghislaine" not in (await read_by_a_bureau.get(actor)).text
    assert "<strong>Ghislaine Delmas</strong>" in await undo(read_by_her, gone)

    found = await read_by_her.post(
        "/besoins/personnes", data={"command_id": str(uuid4()), "person": "delmas ghislaine"}
    )
    assert "Chambre du Quercy" in found.text
    erased = await follow(read_by_her, await send(read_by_her, f"{person}/effacement", version=3))
    assert "Cette personne est effacée" in erased
    assert "Ghislaine" not in erased


async def test_an_agreement_stands_by_its_dates_is_renewed_and_taken_back(
    network: Network, read_by_her: httpx2.AsyncClient, read_by_a_bureau: httpx2.AsyncClient
) -> None:
    actor = f"/annuaire/{await dsden(network).adds('Greta du Quercy')}"
    await dsden(network).adds("Campus des tests")
    today = local_date(dsden(network).now)
    dates = {
        "signed_on": today - timedelta(days=340),
        "from_on": today - timedelta(days=335),
        "until_on": today + timedelta(days=30),
    }
    wrong = await send(
        read_by_her,
        f"{actor}/conventions",
        subject="Accueil de PFMP",
        **{**dates, "until_on": today - timedelta(days=336)},
    )
    assert "La convention finit avant de commencer" in wrong.text

    answer = await send(read_by_her, f"{actor}/conventions", subject="Accueil de PFMP", **dates)
    page = await follow(read_by_her, answer)
    assert "À renouveler" in page
    [agreement] = set(re.findall(r'href="(/annuaire/conventions/[0-9a-f-]+)"', page))
    listed = (await read_by_a_bureau.get("/annuaire/conventions")).text
    assert "Accueil de PFMP" in listed
    assert "Renouveler<" not in listed

    form = (await read_by_her.get(f"{agreement}/renouvellement")).text
    assert f'value="{today + timedelta(days=31)}"' in form
    renewed = await send(
        read_by_her,
        f"{agreement}/renouvellement",
        subject="Accueil de PFMP",
        signed_on=today,
        from_on=today + timedelta(days=31),
        until_on=today + timedelta(days=396),
        version=1,
    )
    page = await follow(read_by_her, renewed)
    assert "À venir" in page
    assert "À renouveler" not in page
    assert "Renouvelée" in page
    again = await send(
        read_by_her, f"{agreement}/renouvellement", subject="Autre", version=1, **dates
    )
    assert "déjà renouvelée" in again.text
    assert "À renouveler" in await undo(read_by_her, page)


async def test_an_exchange_of_the_supervisor_is_read_by_nobody_else_and_told_without_a_word(
    network: Network, read_by_her: httpx2.AsyncClient, read_by_a_bureau: httpx2.AsyncClient
) -> None:
    actor = f"/annuaire/{await dsden(network).adds('Région des tests')}"
    today = local_date(dsden(network).now)
    said = {"kind": "meeting", "purpose": "project", "note": "Monsieur Secret propose un salon"}
    bad = await send(
        read_by_her, f"{actor}/echanges", **said, occurred_on=today, next_step="Rappeler"
    )
    assert "Dites pour quel jour" in bad.text
    answer = await send(
        read_by_her,
        f"{actor}/echanges",
        **said,
        occurred_on=today,
        next_step="Rappeler la direction",
        next_step_on=today + timedelta(days=7),
    )
    page = await follow(read_by_her, answer)
    assert "Monsieur Secret" in page
    assert "Rappeler la direction" in page
    steps = "/annuaire/fragments/suites"
    assert f'hx-get="{steps}"' in (await read_by_her.get("/annuaire")).text
    assert "Rappeler la direction" in (await read_by_her.get(steps)).text
    assert "Secret" not in (await read_by_a_bureau.get(actor)).text
    assert (await read_by_a_bureau.get(steps)).status_code == 404
    named = await read_by_her.post(
        "/besoins/personnes", data={"command_id": str(uuid4()), "person": "secret"}
    )
    assert "Monsieur Secret propose un salon" in named.text
    [exchange] = set(re.findall(r'href="(/annuaire/echanges/[0-9a-f-]+)"', page))
    gone = await follow(read_by_her, await send(read_by_her, f"{exchange}/retrait", version=1))
    assert "Aucun échange noté par la supervision" in gone
    assert "Monsieur Secret" in await undo(read_by_her, gone)


async def test_a_bureau_finds_who_covers_a_commune_and_works_for_a_trade(
    read_by_her: httpx2.AsyncClient, read_by_a_bureau: httpx2.AsyncClient
) -> None:
    async def adds(name: str, **more: Any) -> None:
        answer = await send(read_by_her, "/annuaire/nouveau", kind="branch", name=name, **more)
        assert answer.status_code == 303, answer.text

    await adds("Partout", whole_department="true", sectors=["J"])
    await adds("Moissac seule", communes="Moissac", trades="F1602")
    await adds("Intercommunalité", communities=["248200099"], sectors=["F", "H"])
    await adds("Sans périmètre")
    wrong = await send(
        read_by_her, "/annuaire/nouveau", kind="branch", name="Faux", communes="Atlantis"
    )
    assert "« Atlantis »" in wrong.text.replace("\u00a0", " ")
    assert 'value="Faux"' in wrong.text

    async def found(**asked: str) -> list[str]:
        page = (await read_by_a_bureau.get("/annuaire", params=asked)).text
        return re.findall(r'scope="row"><a [^>]*>([^<]*)<', page)

    assert await found(commune="Moissac") == ["Moissac seule", "Partout"]
    assert await found(commune="Montauban") == ["Intercommunalité", "Partout"]
    assert await found(metier="F1602") == ["Intercommunalité", "Moissac seule"]
    assert await found(secteur="J") == ["Partout"]
    assert await found(secteur="F", commune="Moissac") == ["Moissac seule"]
    page = (await read_by_a_bureau.get("/annuaire", params={"commune": "Moissac"})).text
    assert "1 acteur dont le périmètre n’est pas noté" in page.replace("\u00a0", " ")
    assert "n’est pas connue" in (await read_by_a_bureau.get("/annuaire?commune=Atlantis")).text

    page = (await read_by_a_bureau.get("/annuaire?q=Moissac")).text
    [actor] = set(re.findall(r'scope="row"><a href="(/annuaire/[0-9a-f-]+)"', page))
    form = (await read_by_her.get(f"{actor}/correction")).text
    assert "(F1602)" in form
    assert "Moissac" in form


async def test_who_takes_back_noting_a_person_erases_nothing_somebody_corrected_since(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    actor = f"/annuaire/{await dsden(network).adds('Chambre du Quercy')}"
    today = local_date(dsden(network).now)
    noted = await send(read_by_her, f"{actor}/personnes", **PERSON, informed_on=today)
    page = await follow(read_by_her, noted)
    [person] = set(re.findall(r"/annuaire/personnes/[0-9a-f-]{36}", page))
    again = {**PERSON, "function": "Directrice", "informed_on": today}
    assert (await send(read_by_her, person, **again, version=1)).status_code == 303

    taken_back = await send(read_by_her, f"{person}/effacement", version=1)
    assert taken_back.status_code == 409
    assert "Directrice" in (await read_by_her.get(actor)).text


async def test_a_campus_that_is_archived_stays_that_of_its_actors(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    typed = {"kind": "cmq", "name": "Campus des tests"}
    answer = await send(read_by_her, "/annuaire/nouveau", **typed)
    campus = answer.headers["location"].rpartition("/")[2]
    own = (await read_by_her.get(f"/annuaire/{campus}/correction")).text
    assert f'value="{campus}"' not in own
    answer = await send(
        read_by_her, "/annuaire/nouveau", kind="greta", name="Greta", campus_id=campus
    )
    greta = answer.headers["location"]
    await send(read_by_her, f"/annuaire/{campus}/archivage", version=1)
    form = (await read_by_her.get(f"{greta}/correction")).text
    assert f'<option value="{campus}" selected' in form
    assert f'value="{campus}"' not in (await read_by_her.get("/annuaire/nouveau")).text


async def test_what_was_typed_of_an_exchange_somebody_withdrew_stays(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    actor = f"/annuaire/{await dsden(network).adds('Région des tests')}"
    said = {"kind": "meeting", "purpose": "project", "occurred_on": local_date(dsden(network).now)}
    page = await follow(read_by_her, await send(read_by_her, f"{actor}/echanges", **said))
    [exchange] = set(re.findall(r'href="(/annuaire/echanges/[0-9a-f-]+)"', page))
    await send(read_by_her, f"{exchange}/retrait", version=1)
    late = await send(read_by_her, exchange, **said, note="Un salon en mars", version=1)
    assert late.status_code == 409
    assert "Un salon en mars" in late.text


async def test_what_changed_meanwhile_is_compared_in_words(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    await a_committee(who)
    today = local_date(who.now)
    added = await send(
        read_by_her, "/annuaire/nouveau", kind="region", name="Région", sectors=["H"]
    )
    actor = added.headers["location"]
    noted = await send(read_by_her, f"{actor}/personnes", **PERSON, informed_on=today)
    page = await follow(read_by_her, noted)
    [person] = set(re.findall(r"/annuaire/personnes/([0-9a-f-]{36})", page))
    met = {"kind": "meeting", "purpose": "project", "occurred_on": today}
    page = await follow(read_by_her, await send(read_by_her, f"{actor}/echanges", **met))
    [exchange] = set(re.findall(r'href="(/annuaire/echanges/[0-9a-f-]+)"', page))
    signed = {"subject": "Accueil", "signed_on": today, "from_on": today}
    page = await follow(read_by_her, await send(read_by_her, f"{actor}/conventions", **signed))
    [agreement] = set(re.findall(r'href="(/annuaire/conventions/[0-9a-f-]+)"', page))

    async def compares(path: str, first: dict[str, Any], second: dict[str, Any]) -> str:
        assert (await send(read_by_her, path, **first, version=1)).status_code == 303
        late = await send(read_by_her, path, **second, version=1)
        assert late.status_code == 409
        return late.text.partition("Vous avez saisi")[2].partition("</table>")[0]

    seen = await compares(
        f"{actor}/correction",
        {"kind": "region", "name": "Région", "sectors": ["F", "H"]},
        {"kind": "greta", "name": "Région", "sectors": ["H"]},
    )
    assert seen.count("<tr>") == 2
    for words in ("Greta", "Industrie", "Construction, bâtiment et travaux publics, Industrie"):
        assert words in seen
    seen = await compares(exchange, {**met, "person_id": person}, {**met, "kind": "call"})
    assert seen.count("<tr>") == 2
    assert "Ghislaine Delmas" in seen
    assert "Appel" in seen
    seen = await compares(agreement, {**signed, "lycees": [HERE]}, {**signed, "subject": "Forum"})
    assert seen.count("<tr>") == 2
    assert "Lycée Bourdelle" in seen
    path = f"/annuaire/personnes/{person}"
    told = {**PERSON, "informed_on": today}
    seen = await compares(path, told, {**told, "informed_by": "oral"})
    assert "De vive voix" in seen
    assert "Par un courriel" in seen


async def test_a_second_exchange_of_a_day_has_taken_the_step_of_the_first(
    network: Network, read_by_her: httpx2.AsyncClient
) -> None:
    actor = f"/annuaire/{await dsden(network).adds('Région des tests')}"
    today = local_date(dsden(network).now)
    met = {"kind": "call", "purpose": "project", "occurred_on": today}
    step = {"next_step": "Rappeler", "next_step_on": today + timedelta(days=7)}
    assert (await send(read_by_her, f"{actor}/echanges", **met, **step)).status_code == 303
    assert "Rappeler" in (await read_by_her.get("/annuaire/fragments/suites")).text
    assert (await send(read_by_her, f"{actor}/echanges", **met)).status_code == 303
    assert "Rappeler" not in (await read_by_her.get(actor)).text
    assert "Rappeler" not in (await read_by_her.get("/annuaire/fragments/suites")).text
