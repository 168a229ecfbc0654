"""A site that closed: said by the register, confirmed by a bureau, seen by all, taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.identifiers import Mef, SiteKey
from contracts.partnerships.closures import SiteClosedV1, SiteReopenedV1
from services.chassis.base.identity import Role
from services.partnerships.acquaintances.commands import record_hosting
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.closures.commands import close_site, reopen_site
from services.partnerships.closures.model import AlreadyClosed, NotClosed, SiteClosed
from services.partnerships.company_list.queries.order import CompanyFilter
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.directory_entries.commands import note_entry
from services.partnerships.merges.commands import undo_merge
from services.partnerships.merges.model import PlaceClosed
from services.partnerships.public_directory.model import entries_of
from tests.partnerships.browsing import Browser
from tests.partnerships.public_register import unit
from tests.partnerships.world import BOURDELLE, ELSEWHERE, SIRET, TODAY, Bureau, site
from tests.support.services import Published

LIST = "/entreprises/ecarts"
NAME = "Électricité du Tescou"
MEF = Mef("2473121411")


async def known(bureau: Bureau) -> tuple[str, UUID, UUID]:
    """A card: where it is shown, and the ids of the company and its site."""
    main = site(siret=SIRET, address="15 rue de la Fontaine")
    company_id = await bureau.registers(NAME, main=main, naf=None)
    return f"/entreprises/{company_id}", company_id, (await bureau.card(company_id)).sites[0].id


async def test_a_closing_the_register_tells_is_confirmed_by_a_bureau(
    signed_in: Callable[..., Browser], bureau: Bureau, published: Published
) -> None:
    card, _, site_id = await known(bureau)
    told = unit(site={"etat_administratif": "F", "date_fermeture": "2026-09-30"})
    (entry,) = entries_of({"results": [told | {"activite_principale": None}]})
    await bureau.do(note_entry, site_id=site_id, siret=SIRET, entry=entry, now=bureau.now)
    browser, other = (signed_in(Role.RBDE, uai) for uai in (BOURDELLE, ELSEWHERE))
    closing = f"{card}/etablissements/{site_id}/fermeture"

    assert "fermé le 30/09/2026" in (await browser.opens(LIST)).text
    shown = await browser.opens(card)
    assert "Proposer comme lieu d’accueil" in unescape(shown.text)
    assert await published(SiteClosedV1) == []
    noted = await browser.follows(await browser.sends(closing, closing))

    assert "Fermé depuis le 30/09/2026" in noted.text
    assert "Proposer comme lieu d’accueil" not in unescape(noted.text)
    (event,) = await published(SiteClosedV1)
    assert (event.site_id, str(event.closed_on)) == (site_id, "2026-09-30")
    assert "fermé le" not in (await browser.opens(LIST)).text
    theirs = await other.opens(card)
    assert "Fermé depuis le 30/09/2026" in theirs.text
    opened = await other.follows(
        await other.sends(theirs, f"{card}/etablissements/{site_id}/reouverture")
    )
    assert "Lieu rouvert." in opened.text
    assert "Fermé depuis" not in opened.text
    assert len(await published(SiteReopenedV1)) == 1


async def test_the_bureau_keeps_a_site_open_that_the_register_closed(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    card, _, site_id = await known(bureau)
    told = unit(site={"etat_administratif": "F"}, activite_principale=None)
    (entry,) = entries_of({"results": [told]})
    await bureau.do(note_entry, site_id=site_id, siret=SIRET, entry=entry, now=bureau.now)
    browser = signed_in(Role.RBDE, BOURDELLE)

    fields = {"field": "state"}
    kept = await browser.sends(card, f"{card}/etablissements/{site_id}/registre/garder", fields)

    assert "Confirmer la fermeture" not in (await browser.follows(kept)).text


async def test_a_bureau_says_by_itself_that_a_site_closed_and_undoes_it(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    card, _, site_id = await known(bureau)
    browser = signed_in(Role.RBDE, BOURDELLE)
    closing = f"{card}/etablissements/{site_id}/fermeture"
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)

    refused = await browser.sends(closing, closing, {"closed_on": tomorrow})
    assert refused.status_code == 422
    assert "Ce jour est à venir" in unescape(refused.text)
    noted = await browser.follows(
        await browser.sends(closing, closing, {"closed_on": "2026-01-05"})
    )
    assert "Fermé depuis le 05/01/2026" in noted.text
    undone = await browser.sends(noted, f"{card}/etablissements/{site_id}/reouverture")
    assert "Fermé depuis" not in (await browser.follows(undone)).text


async def test_a_list_that_goes_out_says_what_is_closed_and_another_program_gets_what_is_open(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    _, company_id, site_id = await known(bureau)
    await bureau.registers("Bois Vert")
    mappings = "/entreprises/exports"
    typed = {"name": "Tableur", "kind": "text", "holds": ["name"], "headings": [""]}
    await browser.sends(f"{mappings}/nouveau", mappings, typed)
    mapping = await superuser.fetchval("SELECT mapping_id FROM export_mappings")

    at: dict[str, Any] = {"company_id": company_id, "site_id": site_id}
    await bureau.do(close_site, **at, closed_on=date(2026, 1, 5), now=bureau.now)

    ours = (await browser.opens("/entreprises/export.csv")).text.splitlines()
    assert [line.split(";")[-2] for line in ours[-3:]] == ["Fermé depuis", "", "05/01/2026"]
    theirs = (await browser.opens(f"{mappings}/{mapping}/fichier")).text.splitlines()
    assert theirs[1:] == ["Bois Vert"]


async def test_it_is_said_once_and_taken_back_once(
    bureau: Bureau, other_bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    _, company_id, site_id = await known(bureau)
    at: dict[str, Any] = {"company_id": company_id, "site_id": site_id}
    with pytest.raises(NotClosed):
        await bureau.do(reopen_site, **at, now=bureau.now)
    await bureau.do(close_site, **at, closed_on=TODAY, now=bureau.now)
    with pytest.raises(AlreadyClosed):
        await other_bureau.do(close_site, **at, closed_on=TODAY, now=bureau.now)
    await other_bureau.do(reopen_site, **at, now=bureau.now)
    await bureau.do(close_site, **at, closed_on=TODAY, now=bureau.now)
    assert await superuser.fetchval("SELECT version FROM site_closures") == 3


async def test_a_closed_site_is_not_merged_into_an_open_one(bureau: Bureau) -> None:
    _, company_id, site_id = await known(bureau)
    open_one = await bureau.registers("Électricité du Tescou Montauban", naf=None)
    await bureau.do(
        close_site, company_id=company_id, site_id=site_id, closed_on=TODAY, now=bureau.now
    )
    with pytest.raises(PlaceClosed):
        await bureau.merges(open_one, company_id)


async def test_a_closed_site_has_no_places_left(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    card, company_id, site_id = await known(bureau)
    at: dict[str, Any] = {"company_id": company_id, "site_id": site_id}
    # The page is of the day it is read on: places of a month that is over are none.
    month = local_date(datetime.now(UTC))
    offer: dict[str, Any] = {"mef": None, "months": (month, month), "seats": 2}
    await bureau.do(declare_capacity, **at, **offer, now=bureau.now)
    browser = signed_in(Role.RBDE, BOURDELLE)
    assert "Reste 2" in unescape((await browser.opens(card)).text)

    await bureau.do(close_site, **at, closed_on=TODAY, now=bureau.now)

    assert "Reste 2" not in unescape((await browser.opens(card)).text)
    offers = unescape((await browser.opens(f"{card}/engagements")).text)
    assert "Établissement fermé" in offers
    assert "Reste 2" not in offers


async def test_a_closed_site_answers_no_search_for_hosts(bureau: Bureau) -> None:
    _, company_id, site_id = await known(bureau)
    at: dict[str, Any] = {"company_id": company_id, "site_id": site_id}
    offer: dict[str, Any] = {"mef": MEF, "months": (TODAY, TODAY), "seats": 2}
    await bureau.do(declare_capacity, **at, **offer, now=bureau.now)
    await bureau.do(record_hosting, uai=bureau.uai, site_key=SiteKey(SIRET), on=TODAY)

    async def found() -> list[int]:
        asked = {"places_left": True}, {"hosted": True}, {"mef": MEF}
        pages = [await bureau.do(read_companies, asked=CompanyFilter(**one)) for one in asked]
        return [len(page.items) for page in pages]

    assert await found() == [1, 1, 1]
    await bureau.do(close_site, **at, closed_on=TODAY, now=bureau.now)
    assert await found() == [0, 0, 0]
    with pytest.raises(SiteClosed):
        await bureau.do(declare_capacity, **at, **offer, now=bureau.now)
    await bureau.do(reopen_site, **at, now=bureau.now)
    assert await found() == [1, 1, 1]


async def test_a_closing_said_after_a_merge_stays_where_it_was_said(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    _, company_id, site_id = await known(bureau)
    at: dict[str, Any] = {"company_id": company_id, "site_id": site_id}
    other = await bureau.registers("Électricité du Tescou Montauban", naf=None)
    other_site = (await bureau.card(other)).sites[0].id
    await bureau.do(
        close_site, company_id=other, site_id=other_site, closed_on=TODAY, now=bureau.now
    )
    await bureau.do(reopen_site, company_id=other, site_id=other_site, now=bureau.now)
    merge = await bureau.merges(company_id, other)
    await bureau.do(close_site, **at, closed_on=TODAY, now=bureau.now)

    version = (await bureau.card(company_id)).version
    await bureau.do(
        undo_merge, company_id=company_id, merge_id=merge, version=version, now=bureau.now
    )

    rows = await superuser.fetch("SELECT * FROM site_closures")
    closed = {row["site_id"]: row["closed_on"] for row in rows}
    assert closed == {site_id: TODAY, other_site: None}
    await bureau.do(reopen_site, **at, now=bureau.now)
