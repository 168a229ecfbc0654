"""Merging by hand: both cards side by side, what was chosen, and the way back."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from services.chassis.base.identity import Role
from services.partnerships.cards.queries import read_company
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, SIREN, SIRET, Bureau, site


@pytest.fixture
async def pair(bureau: Bureau, other_bureau: Bureau) -> tuple[UUID, UUID]:
    kept = await bureau.registers("Chaudronnerie du Quercy", main=site(siret=SIRET))
    other = await other_bureau.registers("Chaudronerie Quercy")
    await bureau.logs(other, note="Rappeler lundi.")
    return kept, other


async def test_two_cards_are_merged_from_the_list_of_duplicates_and_separated_again(
    browser: Browser, bureau: Bureau, pair: tuple[UUID, UUID]
) -> None:
    kept, other = pair
    work = await browser.opens("/entreprises/doublons")
    way = f"/entreprises/{kept}/fusion"
    assert f'href="{way}?avec={other}"' in work.text

    answer = await browser.sends(
        f"{way}?avec={other}",
        way,
        {"name": "other", "same": _same(await browser.opens(f"{way}?avec={other}"))},
    )

    page = await browser.follows(answer)
    assert "Chaudronerie Quercy</h1>" in page.text
    assert "Rappeler lundi." in page.text
    assert "Annuler la fusion" in page.text
    # The address somebody noted leads on, whatever is asked there.
    old = await browser.opens(f"/entreprises/{other}")
    assert old.status_code == 307
    assert old.headers["location"] == f"/entreprises/{kept}"
    fusion = page.text.split("separation?fusion=")[1].split('"')[0]
    preview = await browser.opens(f"/entreprises/{kept}/separation?fusion={fusion}")
    assert "Reviennent comme avant" in preview.text
    answer = await browser.sends(preview, f"/entreprises/{kept}/separation", {})
    back = await browser.follows(answer)
    assert "Chaudronerie Quercy</h1>" in back.text
    assert "Rappeler lundi." in back.text
    card = await bureau.do(read_company, kept)
    assert (card.company.details.name, card.company.details.siren) == (
        "Chaudronnerie du Quercy",
        SIREN,
    )


def _same(page: object) -> str:
    text: str = page.text  # type: ignore[attr-defined]  # an answer
    return text.split('name="same" type="checkbox" value="')[1].split('"', maxsplit=1)[0]


async def test_a_form_sent_to_the_card_that_went_is_shown_what_became_of_it(
    browser: Browser, bureau: Bureau, pair: tuple[UUID, UUID]
) -> None:
    kept, other = pair
    opened = await browser.opens(f"/entreprises/{other}/correction")
    way = f"/entreprises/{kept}/fusion"
    await browser.sends(f"{way}?avec={other}", way, {})

    answer = await browser.sends(opened, f"/entreprises/{other}/correction", {"name": "Autre"})

    assert answer.status_code == 307
    assert answer.headers["location"] == f"/entreprises/{kept}/correction"


async def test_a_form_that_names_the_card_that_went_is_shown_again_about_the_one_that_stays(
    browser: Browser, bureau: Bureau, pair: tuple[UUID, UUID]
) -> None:
    kept, other = pair
    new, year = "/semaine/nouvelle", "/entreprises/actions/nouvelle"
    task = await browser.opens(f"{new}?entreprise={other}")
    action = await browser.opens(f"{year}?entreprise={other}")
    garage = await bureau.registers("Garage Martin")
    merging = await browser.opens(f"/entreprises/{garage}/fusion?avec={other}")
    way = f"/entreprises/{kept}/fusion"
    await browser.sends(f"{way}?avec={other}", way, {})
    typed = {"title": "Visite de l’atelier", "kind": "visit", "planned_on": "2026-12-01"}

    answer = await browser.sends(task, new, {"code": "prepare", "note": "Le livret"})
    assert answer.status_code == 409
    assert "fusionnée avec une autre entre-temps" in answer.text
    assert "Le livret" in answer.text
    shown = await browser.follows(await browser.sends(answer, new))
    assert str(shown.url).endswith(str(kept))
    assert "Le livret" in shown.text

    answer = await browser.sends(action, year, typed)
    assert answer.status_code == 409
    assert "Visite de l’atelier" in answer.text
    planned = await browser.follows(await browser.sends(answer, year))
    assert f'href="/entreprises/{kept}"' in planned.text

    answer = await browser.sends(merging, f"/entreprises/{garage}/fusion")
    assert answer.status_code == 409
    assert f'name="other" value="{kept}"' in answer.text


async def test_a_merge_sent_twice_as_two_says_that_it_is_done(
    browser: Browser, pair: tuple[UUID, UUID]
) -> None:
    kept, other = pair
    way = f"/entreprises/{kept}/fusion"
    opened, again = [await browser.opens(f"{way}?avec={other}") for _ in range(2)]
    await browser.sends(opened, way, {})

    answer = await browser.sends(again, way, {})

    assert answer.status_code == 409
    assert "fusionnée avec une autre entre-temps" in answer.text


async def test_a_correction_in_between_is_shown_and_nothing_is_merged(
    browser: Browser, bureau: Bureau, pair: tuple[UUID, UUID]
) -> None:
    kept, other = pair
    way = f"/entreprises/{kept}/fusion"
    opened = await browser.opens(f"{way}?avec={other}")
    card = await bureau.do(read_company, other)
    await bureau.corrects(other, card.company.version, card.company.details)

    answer = await browser.sends(opened, way, {})

    assert answer.status_code == 409
    assert "a modifié cette fiche" in answer.text
    assert (await browser.opens(f"/entreprises/{other}")).status_code == 200


async def test_two_sirens_offer_no_merge(browser: Browser, bureau: Bureau) -> None:
    one = await bureau.registers(siren=SIREN)
    other = await bureau.registers(siren="404833048", distinct=True)

    page = await browser.opens(f"/entreprises/{one}/fusion?avec={other}")

    assert "ce sont deux entreprises" in page.text
    assert "Fusionner les deux fiches" not in page.text


async def test_the_other_card_is_looked_for(
    browser: Browser, bureau: Bureau, pair: tuple[UUID, UUID]
) -> None:
    kept, other = pair
    garage = await bureau.registers("Garage Martin")

    page = await browser.opens(f"/entreprises/{kept}/fusion")
    assert f"avec={other}" in page.text
    assert f"avec={garage}" not in page.text
    found = await browser.opens(f"/entreprises/{kept}/fusion?q=garage")
    assert f"avec={garage}" in found.text
    assert f"avec={kept}" not in found.text


async def test_a_replayed_merge_merges_once(browser: Browser, pair: tuple[UUID, UUID]) -> None:
    kept, other = pair
    way = f"/entreprises/{kept}/fusion"
    opened = await browser.opens(f"{way}?avec={other}")

    first = await browser.sends(opened, way, {})
    again = await browser.sends(opened, way, {})

    assert (first.status_code, again.status_code) == (303, 303)


async def test_who_reads_only_merges_nothing_and_nobody_separates_what_was_not_merged(
    signed_in: Callable[..., Browser], browser: Browser, pair: tuple[UUID, UUID]
) -> None:
    kept, other = pair
    teacher = signed_in(Role.REFERENT_TEACHER, BOURDELLE)

    assert (await teacher.opens(f"/entreprises/{kept}/fusion?avec={other}")).status_code == 404
    page = await teacher.opens(f"/entreprises/{kept}")
    assert "Fusionner" not in page.text
    absent = f"/entreprises/{kept}/separation?fusion={uuid4()}"
    assert (await browser.opens(absent)).status_code == 404


async def test_the_merge_says_who_did_it_to_the_other_lycee(
    signed_in: Callable[..., Browser], browser: Browser, pair: tuple[UUID, UUID]
) -> None:
    kept, other = pair
    way = f"/entreprises/{kept}/fusion"
    await browser.sends(f"{way}?avec={other}", way, {})

    page = await signed_in(Role.RBDE, ELSEWHERE).opens(f"/entreprises/{kept}")

    assert "Fiches réunies ici" in page.text
    assert "Rappeler lundi." not in page.text
