"""The public register beside the card: proposed field by field, taken or left, never by itself."""

from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from contracts.identifiers import Naf, Siret
from contracts.partnerships.companies import CompanyCorrectedV1, Diffusion, LegalForm
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.directory_entries.commands import (
    PACE,
    SECONDS_AT_ONCE,
    SITES_AT_ONCE,
    note_entry,
    plan_reading_register,
    read_register,
)
from services.partnerships.erasure.commands import erase_trader
from services.partnerships.public_directory.model import entries_of
from services.partnerships.publications.commands import plan_statement
from services.partnerships.subscribers import timed
from tests.partnerships.browsing import Browser, Pages, pages_of
from tests.partnerships.public_register import PublicRegister, public_register, unit
from tests.partnerships.world import (
    BOURDELLE,
    ELSEWHERE,
    MONTAUBAN,
    SIREN,
    SIRET,
    Bureau,
    siret_of,
    site,
)
from tests.support.services import Published, ServiceDatabases

NAME = "Électricité du Tescou"
LIST = "/entreprises/ecarts"


@pytest_asyncio.fixture
async def register() -> AsyncIterator[PublicRegister]:
    async with public_register() as listening:
        listening.results = [unit()]
        yield listening


@pytest_asyncio.fixture
async def pages(
    bureau: Bureau,  # empties the database first
    service_databases: ServiceDatabases,
    register: PublicRegister,
) -> AsyncIterator[Pages]:
    settings = service_databases.settings.replaced(directory_url=register.url)
    async with pages_of(settings) as served:
        yield served


async def known(bureau: Bureau, **changes: Any) -> tuple[UUID, UUID]:
    """A card of the unit the register tells of; the ids of the company and its site."""
    details: dict[str, Any] = {"naf": Naf("43.21A"), "siren": SIREN} | changes
    main = details.pop("main", site(siret=SIRET, address="12 rue des Forges"))
    company_id = await bureau.registers(NAME, main=main, **details)
    return company_id, (await bureau.card(company_id)).sites[0].id


async def read_again(browser: Browser, ids: tuple[UUID, UUID]) -> str:
    card = f"/entreprises/{ids[0]}"
    asked = await browser.sends(card, f"{card}/etablissements/{ids[1]}/registre")
    return unescape((await browser.follows(asked)).text)


async def test_what_differs_is_shown_and_nothing_is_changed_by_itself(
    pages: Pages, bureau: Bureau, published: Published
) -> None:
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    ids = await known(bureau)

    shown = await read_again(browser, ids)

    assert "Registre public relu." in shown
    assert "1\u202fécart" in shown.replace("\xa0", "\u202f")
    assert "15 Rue de la Fontaine" in shown
    card = await bureau.card(ids[0])
    assert (card.details.name, card.sites[0].details.address) == (NAME, "12 rue des Forges")
    assert await published(CompanyCorrectedV1) == []


async def test_a_value_is_taken_and_put_back(
    pages: Pages, bureau: Bureau, published: Published
) -> None:
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    ids = await known(bureau)
    await read_again(browser, ids)
    card = f"/entreprises/{ids[0]}"
    taking = f"{card}/etablissements/{ids[1]}/registre/prendre"
    stale = await browser.opens(card)

    taken = await browser.follows(await browser.sends(card, taking))

    assert "Pris du registre" in taken.text
    assert (await bureau.card(ids[0])).sites[0].details.address == "15 Rue de la Fontaine"
    assert "Aucun écart à décider" in unescape(taken.text)
    assert len(await published(CompanyCorrectedV1)) == 1
    assert (await browser.sends(stale, taking)).status_code == 409
    back = await browser.sends(taken, f"{card}/registre/remise")
    assert "Votre valeur est remise." in (await browser.follows(back)).text
    assert (await bureau.card(ids[0])).sites[0].details.address == "12 rue des Forges"


async def test_what_was_corrected_since_is_not_put_back(pages: Pages, bureau: Bureau) -> None:
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    ids = await known(bureau, naf=Naf("25.11Z"))
    await read_again(browser, ids)
    card = f"/entreprises/{ids[0]}"
    taking = f"{card}/etablissements/{ids[1]}/registre/prendre"
    taken = await browser.follows(await browser.sends(card, taking, {"field": "address"}))
    moved = {"address": "3 quai de Ville"}
    await browser.sends(
        f"{card}/etablissements/{ids[1]}/correction",
        f"{card}/etablissements/{ids[1]}/correction",
        moved,
    )

    refused = await browser.sends(taken, f"{card}/registre/remise")

    assert refused.status_code == 409
    assert (await bureau.card(ids[0])).sites[0].details.address == "3 quai de Ville"


async def test_ours_is_kept_for_all_bureaux_until_the_register_changes(
    pages: Pages, bureau: Bureau, register: PublicRegister
) -> None:
    browser, other = (pages.signed_in(Role.RBDE, uai) for uai in (BOURDELLE, ELSEWHERE))
    ids = await known(bureau)
    await read_again(browser, ids)
    card = f"/entreprises/{ids[0]}"

    kept = await browser.follows(
        await browser.sends(card, f"{card}/etablissements/{ids[1]}/registre/garder")
    )
    assert "Aucun écart à décider" in unescape(kept.text)
    assert "Aucun écart à décider" in await read_again(other, ids)
    again = await browser.follows(await browser.sends(kept, f"{LIST}/reprise"))
    assert "15 Rue de la Fontaine" in again.text
    await browser.sends(again, f"{card}/etablissements/{ids[1]}/registre/garder")
    register.results = [unit(site={"adresse": "2 PLACE PRAX 82000 MONTAUBAN"})]

    assert "2 Place Prax" in await read_again(other, ids)


async def test_spelling_and_capitals_are_no_difference(pages: Pages, bureau: Bureau) -> None:
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    main = site(siret=SIRET, address="15, rue de la Fontaine", commune=None, locality="Montauban")
    ids = await known(bureau, main=main)
    assert "Aucun écart à décider" in await read_again(browser, ids)


async def test_a_commune_of_elsewhere_is_taken_by_its_name(
    pages: Pages, bureau: Bureau, register: PublicRegister
) -> None:
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    register.results = [unit(site={"commune": "47001", "libelle_commune": "AGEN", "adresse": None})]
    ids = await known(bureau)
    await read_again(browser, ids)
    card = f"/entreprises/{ids[0]}"

    taken = await browser.sends(card, f"{card}/etablissements/{ids[1]}/registre/prendre")
    after = (await bureau.card(ids[0])).sites[0].details
    assert (after.commune, after.locality) == (None, "Agen")

    await browser.sends(await browser.follows(taken), f"{card}/registre/remise")
    before = (await bureau.card(ids[0])).sites[0].details
    assert (before.commune, before.locality) == (MONTAUBAN, None)


@pytest.mark.parametrize("form", ["1000", None])
@pytest.mark.parametrize(
    "order", [("name",), ("diffusion", "name"), ("legal_form", "name"), ("name", "diffusion")]
)
async def test_no_name_of_a_person_is_told_whatever_is_taken_first(
    form: str | None,
    order: tuple[str, ...],
    pages: Pages,
    bureau: Bureau,
    register: PublicRegister,
    superuser: asyncpg.Connection,
) -> None:
    trader: dict[str, Any] = {
        "nature_juridique": form,
        "nom_complet": "MARTIN NOÉ",
        "nom_raison_sociale": None,
    }
    register.results = [unit(**trader)]
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    unsaid = {"diffusion": Diffusion.UNKNOWN} if "diffusion" in order else {}
    ids = await known(bureau, **unsaid)
    await read_again(browser, ids)
    card = f"/entreprises/{ids[0]}"
    taking = f"{card}/etablissements/{ids[1]}/registre/prendre"

    notices = []
    for field in order:
        shown = await browser.opens(card)
        if f'value="{field}"' in shown.text:
            notices.append(
                await browser.follows(await browser.sends(card, taking, {"field": field}))
            )
    assert (await bureau.card(ids[0])).details.name == "MARTIN NOÉ"
    for notice in notices:  # not even by taking them back in another order
        await browser.sends(notice, f"{card}/registre/remise")

    told = await superuser.fetch("SELECT payload::text AS said FROM journal")
    assert told
    assert not [one for one in told if "martin" in one["said"].lower()]


@pytest.mark.parametrize("told", [{"statut_diffusion": "P"}, {"nom_raison_sociale": "[ND]"}])
async def test_of_who_is_not_public_nothing_is_kept_but_that(
    told: dict[str, Any],
    pages: Pages,
    bureau: Bureau,
    register: PublicRegister,
    superuser: asyncpg.Connection,
) -> None:
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    ids = await known(bureau, naf=Naf("25.11Z"))
    await read_again(browser, ids)
    card = f"/entreprises/{ids[0]}"
    site_in_register = f"{card}/etablissements/{ids[1]}/registre"
    await browser.sends(card, f"{site_in_register}/prendre", {"field": "address"})
    await browser.sends(card, f"{site_in_register}/garder", {"field": "unit_naf"})
    register.results = [unit(**{"nom_complet": "[ND]", **told})]

    await read_again(browser, ids)

    (row,) = await superuser.fetch("SELECT * FROM directory_entries")
    assert row["name"] is None
    if "statut_diffusion" in told:
        assert row["diffusion"] == "partial"
        left = {"site_id", "siret", "read_at", "found", "legal_form", "diffusion", "closed"}
        assert {name for name, value in row.items() if value is not None} == left
        for table in ("directory_kept", "directory_takings"):
            assert await superuser.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_a_register_that_is_away_changes_nothing(
    pages: Pages, bureau: Bureau, register: PublicRegister
) -> None:
    register.status = 500
    shown = await read_again(pages.signed_in(Role.RBDE, BOURDELLE), await known(bureau))
    assert "ne répond pas" in shown
    assert "pas encore lu" in shown


async def test_a_number_the_register_does_not_know_is_said(
    pages: Pages, bureau: Bureau, register: PublicRegister
) -> None:
    register.results = []
    shown = await read_again(pages.signed_in(Role.RBDE, BOURDELLE), await known(bureau))
    assert "ne connaît pas ce SIRET" in shown


async def test_what_was_read_of_another_number_is_not_shown(pages: Pages, bureau: Bureau) -> None:
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    ids = await known(bureau)
    await read_again(browser, ids)
    form = f"/entreprises/{ids[0]}/etablissements/{ids[1]}/correction"
    await browser.sends(form, form, {"siret": "73282932000082"})
    assert "Fontaine" not in (await browser.opens(f"/entreprises/{ids[0]}")).text


async def test_the_list_has_what_is_left_to_decide_and_puts_several_aside_at_once(
    pages: Pages, bureau: Bureau
) -> None:
    browser, other = (pages.signed_in(Role.RBDE, uai) for uai in (BOURDELLE, ELSEWHERE))
    ids = await known(bureau)
    assert "Aucun écart à décider" in unescape((await browser.opens(LIST)).text)
    await read_again(browser, ids)
    shown = await browser.opens(LIST)
    assert "15 Rue de la Fontaine" in shown.text
    assert NAME not in (await other.opens(LIST)).text  # not on its list

    nothing = await browser.sends(shown, LIST)
    assert nothing.status_code == 422
    assert "Cochez au moins un établissement" in nothing.text
    kept = await browser.follows(
        await browser.sends(shown, LIST, {"sites": [f"{ids[0]}:{ids[1]}"]})
    )
    assert "Un établissement gardé tel quel" in kept.text
    assert "15 Rue de la Fontaine" not in kept.text
    back = await browser.follows(await browser.sends(kept, f"{LIST}/reprise"))
    assert "15 Rue de la Fontaine" in back.text


async def test_the_list_goes_on_page_by_page(
    pages: Pages, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.partnerships.directory_entries.queries.PAGE_LENGTH", 2)
    monkeypatch.setattr("services.partnerships.directory_entries.queries._PIECE", 2)
    for rank in range(1, 6):
        number = siret_of(rank)
        company_id = await bureau.registers(f"Atelier {rank}", main=site(siret=number))
        told = {**unit(str(number)), "nom_raison_sociale": f"Autre {rank}"}
        if rank == 3:
            told = unit(
                str(number),
                nom_raison_sociale="ATELIER 3",
                activite_principale="25.11Z",
                site={
                    "adresse": "12 RUE DES FORGES 82000 MONTAUBAN",
                    "activite_principale": "25.11Z",
                },
            )
        await noted(bureau, company_id, told)
    browser = pages.signed_in(Role.RBDE, BOURDELLE)
    seen: list[str] = []
    url = LIST
    for _ in range(2):
        page = (await browser.opens(url)).text
        seen += [f"Atelier {rank}" for rank in range(1, 6) if f"Atelier {rank}," in page]
        url = page.partition('rel="next"')[0].rpartition('href="')[2].split('"')[0]
    assert seen == ["Atelier 1", "Atelier 2", "Atelier 4", "Atelier 5"]


async def test_a_long_list_with_nothing_to_decide_is_read_in_a_few_pieces(
    pages: Pages, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.partnerships.directory_entries.queries._PIECE", 1)
    monkeypatch.setattr("services.partnerships.directory_entries.queries._PIECES_MAX", 2)
    for rank in range(1, 6):
        number = siret_of(rank)
        company_id = await bureau.registers(f"Atelier {rank}", naf=None, main=site(siret=number))
        told: dict[str, Any] = {"nom_raison_sociale": f"ATELIER {rank}"}
        told["activite_principale"] = None
        place = {"activite_principale": None, "adresse": "12 RUE DES FORGES 82000 MONTAUBAN"}
        last = {"adresse": "2 PLACE PRAX 82000 MONTAUBAN"} if rank == 5 else {}
        await noted(bureau, company_id, unit(str(number), **told, site=place | last))
    browser = pages.signed_in(Role.RBDE, BOURDELLE)

    shown = await browser.opens(LIST)
    for _ in range(2):
        assert "Prax" not in shown.text
        assert "Aucun écart jusqu’ici" in unescape(shown.text)
        onward = shown.text.partition(f'href="{LIST}?apres=')[2].partition('"')[0]
        shown = await browser.opens(f"{LIST}?apres={onward}")
    assert "2 Place Prax" in shown.text
    assert "apres=" not in shown.text


async def noted(bureau: Bureau, company_id: UUID, told: dict[str, Any]) -> None:
    (entry,) = entries_of({"results": [told]})
    of = (await bureau.card(company_id)).sites[0].id
    await bureau.do(note_entry, site_id=of, siret=entry.siret, entry=entry, now=bureau.now)


async def test_an_erased_trader_leaves_nothing_the_register_said(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id, _ = await known(bureau, legal_form=LegalForm.SOLE_TRADER)
    await noted(bureau, company_id, unit(nature_juridique="1000", nom_complet="ZACHARIE VIDAL"))
    await bureau.do(erase_trader, company_id=company_id, version=1, now=bureau.now)
    for table in ("directory_entries", "directory_kept", "directory_takings"):
        assert await superuser.fetchval(f"SELECT count(*) FROM {table}") == 0


NIGHT = timedelta(hours=16)
"""From the bureau's now to two o'clock in Paris."""


async def nights(bureau: Bureau, databases: ServiceDatabases, after: timedelta) -> None:
    database = databases.open("partnerships")
    await run_due_work(timed, bureau.units, database.relay_dsn, bureau.now + after)
    await database.close()


async def test_cards_are_read_at_night_in_small_parts_once_a_week(
    bureau: Bureau,
    register: PublicRegister,
    service_databases: ServiceDatabases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PASSERELLE_DIRECTORY_URL", register.url)
    register.results = []
    for rank in range(1, SITES_AT_ONCE + 4):
        await bureau.registers(f"Atelier {rank}", main=site(siret=siret_of(rank)))
    await bureau.registers("Sans numéro")
    await bureau.do(plan_reading_register, uai=BOURDELLE, now=bureau.now)

    await nights(bureau, service_databases, NIGHT)
    assert len(register.asked) == SITES_AT_ONCE
    await nights(bureau, service_databases, NIGHT + PACE)
    assert len(register.asked) == SITES_AT_ONCE + 3
    await nights(bureau, service_databases, NIGHT + 2 * PACE)
    for days in (1, 2):  # nothing is a week old
        await nights(bureau, service_databases, NIGHT + timedelta(days=days))
    assert len(register.asked) == SITES_AT_ONCE + 3
    await nights(bureau, service_databases, NIGHT + timedelta(days=30))  # all was down meanwhile
    await nights(bureau, service_databases, NIGHT + timedelta(days=31))
    assert len(register.asked) == 2 * SITES_AT_ONCE + 3


async def test_a_register_that_is_away_for_days_is_asked_once_a_night(
    bureau: Bureau,
    register: PublicRegister,
    service_databases: ServiceDatabases,
    superuser: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PASSERELLE_DIRECTORY_URL", register.url)
    await known(bureau)
    await bureau.do(plan_statement, uai=BOURDELLE, now=bureau.now)
    await bureau.do(plan_reading_register, uai=BOURDELLE, now=bureau.now)
    register.status = 500
    for days in range(2):
        for hours in range(4):
            after = timedelta(days=days, hours=hours)
            await nights(bureau, service_databases, NIGHT + after)
    assert len(register.asked) == 2
    register.status = 200

    await nights(bureau, service_databases, NIGHT + timedelta(days=2))
    await nights(bureau, service_databases, NIGHT + timedelta(days=2) + PACE)

    assert len(register.asked) == 3
    assert await superuser.fetchval("SELECT found FROM directory_entries")
    waiting = "SELECT count(*) FROM due_work WHERE done_at IS NULL AND job = 'read_register'"
    assert await superuser.fetchval(waiting) == 1


async def test_a_number_the_register_cannot_answer_keeps_no_other_from_being_read(
    bureau: Bureau,
    register: PublicRegister,
    service_databases: ServiceDatabases,
    superuser: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PASSERELLE_DIRECTORY_URL", register.url)
    register.results, register.ill = [], {siret_of(1), siret_of(2)}
    for rank in range(1, 7):
        await bureau.registers(f"Atelier {rank}", main=site(siret=siret_of(rank)))
    await bureau.do(plan_reading_register, uai=BOURDELLE, now=bureau.now)

    for parts in range(3):
        await nights(bureau, service_databases, NIGHT + parts * PACE)

    assert sorted(register.asked) == sorted(siret_of(rank) for rank in range(1, 7))
    read = await superuser.fetch("SELECT siret FROM directory_entries")
    assert {row["siret"] for row in read} == {siret_of(rank) for rank in range(3, 7)}


async def test_a_slow_register_is_asked_a_few_cards_at_a_time(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    for rank in range(1, 6):
        await bureau.registers(f"Atelier {rank}", main=site(siret=siret_of(rank)))
    asked: list[Siret] = []

    async def ask(siret: Siret) -> None:
        asked.append(siret)

    night = bureau.now + NIGHT
    key = night.date().isoformat()
    for _ in range(3):

        async def read(uow: UnitOfWork, key: str = key) -> None:
            await read_register(
                uow, ask=ask, seconds=lambda: SECONDS_AT_ONCE * len(asked), key=key, now=night
            )

        already = len(asked)
        await bureau.do(read)
        assert len(asked) - already <= 2
        key = await superuser.fetchval(
            "SELECT key FROM due_work WHERE key LIKE '%:%' ORDER BY position DESC LIMIT 1"
        )
    assert len(set(asked)) == len(asked) == 5


async def test_nothing_is_asked_by_day(
    bureau: Bureau,
    register: PublicRegister,
    service_databases: ServiceDatabases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PASSERELLE_DIRECTORY_URL", register.url)
    await known(bureau)
    await bureau.do(plan_reading_register, uai=BOURDELLE, now=bureau.now)
    await nights(bureau, service_databases, NIGHT + timedelta(hours=4))  # it is six o'clock
    assert register.asked == []
    await nights(bureau, service_databases, NIGHT + timedelta(days=1))
    assert len(register.asked) == 1


async def test_without_a_register_nothing_is_asked_at_night(
    bureau: Bureau, service_databases: ServiceDatabases, superuser: asyncpg.Connection
) -> None:
    await known(bureau)
    await bureau.do(plan_reading_register, uai=BOURDELLE, now=bureau.now)
    await nights(bureau, service_databases, NIGHT)
    assert await superuser.fetchval("SELECT count(*) FROM directory_entries") == 0
    assert await superuser.fetchval("SELECT count(*) FROM due_work WHERE done_at IS NULL") == 1
