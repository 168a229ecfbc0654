"""What the columns of a list are: guessed, said by a person, and remembered for the next list."""

from collections.abc import Callable

import asyncpg

from contracts.partnerships.companies import CompanyRegisteredV1
from services.chassis.base.identity import Role
from tests.partnerships.browsing import Answer, Browser
from tests.partnerships.files import FULL, csv_of
from tests.partnerships.world import BOURDELLE, ELSEWHERE
from tests.support.services import Published

URL = "/entreprises/import"
HEADINGS = ("Désignation", "Localisation", "Joignable au", "Observations")
LIST = csv_of(("Bois Vert", "Moissac", "05 36 49 00 01", "à revoir"), headings=HEADINGS)


async def brings(browser: Browser, content: bytes = LIST) -> Answer:
    return await browser.follows(await browser.sends(URL, URL, file=("liste.csv", content)))


async def says(browser: Browser, page: Answer, *fields: str, **typed: str) -> Answer:
    columns = [f"{index}:{field}" for index, field in enumerate(fields)]
    return await browser.sends(page, page.url.path, {"columns": columns, **typed})


async def test_an_unknown_heading_is_shown_with_what_it_holds_before_anything_is_read(
    browser: Browser,
) -> None:
    page = await brings(browser)

    assert page.url.path.endswith("/colonnes")
    for heading in HEADINGS:
        assert heading in page.text
    assert "Par exemple\u00a0: Bois Vert" in page.text
    assert "Colonnes à dire" in (await browser.opens(URL)).text


async def test_a_list_is_read_with_the_columns_somebody_said(
    browser: Browser, published: Published
) -> None:
    page = await brings(browser)

    preview = await browser.follows(await says(browser, page, "name", "commune", "phone", ""))
    assert "Importer 1\u00a0ligne" in preview.text
    assert "Bois Vert" in preview.text

    await browser.sends(preview, f"{preview.url.path}/confirmation")
    (event,) = await published(CompanyRegisteredV1)
    assert event.sites[0].commune == "82112"


async def test_the_same_headings_are_read_alike_next_time_until_they_are_forgotten(
    browser: Browser,
) -> None:
    await says(browser, await brings(browser), "name", "commune", "phone", "", remember="true")

    again = await brings(browser)
    assert "Vérifier l’import" in again.text

    kept = await browser.opens(f"{URL}/titres")
    assert all(heading in kept.text for heading in HEADINGS)
    told = await browser.follows(await browser.sends(kept, f"{URL}/titres/oubli"))
    assert "Titre oublié" in told.text
    assert (await brings(browser)).url.path.endswith("/colonnes")


async def test_what_one_lycee_says_of_headings_is_its_own(
    browser: Browser, signed_in: Callable[..., Browser]
) -> None:
    await says(browser, await brings(browser), "name", "commune", "phone", "", remember="true")
    other = signed_in(Role.RBDE, ELSEWHERE)

    assert (await brings(other)).url.path.endswith("/colonnes")
    assert "Aucun titre n’est retenu" in (await other.opens(f"{URL}/titres")).text


async def test_what_is_not_to_be_remembered_is_asked_again(browser: Browser) -> None:
    await says(browser, await brings(browser), "name", "commune", "phone", "")

    assert (await brings(browser)).url.path.endswith("/colonnes")


async def test_a_column_said_twice_or_no_name_is_refused_beside_the_column(
    browser: Browser,
) -> None:
    page = await brings(browser)

    twice = await says(browser, page, "name", "phone", "phone", "")
    assert twice.status_code == 422
    assert "Deux colonnes sont" in twice.text
    assert 'id="champ-2-erreur"' in twice.text
    assert '<option value="1:phone" selected>' in twice.text, "what was chosen is kept"

    nameless = await says(browser, page, "", "commune", "", "")
    assert nameless.status_code == 422
    assert "Dites quelle colonne est la raison sociale" in nameless.text


async def test_columns_read_without_a_question_can_be_corrected_from_the_preview(
    browser: Browser,
) -> None:
    preview = await brings(browser, csv_of(FULL))
    assert "Corriger les colonnes" in preview.text

    page = await browser.opens(f"{preview.url.path}/colonnes")
    fields = ["contact" if i == 0 else "name" if i == 9 else "" for i in range(len(FULL))]
    corrected = await browser.follows(await says(browser, page, *fields))
    assert "Anne Verdier</th>" in corrected.text


async def test_the_file_is_kept_only_until_the_import_is_confirmed_or_given_up(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    async def kept() -> int:
        count: int = await superuser.fetchval("SELECT count(*) FROM import_files")
        return count

    confirmed, given_up = await brings(browser, csv_of(FULL)), await brings(browser)
    assert await kept() == 2

    await browser.sends(confirmed, f"{confirmed.url.path}/confirmation")
    assert (await browser.opens(f"{confirmed.url.path}/colonnes")).status_code == 404
    about = given_up.url.path.removesuffix("/colonnes")
    await browser.sends(given_up, f"{about}/abandon")
    assert await kept() == 0


async def test_another_lycees_file_is_not_shown(
    browser: Browser, signed_in: Callable[..., Browser]
) -> None:
    page = await brings(browser)

    for role, uai in ((Role.RBDE, ELSEWHERE), (Role.HEAD, BOURDELLE)):
        assert (await signed_in(role, uai).opens(page.url.path)).status_code == 404
