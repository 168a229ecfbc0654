"""The public register: what it knows is not typed again, and its troubles are nobody's."""

import asyncio
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import pytest
import pytest_asyncio

from contracts.identifiers import Siret
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.partnerships.public_directory.model import DirectoryAway, Entry, entries_of
from services.partnerships.public_directory.queries import (
    ANSWER_SECONDS,
    KEPT_MAX,
    KEPT_SECONDS,
    REST_SECONDS,
    TROUBLES_MAX,
    Directory,
)
from tests.partnerships.browsing import Browser, form_of, pages_of
from tests.partnerships.public_register import PublicRegister, public_register, unit
from tests.partnerships.world import BOURDELLE
from tests.support.services import ServiceDatabases

SIRET = "73282932000074"
NEW, SEARCH = "/entreprises/nouvelle", "/entreprises/annuaire"


@pytest_asyncio.fixture
async def register() -> AsyncIterator[PublicRegister]:
    async with public_register() as listening:
        listening.results = [unit()]
        yield listening


@pytest_asyncio.fixture
async def browser(
    units: UnitsOfWork,  # empties the database first
    service_databases: ServiceDatabases,
    register: PublicRegister,
) -> AsyncIterator[Browser]:
    """A bureau whose installation asks the register."""
    settings = service_databases.settings.replaced(directory_url=register.url)
    async with pages_of(settings) as pages:
        yield pages.signed_in(Role.RBDE, BOURDELLE)


def read(**told: Any) -> Entry:
    (entry,) = entries_of({"results": [unit(**told)]})
    return entry


def test_a_site_is_read_as_a_card_takes_it() -> None:
    entry = read(site={"liste_enseignes": ["EDT MONTAUBAN"]})
    assert (entry.name, entry.siret, entry.siren) == ("ELECTRICITE DU TESCOU", SIRET, SIRET[:9])
    assert (entry.legal_form, entry.diffusion) == (LegalForm.COMPANY, Diffusion.FULL)
    assert (entry.address, entry.postcode) == ("15 Rue de la Fontaine", "82000")
    assert (entry.commune, entry.place, entry.naf) == ("82121", "Montauban", "43.21A")
    assert entry.site_name == "EDT MONTAUBAN"
    assert not entry.closed


@pytest.mark.parametrize(
    "told",
    [{"statut_diffusion": "P"}, {"site": {"statut_diffusion_etablissement": "P"}}],
)
def test_what_may_not_be_spread_is_not_taken(told: dict[str, object]) -> None:
    entry = read(**told)
    assert (entry.name, entry.address, entry.site_name) == (None, None, None)
    assert entry.diffusion is Diffusion.PARTIAL
    assert (entry.siret, entry.commune) == (SIRET, "82121")


def test_hidden_words_are_no_name() -> None:
    assert read(nom_raison_sociale="[ND]", nom_complet="[ND]").name is None


@pytest.mark.parametrize(
    "told", [{"etat_administratif": "C"}, {"site": {"etat_administratif": "F"}}]
)
def test_a_closed_site_says_so(told: dict[str, object]) -> None:
    assert read(**told).closed


def test_the_main_site_stands_for_a_unit_without_sites_found() -> None:
    assert read(matching_etablissements=[]).siret == SIRET


def test_an_odd_line_hides_no_other() -> None:
    odd = [unit(siret="73282932000075"), unit(siege=None, matching_etablissements=None), "x", None]
    assert [one.siret for one in entries_of({"results": [*odd, unit()]})] == [SIRET]
    strange = unit(site={"commune": 82121, "activite_principale": "??", "liste_enseignes": [None]})
    (entry,) = entries_of({"results": [strange]})
    assert (entry.commune, entry.naf, entry.site_name) == (None, None, None)


@pytest.mark.parametrize("answer", [None, [], {}, {"results": "none"}])
def test_another_answer_is_refused(answer: object) -> None:
    with pytest.raises(ValueError, match="no list"):
        entries_of(answer)


async def test_a_card_is_begun_with_what_the_register_tells(
    browser: Browser, register: PublicRegister
) -> None:
    assert SEARCH in (await browser.opens(NEW)).text
    found = await browser.opens(f"{SEARCH}?q=electricite tescou montauban")
    assert "ELECTRICITE DU TESCOU" in found.text

    card = await browser.opens(f"{NEW}?siret={SIRET}")
    assert "Rempli d’après l’annuaire public" in unescape(card.text)
    saved = await browser.follows(await browser.sends(card, NEW))

    assert "ELECTRICITE DU TESCOU" in saved.text
    assert "15 Rue de la Fontaine" in saved.text
    assert register.asked == ["electricite tescou montauban"]  # what was found is not asked again


async def test_a_company_the_registry_has_is_shown_before_it_is_written_again(
    browser: Browser,
) -> None:
    await browser.sends(await browser.opens(f"{NEW}?siret={SIRET}"), NEW)
    again = await browser.opens(f"{NEW}?siret={SIRET}")
    assert "Déjà au registre</h2>" in unescape(again.text)


async def test_a_commune_of_elsewhere_is_named(browser: Browser, register: PublicRegister) -> None:
    register.results = [
        unit(site={"commune": "47001", "libelle_commune": "AGEN", "code_postal": "47000"})
    ]
    values = form_of(await browser.opens(f"{NEW}?siret={SIRET}"), NEW).values
    assert values["town"] == "47000 Agen"


async def test_a_name_that_is_not_public_is_left_to_ask(
    browser: Browser, register: PublicRegister
) -> None:
    register.results = [unit(statut_diffusion="P")]
    found = await browser.opens(f"{SEARCH}?q={SIRET}")
    assert "Nom non diffusé" in found.text
    card = await browser.opens(f"{NEW}?siret={SIRET}")
    values = form_of(card, NEW).values
    assert (values["name"], values["address"], values["siret"]) == ("", "", SIRET)
    assert "TESCOU" not in card.text


@pytest.mark.parametrize("status", [500, 429, 404])
async def test_a_card_is_typed_while_the_register_is_away(
    browser: Browser, register: PublicRegister, status: int
) -> None:
    register.status = status
    found = await browser.opens(f"{SEARCH}?q=Menuiserie")
    assert found.status_code == 200
    assert "ne répond pas" in found.text
    assert f"{NEW}?nom=Menuiserie" in found.text
    card = await browser.opens(f"{NEW}?siret={SIRET}")
    assert "ne répond pas" in card.text
    assert form_of(card, NEW).values["siret"] == SIRET


@pytest.mark.parametrize("words", ["", "ab", "  a  "])
async def test_too_little_is_not_asked(
    browser: Browser, register: PublicRegister, words: str
) -> None:
    assert (await browser.opens(f"{SEARCH}?q={words}")).status_code == 200
    assert register.asked == []


async def test_what_is_not_found_may_be_typed(browser: Browser, register: PublicRegister) -> None:
    register.results = []
    assert f"{NEW}?nom=Menuiserie" in (await browser.opens(f"{SEARCH}?q=Menuiserie")).text


async def test_without_a_register_nothing_is_offered(
    units: UnitsOfWork, service_databases: ServiceDatabases
) -> None:
    async with pages_of(service_databases.settings) as pages:
        alone = pages.signed_in(Role.RBDE, BOURDELLE)
        assert SEARCH not in (await alone.opens(NEW)).text
        assert "PASSERELLE_DIRECTORY_URL" in (await alone.opens(f"{SEARCH}?q=Menuiserie")).text
        card = await alone.opens(f"{NEW}?siret={SIRET}")
        assert form_of(card, NEW).values["siret"] == SIRET


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_who_troubles_thrice_is_left_alone_for_a_minute(register: PublicRegister) -> None:
    clock = Clock()
    directory = Directory(register.url, clock)
    register.body = b"<html>"
    for words in ("un", "deux", "trois", "quatre"):
        with pytest.raises(DirectoryAway):
            await directory.search(words)
    assert len(register.asked) == TROUBLES_MAX

    register.body, clock.now = None, REST_SECONDS
    assert [one.siret for one in await directory.search("cinq")] == [SIRET]


async def test_who_says_nothing_is_not_waited_for(register: PublicRegister) -> None:
    register.silent = True
    began = asyncio.get_running_loop().time()
    with pytest.raises(DirectoryAway):
        await Directory(register.url).search("Menuiserie")
    assert asyncio.get_running_loop().time() - began >= ANSWER_SECONDS - 0.1
    assert register.asked == ["Menuiserie"]


async def test_nobody_there_is_a_trouble_like_another() -> None:
    async with public_register() as gone:
        url = gone.url
    with pytest.raises(DirectoryAway):
        await Directory(url).search("Menuiserie")


async def test_what_was_told_is_asked_again_after_a_while(register: PublicRegister) -> None:
    clock = Clock()
    directory = Directory(register.url, clock)
    await directory.search("Menuiserie")
    await directory.search(" Menuiserie ")
    assert await directory.look_up(Siret(SIRET)) is not None
    assert register.asked == ["Menuiserie"]

    clock.now = KEPT_SECONDS + 1
    await directory.search("Menuiserie")
    assert register.asked == ["Menuiserie", "Menuiserie"]


async def test_not_everything_is_kept(register: PublicRegister) -> None:
    directory = Directory(register.url)
    register.results = []
    for number in range(KEPT_MAX + 1):
        await directory.search(f"mot {number}")
    await directory.search("mot 0")
    assert register.asked.count("mot 0") == 2
    await directory.search(f"mot {KEPT_MAX}")
    assert register.asked.count(f"mot {KEPT_MAX}") == 1


async def test_those_still_open_come_first(register: PublicRegister) -> None:
    closed = unit(siret="73282932000082", site={"etat_administratif": "F"})
    register.results = [closed, unit()]
    found = await Directory(register.url).search("tescou")
    assert [one.closed for one in found] == [False, True]
