"""Forms: what was typed is kept, what is refused says why, and a command is done once."""

import asyncio
import json
from uuid import uuid4

import pytest
from pydantic import ValidationError

from contracts.internships.periods import FormationOpenedV1
from tests.chassis.facts import BOURDELLE, MAURY
from tests.chassis.notebook.pages import NoteForm
from tests.chassis.site import Site, a_note
from tests.support.services import ServiceDatabases


async def labels(site: Site) -> str:
    """The page of all notes."""
    return (await (await site.signed_in()).get("/notes")).text


async def test_a_form_is_done_and_says_so_once(site: Site) -> None:
    browser = await site.signed_in()

    sent = await browser.post("/notes", data=a_note())
    assert (sent.status_code, sent.headers["location"]) == (303, "/notes")
    page = await browser.get("/notes")

    assert "Note enregistrée." in page.text
    assert "Visite de mardi" in page.text
    assert "Note enregistrée." not in (await browser.get("/notes")).text


async def test_what_was_typed_is_kept_when_it_is_refused(site: Site) -> None:
    browser = await site.signed_in()

    refused = await browser.post("/notes", data=a_note("<b>" * 20))

    assert refused.status_code == 422
    assert f'value="{"&lt;b&gt;" * 20}"' in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert 'aria-describedby="champ-label-aide champ-label-erreur"' in refused.text
    assert "Écrivez au plus 40 caractères." in refused.text
    assert '<a href="#champ-label">' in refused.text


async def test_a_refusal_of_the_domain_is_tied_to_its_field(site: Site) -> None:
    browser = await site.signed_in()

    refused = await browser.post("/notes", data=a_note("interdit"))

    assert refused.status_code == 422
    assert '<p class="field-error" id="champ-label-erreur">Choisissez un autre' in refused.text
    assert 'value="interdit"' in refused.text
    assert "interdit" not in await labels(site)


async def test_a_conflict_shows_the_form_again(site: Site) -> None:
    browser = await site.signed_in()

    refused = await browser.post("/notes", data=a_note("conflit"))

    assert refused.status_code == 409
    assert "Ce libellé est déjà pris." in refused.text
    assert 'value="conflit"' in refused.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"label": ""}, "Ce champ est obligatoire."),
        ({"label": "ab\x00cd"}, "invisible"),
        ({"label": "abc\u202edef"}, "invisible"),
        ({"label": ["Visite un", "Visite deux"]}, "ne prend qu’une valeur"),
        ({"label": "Visite", "role": "admin"}, "n’est pas attendu"),
        ({"label": "é" * 20_000}, "au plus"),
    ],
)
async def test_a_form_that_hides_something_is_refused(
    site: Site, fields: dict[str, str | list[str]], sentence: str
) -> None:
    browser = await site.signed_in()

    refused = await browser.post("/notes", data={"command_id": str(uuid4()), **fields})

    assert refused.status_code == 422
    assert sentence in refused.text


async def test_two_ways_to_type_an_accent_are_one(site: Site) -> None:
    browser = await site.signed_in()

    await browser.post("/notes", data=a_note("Re\u0301union"))

    assert "Réunion" in await labels(site)


async def test_twenty_clicks_at_once_are_one_command(
    site: Site, notebooks: ServiceDatabases
) -> None:
    browser = await site.signed_in()
    note = a_note()

    answers = await asyncio.gather(*(browser.post("/notes", data=note) for _ in range(20)))

    assert {a.status_code for a in answers} == {303}
    assert {a.headers["location"] for a in answers} == {"/notes"}
    assert len(await notebooks.published(FormationOpenedV1)) == 1


async def test_the_same_command_with_another_content_is_refused(
    site: Site, notebooks: ServiceDatabases
) -> None:
    browser = await site.signed_in()
    note = a_note()
    await browser.post("/notes", data=note)

    refused = await browser.post("/notes", data=note | {"label": "Autre chose"})

    assert refused.status_code == 409
    assert len(await notebooks.published(FormationOpenedV1)) == 1


async def test_a_command_of_somebody_else_gets_no_answer_of_ours(site: Site) -> None:
    note = a_note()
    await (await site.signed_in()).post("/notes", data=note)

    assert (await (await site.signed_in()).post("/notes", data=note)).status_code == 409


async def test_a_form_without_its_command_id_does_nothing(
    site: Site, notebooks: ServiceDatabases
) -> None:
    browser = await site.signed_in()

    refused = await browser.post("/notes", data={"label": "Visite"})

    assert refused.status_code == 422
    assert 'value="Visite"' in refused.text
    assert await notebooks.published(FormationOpenedV1) == []


async def test_a_refused_command_may_be_sent_again_corrected(site: Site) -> None:
    browser = await site.signed_in()
    note = a_note("ab")
    await browser.post("/notes", data=note)

    assert (await browser.post("/notes", data=note | {"label": "abc"})).status_code == 303


async def a_note_id(site: Site) -> str:
    """Add a note and return its address."""
    browser = await site.signed_in()
    await browser.post("/notes", data=a_note())
    page = (await browser.get("/notes")).text
    return page.partition('<td><a href="')[2].partition('"')[0]


async def test_a_stale_form_shows_the_difference_and_keeps_what_was_typed(site: Site) -> None:
    address = await a_note_id(site)
    browser = await site.signed_in()
    await browser.post(address, data=a_note("Visite de jeudi", version="1"))

    stale = await browser.post(address, data=a_note("Visite de lundi", version="1"))

    assert stale.status_code == 409
    assert '<th scope="row">Libellé</th><td>Visite de lundi</td><td>Visite de jeudi</td>' in (
        stale.text
    )
    assert 'name="label" type="text" value="Visite de lundi"' in stale.text
    # Sent again, it answers to what was just shown.
    assert 'name="version" value="2"' in stale.text
    again = await browser.post(address, data=a_note("Visite de lundi", version="2"))
    assert again.status_code == 303


async def test_a_version_the_form_lost_is_refused(site: Site) -> None:
    address = await a_note_id(site)

    refused = await (await site.signed_in()).post(address, data=a_note("Visite"))

    assert refused.status_code == 422


async def test_an_account_of_two_lycees_says_which(site: Site, notebooks: ServiceDatabases) -> None:
    browser = await site.signed_in(BOURDELLE, MAURY)
    form = (await browser.get("/notes/nouvelle")).text
    assert f'<option value="{MAURY}">' in form

    assert (await browser.post("/notes", data=a_note())).status_code == 422
    assert (await browser.post("/notes", data=a_note(uai=MAURY))).status_code == 303

    assert "Visite" not in (await (await site.signed_in(BOURDELLE)).get("/notes")).text
    assert "Visite" in (await (await site.signed_in(MAURY)).get("/notes")).text


async def test_nobody_writes_for_a_lycee_that_is_not_theirs(
    site: Site, notebooks: ServiceDatabases
) -> None:
    browser = await site.signed_in(BOURDELLE)

    refused = await browser.post("/notes", data=a_note(uai=MAURY))

    assert refused.status_code == 422
    assert await notebooks.published(FormationOpenedV1) == []


async def test_a_form_with_one_lycee_does_not_ask_for_it(site: Site) -> None:
    assert 'name="uai"' not in (await (await site.signed_in()).get("/notes/nouvelle")).text


async def test_a_program_gets_the_first_answer_again(
    site: Site, notebooks: ServiceDatabases
) -> None:
    program = await site.signed_in()
    note = a_note()

    first = await program.post("/api/internships/notes", json=note)
    again = await program.post("/api/internships/notes", json=note)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert len(await notebooks.published(FormationOpenedV1)) == 1


async def test_a_program_is_told_which_field_is_wrong(site: Site) -> None:
    program = await site.signed_in()

    refused = await program.post("/api/internships/notes", json=a_note("ab"))

    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["errors"] == {"label": "Écrivez au moins 3 caractères."}


@pytest.mark.parametrize(
    "body",
    [
        {"label": "Visite", "more": {"deep": ["a\x00b"]}},
        {"label": "Visite\u202e"},
        {"label": "Visite\ud800"},
        {"label": "Visite", "\u202e": 1},
    ],
    ids=ascii,
)
async def test_a_program_hides_nothing_at_any_depth(site: Site, body: dict[str, object]) -> None:
    program = await site.signed_in()
    content = json.dumps({"command_id": str(uuid4()), **body})

    refused = await program.post(
        "/api/internships/notes", content=content, headers={"Content-Type": "application/json"}
    )

    assert refused.status_code == 422
    assert "invisible" in "".join(refused.json()["errors"].values())


@pytest.mark.parametrize("label", [[[]], [None], {"a": 1}, 1e308], ids=str)
def test_what_is_no_text_is_refused_like_any_wrong_value(label: object) -> None:
    with pytest.raises(ValidationError):
        NoteForm.model_validate({"label": label})


@pytest.mark.parametrize("name", ["a\u202evsc.exe", "a\u2066.csv"], ids=ascii)
async def test_a_file_whose_name_hides_something_is_refused(site: Site, name: str) -> None:
    browser = await site.signed_in()

    refused = await browser.post(
        "/notes/fichiers/envoi",
        data={"command_id": str(uuid4())},
        files={"file": (name, b"x", "text/csv")},
    )

    assert refused.status_code == 422


async def test_a_file_larger_than_any_of_ours_is_refused(site: Site) -> None:
    browser = await site.signed_in()

    async def send(size: int) -> int:
        answer = await browser.post(
            "/notes/fichiers/envoi",
            data={"command_id": str(uuid4())},
            files={"file": ("notes.csv", b"x" * size, "text/csv")},
        )
        return answer.status_code

    assert await send(2_000_000) == 303
    assert await send(13_000_000) == 413


@pytest.mark.parametrize("path", ["/api/internships/notes", "/notes/fichiers/envoi"])
async def test_json_larger_than_any_of_ours_is_refused_wherever_it_is_sent(
    site: Site, path: str
) -> None:
    """Reading it holds the event loop."""
    program = await site.signed_in()

    refused = await program.post(path, json=a_note("x" * 200_000))

    assert refused.status_code == 413


async def test_a_form_larger_than_any_of_ours_is_refused(site: Site) -> None:
    browser = await site.signed_in()

    refused = await browser.post("/notes", data=a_note("x" * 2_000_000))

    assert refused.status_code == 413
    assert "trop volumineux" in refused.text
