"""Pages of companies: nothing typed is lost, nothing of another lycée is shown."""

from collections.abc import Callable

from contracts.partnerships.companies import CompanyRegisteredV1, InteractionLoggedV1
from services.chassis.base.identity import Role
from services.partnerships.companies.model.company import SiteDetails
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, MOISSAC, SIREN, SIRET, Bureau, site
from tests.support.services import Published

NEW = "/entreprises/nouvelle"
TYPED = {
    "name": "Chaudronnerie du Quercy",
    "siret": "732 829 320 00074",
    "legal_form": "company",
    "diffusion": "full",
    "naf": "2511z",
    "town": "82000",
    "phone": "05 36 49 00 00",
}


async def test_a_company_is_registered_by_form(browser: Browser, published: Published) -> None:
    answer = await browser.sends(NEW, NEW, TYPED)

    page = await browser.follows(answer)
    assert "Chaudronnerie du Quercy" in page.text
    assert "05\u00a036\u00a049\u00a000\u00a000" in page.text
    (event,) = await published(CompanyRegisteredV1)
    assert (event.siren, event.public_name) == (SIREN, "Chaudronnerie du Quercy")


async def test_a_refused_form_keeps_what_was_typed(browser: Browser) -> None:
    answer = await browser.sends(NEW, NEW, {**TYPED, "siret": "73282932000075", "phone": "12"})

    assert answer.status_code == 422
    assert 'value="73282932000075"' in answer.text
    assert 'value="Chaudronnerie du Quercy"' in answer.text
    assert "sa clé est fausse" in answer.text
    assert "Ce numéro de téléphone n’est pas valable" in answer.text


async def test_a_company_known_already_is_offered_instead_of_a_second_card(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()

    answer = await browser.sends(NEW, NEW, {**TYPED, "siret": ""})

    assert answer.status_code == 409
    assert f'href="/entreprises/{company_id}"' in answer.text
    assert 'name="distinct"' in answer.text
    assert len(await published(CompanyRegisteredV1)) == 1
    again = await browser.sends(answer, NEW, {"distinct": "true"})
    assert again.status_code == 303
    assert len(await published(CompanyRegisteredV1)) == 2


async def test_a_company_that_looks_like_a_known_one_is_registered_once_somebody_says_it_is_another(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers("Menuiserie Larroque", main=site(commune=MOISSAC))
    typed = {"name": "SARL menuiserie laroque", "town": "Moissac", "phone": "05 36 49 00 00"}

    answer = await browser.sends(NEW, NEW, typed)

    assert answer.status_code == 409
    assert "Ressemble à Menuiserie Larroque" in answer.text
    assert f'href="/entreprises/{company_id}"' in answer.text
    assert 'value="SARL menuiserie laroque"' in answer.text
    assert len(await published(CompanyRegisteredV1)) == 1
    again = await browser.sends(answer, NEW, {"distinct": "true"})
    assert again.status_code == 303
    elsewhere = await browser.sends(NEW, NEW, {**typed, "town": "Montauban"})
    assert elsewhere.status_code == 303
    assert "<p>Ouvrez sa fiche pour" in answer.text
    several = await browser.sends(NEW, NEW, {**typed, "name": "Menuiserie Larocque"})
    assert "<p>Si c’est l’une d’elles, ouvrez sa fiche pour" in several.text


async def test_the_same_number_leaves_no_choice_but_the_known_card(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers(main=_main())

    answer = await browser.sends(NEW, NEW, {**TYPED, "name": "Un autre nom"})

    assert answer.status_code == 409
    assert f'href="/entreprises/{company_id}"' in answer.text
    assert 'name="distinct"' not in answer.text


async def test_a_form_sent_twice_registers_one_company(
    browser: Browser, published: Published
) -> None:
    shown = await browser.opens(NEW)

    first = await browser.sends(shown, NEW, TYPED)
    second = await browser.sends(shown, NEW, TYPED)

    assert first.headers["location"] == second.headers["location"]
    assert len(await published(CompanyRegisteredV1)) == 1


async def test_a_stale_correction_shows_what_the_other_one_left(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    url = f"/entreprises/{company_id}/correction"
    slow = await browser.opens(url)
    quick = signed_in(Role.RBDE, ELSEWHERE)
    left = {"name": "Chaudronnerie Quercynoise", "legal_form": "association"}
    await quick.follows(await quick.sends(url, url, left))

    answer = await browser.sends(slow, url, {"name": "Chaudronnerie Caussadaise"})

    assert answer.status_code == 409
    assert "Chaudronnerie Quercynoise" in answer.text
    assert "<td>Société</td><td>Association</td>" in answer.text
    assert 'value="Chaudronnerie Caussadaise"' in answer.text
    kept = await browser.follows(await browser.sends(answer, url))
    assert "Chaudronnerie Caussadaise" in kept.text


async def test_a_site_is_added_and_corrected(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers()
    url = f"/entreprises/{company_id}/etablissements/nouveau"

    added = await browser.sends(url, url, {"name": "Atelier", "town": "Agen", "naf": "25.11Z"})
    card = await browser.follows(added)
    assert "Atelier, Agen" in card.text

    site_id = card.text.split("/correction")[-2].rpartition("/")[2]
    url = f"/entreprises/{company_id}/etablissements/{site_id}/correction"
    corrected = await browser.sends(url, url, {"town": "INSEE 47001"})
    assert "Atelier, 47001" in (await browser.follows(corrected)).text


async def test_an_exchange_is_noted_from_the_card(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    card, action = f"/entreprises/{company_id}", f"/entreprises/{company_id}/echanges"

    answer = await browser.sends(card, action, {"outcome": "agreed", "note": "Deux places en mai"})

    page = await browser.follows(answer)
    assert "Deux places en mai" in page.text
    (event,) = await published(InteractionLoggedV1)
    assert event.has_note


async def test_an_exchange_without_its_outcome_keeps_the_note(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    card, action = f"/entreprises/{company_id}", f"/entreprises/{company_id}/echanges"

    answer = await browser.sends(card, action, {"note": "À rappeler en mai"})

    assert answer.status_code == 422
    assert "À rappeler en mai" in answer.text
    assert 'href="#champ-outcome"' in answer.text


async def test_a_contact_is_added_corrected_and_erased(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers()
    url = f"/entreprises/{company_id}/contacts/nouveau"
    typed = {"name": "Anne Verdier", "mail": "a.verdier@atelier.example", "phone": "0536490001"}

    card = await browser.follows(await browser.sends(url, url, typed))
    assert "mailto:a.verdier@atelier.example" in card.text
    assert 'href="tel:+33536490001"' in card.text

    contact_id = card.text.split("/contacts/")[1].split("/")[0]
    base = f"/entreprises/{company_id}/contacts/{contact_id}"
    corrected = await browser.sends(
        f"{base}/correction", f"{base}/correction", {"function": "Gérante"}
    )
    assert "Gérante" in (await browser.follows(corrected)).text
    erased = await browser.sends(f"{base}/effacement", f"{base}/effacement", {"sure": "true"})
    assert "Anne Verdier" not in (await browser.follows(erased)).text


async def test_another_lycee_finds_the_company_but_neither_contact_nor_note(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers(main=_main())
    url = f"/entreprises/{company_id}/contacts/nouveau"
    await browser.sends(url, url, {"name": "Anne Verdier"})
    await bureau.logs(company_id, note="Confidence du gérant")
    neighbour = signed_in(Role.RBDE, ELSEWHERE)

    found = await neighbour.opens("/entreprises?filtre=toutes&q=quercy")
    card = await neighbour.opens(f"/entreprises/{company_id}")

    assert "Chaudronnerie du Quercy" in found.text
    assert f"Connue du lycée {BOURDELLE}" in card.text
    assert "24/11/2026" in card.text
    assert "Verdier" not in card.text
    assert "Confidence" not in card.text


async def test_another_lycees_contact_answers_like_an_absent_one(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    url = f"/entreprises/{company_id}/contacts/nouveau"
    card = await browser.follows(await browser.sends(url, url, {"name": "Anne Verdier"}))
    contact_id = card.text.split("/contacts/")[1].split("/")[0]

    answer = await signed_in(Role.RBDE, ELSEWHERE).opens(
        f"/entreprises/{company_id}/contacts/{contact_id}/correction"
    )

    assert answer.status_code == 404


async def test_a_company_of_the_registry_is_taken_on_ones_own_list(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    neighbour = signed_in(Role.RBDE, ELSEWHERE)
    assert "Chaudronnerie" not in (await neighbour.opens("/entreprises")).text

    await neighbour.sends(f"/entreprises/{company_id}", f"/entreprises/{company_id}/suivi")

    assert "Chaudronnerie" in (await neighbour.opens("/entreprises")).text


async def test_the_head_of_the_lycee_reads_and_does_not_write(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    head = signed_in(Role.HEAD, BOURDELLE)

    card = await head.opens(f"/entreprises/{company_id}")

    assert card.status_code == 200
    assert "<form" not in card.text.split("<main")[1]
    assert (await head.opens(NEW)).status_code == 404


async def test_the_supervisor_has_nothing_to_see_here(signed_in: Callable[..., Browser]) -> None:
    assert (await signed_in(Role.SUPERVISOR).opens("/entreprises")).status_code == 404


async def test_a_bureau_of_two_lycees_says_which_one_it_writes_for(
    signed_in: Callable[..., Browser], published: Published
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)

    refused = await both.sends(NEW, NEW, TYPED)
    assert refused.status_code == 422
    assert 'href="#champ-uai"' in refused.text

    assert (await both.sends(refused, NEW, {"uai": ELSEWHERE})).status_code == 303
    assert len(await published(CompanyRegisteredV1)) == 1


async def test_the_name_of_a_site_is_given_to_other_pages(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers(name="Atelier <Durand>", main=_main())

    answer = await browser.opens(f"/entreprises/fragments/sites/{SIRET}/nom")
    unknown = await browser.opens("/entreprises/fragments/sites/nimporte/nom")

    assert answer.text.strip() == (
        f'<a href="/entreprises/{company_id}">Atelier &lt;Durand&gt;</a>'
    )
    assert unknown.status_code == 404


def _main() -> SiteDetails:
    return site(siret=SIRET)


async def test_an_activity_is_picked_by_its_code_or_its_words(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    card = await browser.opens(f"/entreprises/{company_id}")
    site = card.text.split("/correction")[-2].rpartition("/")[2]

    for path in (
        NEW,
        f"/entreprises/{company_id}/correction",
        f"/entreprises/{company_id}/etablissements/{site}/correction",
    ):
        page = (await browser.opens(path)).text
        assert 'list="codes-naf"' in page
        assert '<datalist id="codes-naf" data-options="/static/listes/activites.json?v=' in page
