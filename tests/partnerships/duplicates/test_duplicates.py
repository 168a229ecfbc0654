"""One card per company: likely duplicates are shown while typing, in a preview, and as a list."""

from collections.abc import Callable
from urllib.parse import urlencode

import asyncpg
import pytest

from contracts.identifiers import Naf
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.partnerships.duplicates.commands import propose_again, tell_apart
from services.partnerships.duplicates.queries import (
    Begun,
    read_already_known,
    read_duplicates,
    read_told_apart,
)
from services.partnerships.import_desk.queries import read_import_card
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, MOISSAC, NOW, SIREN, SIRET, Bureau, row, site

LIST = "/entreprises/doublons"
TYPING = "/entreprises/fragments/deja-suivies?"


async def _shown(bureau: Bureau, **typed: str) -> list[str]:
    return [one.name for one in await bureau.do(read_already_known, Begun(**typed))]


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "SARL chaudronerie du quercy"},
        {"name": "Chaudronnerie Quercy", "town": "82000"},
        {"name": "CHAUDRONERIE DU QUERCI", "town": "agen", "postcode": "47000"},
        {"name": "Tout autre chose", "siret": "732 829 320 00074"},
        {"name": "", "siren": "732829320"},
    ],
)
async def test_a_company_the_registry_has_is_shown_while_it_is_typed(
    bureau: Bureau, typed: dict[str, str]
) -> None:
    main = site(siret=SIRET) if "postcode" not in typed else site(commune=None, locality="Agen")
    await bureau.registers(main=main)
    await bureau.registers("Boulangerie des Deux Ponts")

    assert await _shown(bureau, **typed) == ["Chaudronnerie du Quercy"]


async def test_nothing_is_shown_for_what_nobody_registered(bureau: Bureau) -> None:
    await bureau.registers(main=site(siret=SIRET))

    assert await _shown(bureau, name="Ch") == []
    assert await _shown(bureau, name="Garage Martin", town="Montauban") == []
    assert await _shown(bureau, name="Chaudronnerie du Quercy", town="Moissac") == []
    # Another SIREN is another company, whatever its name.
    assert await _shown(bureau, name="Chaudronnerie du Quercy", siren="404833048") == []


async def test_a_trade_name_finds_the_company(bureau: Bureau) -> None:
    await bureau.registers("Holding Durand", main=site(name="Le Fournil de Moissac"))

    assert await _shown(bureau, name="Fournil de Moissac", town="Montauban") == ["Holding Durand"]


async def test_the_form_says_who_follows_it_and_since_when(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    company = await other_bureau.registers()
    await other_bureau.logs(company)

    page = await browser.opens(TYPING + urlencode({"name": "Chaudronerie", "town": "Montauban"}))

    assert f'href="/entreprises/{company}"' in page.text
    assert "Déjà suivie par" in page.text
    assert "dernier échange le 24/11/2026" in page.text


async def test_who_may_not_add_a_company_is_not_told_of_any(
    signed_in: Callable[..., Browser],
) -> None:
    teacher = signed_in(Role.REFERENT_TEACHER, BOURDELLE)

    for path in (TYPING + "name=Garage", LIST):
        assert (await teacher.opens(path)).status_code in (403, 404)


async def test_likely_duplicates_are_a_work_list(browser: Browser, bureau: Bureau) -> None:
    await bureau.registers("Chaudronnerie du Quercy", main=site(siret=SIRET))
    await bureau.registers("Ets Chaudronerie Quercy")
    await bureau.registers("Chaudronnerie du Quercy", main=site(commune=MOISSAC))
    await bureau.registers("Garage Martin")

    (pair,) = await bureau.do(read_duplicates)

    assert {pair.one.name, pair.other.name} == {
        "Chaudronnerie du Quercy",
        "Ets Chaudronerie Quercy",
    }
    page = await browser.opens(LIST)
    assert f'action="/entreprises/{pair.one.id}/distinctes"' in page.text


async def test_two_sirens_are_never_proposed_as_one(bureau: Bureau) -> None:
    await bureau.registers(siren=SIREN)
    await bureau.registers(siren="404833048", distinct=True)

    assert await bureau.do(read_duplicates) == []


async def test_a_bureau_works_on_pairs_it_follows(bureau: Bureau, other_bureau: Bureau) -> None:
    await other_bureau.registers("Chaudronnerie du Quercy")
    await other_bureau.registers("Chaudronerie du Quercy")

    assert await bureau.do(read_duplicates) == []
    assert len(await other_bureau.do(read_duplicates)) == 1


async def test_a_pair_told_apart_is_proposed_to_nobody_and_can_be_again(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    one = await bureau.registers("Chaudronnerie du Quercy")
    other = await bureau.registers("Chaudronerie du Quercy")
    await other_bureau.logs(one)

    page = await browser.opens(LIST)
    low = min(one, other)
    answer = await browser.sends(page, f"/entreprises/{low}/distinctes", {})

    assert (await browser.follows(answer)).status_code == 200
    assert await bureau.do(read_duplicates) == []
    assert await other_bureau.do(read_duplicates) == []
    assert len(await bureau.do(read_told_apart)) == 1
    assert await other_bureau.do(read_told_apart) == []
    # Nobody takes back what another bureau said.
    await other_bureau.do(propose_again, one=one, other=other)
    assert await bureau.do(read_duplicates) == []
    answer = await browser.sends(LIST, f"/entreprises/{low}/a-rapprocher", {})
    assert answer.status_code == 303
    assert len(await bureau.do(read_duplicates)) == 1


async def test_what_is_gone_is_told_apart_from_nothing(bureau: Bureau) -> None:
    one = await bureau.registers()

    with pytest.raises(NotFound):
        await bureau.do(tell_apart, one=one, other=one, now=NOW)


async def test_a_preview_says_which_lines_look_like_a_known_company(bureau: Bureau) -> None:
    await bureau.registers("Chaudronnerie du Quercy")

    import_id = await bureau.previews(
        row(2, "Chaudronerie du Quercy"),
        row(3, "Chaudronerie du Quercy", commune=MOISSAC),
        row(4, "Garage Martin"),
    )

    lines = (await bureau.do(read_import_card, import_id)).lines
    assert [("Chaudronnerie du Quercy" in line.reason) for line in lines] == [True, False, False]
    assert "ressemble à" in lines[0].reason


@pytest.mark.parametrize("known", [3000])
async def test_the_list_of_duplicates_of_a_big_registry_comes_in_one_query(
    bureau: Bureau, superuser: asyncpg.Connection, known: int
) -> None:
    """Names that begin alike everywhere: nothing grows with the square of the registry."""
    await bureau.registers("Boulangerie Premier", naf=Naf("10.71C"))
    await superuser.execute(
        "INSERT INTO companies SELECT gen_random_uuid(), n, n, NULL, 'company', 'full', NULL, 1"
        " FROM (SELECT md5(i::text) AS n FROM generate_series(1, $1) i) names",
        known,
    )
    await superuser.execute(
        "INSERT INTO sites (site_id, company_id, rank, site_key, place_key)"
        " SELECT company_id, company_id, 0, 'local:' || company_id, '82121' FROM companies"
        " WHERE length(name) = 32"
    )

    assert await bureau.do(read_duplicates) == []
