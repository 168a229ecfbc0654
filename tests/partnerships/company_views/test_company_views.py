"""A list one comes back to is saved under a name: filters, columns and order, for oneself or the bureau."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from contracts.identifiers import Mef
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_all
from services.partnerships.acquaintances.commands import record_hosting
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.closures.commands import close_site
from services.partnerships.company_list.queries.order import (
    NO_PARTNERSHIP,
    CompanyFilter,
    CompanyOrder,
    Lead,
)
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.company_views.commands import save_view
from services.partnerships.company_views.model import ViewContent
from services.partnerships.retention import retention
from services.partnerships.sites.commands import add_site
from services.partnerships.territories.commands import set_territory, take_lead
from tests.partnerships.browsing import Browser, form_of
from tests.partnerships.capacities.test_capacities import offers
from tests.partnerships.world import BOURDELLE, ELSEWHERE, MOISSAC, MONTAUBAN, TODAY, Bureau, site
from tests.support.pages import SAME_ORIGIN

VIEWS = "/entreprises/vues"
NEW = f"{VIEWS}/nouvelle"
MELEC = Mef("2472551021")


async def names(bureau: Bureau, **asked: Any) -> list[str]:
    found = await bureau.do(read_companies, asked=CompanyFilter(**asked))
    return [one.name for one in found.items]


async def saves(browser: Browser, name: str, **typed: Any) -> str:
    """Save a view; the address of the list it shows."""
    answer = await browser.sends(NEW, VIEWS, {"name": name, **typed})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def view_of(address: str) -> str:
    return f"{VIEWS}/{address.partition('vue=')[2]}"


async def test_who_hosts_a_formation_around_moissac_and_is_left_in_peace(bureau: Bureau) -> None:
    companies = [
        await bureau.registers(name, main=site(commune=commune))
        for name, commune in (("Électricité Roca", MOISSAC), ("Électricité Vidal", MOISSAC))
    ]
    for company_id in companies:
        card = await bureau.card(company_id)
        hosted = TODAY - timedelta(days=90)
        await bureau.do(record_hosting, uai=BOURDELLE, site_key=card.sites[0].key, on=hosted)
        await bureau.do(
            declare_capacity,
            company_id=company_id,
            site_id=None,
            mef=MELEC,
            months=(TODAY.replace(day=1), TODAY.replace(day=1)),
            seats=1,
            now=bureau.now,
        )
    await bureau.registers("Électricité Delmas", main=site(commune=MOISSAC))
    asked = {"commune": MOISSAC, "within_km": 20, "hosted": True, "calm": True, "mef": MELEC}
    assert await names(bureau, **asked) == ["Électricité Roca", "Électricité Vidal"]

    await bureau.logs(companies[0])  # which asks it
    assert await names(bureau, **asked) == ["Électricité Vidal"]
    assert await names(bureau, **{**asked, "mef": Mef("2473121411")}) == []


async def test_who_hosted_a_formation_is_found_without_offering_places_for_it(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    hosted, closed, _ = [
        await bureau.registers(name) for name in ("Serrurerie Noé", "Serrurerie Roy", "Scierie")
    ]
    placed = [UUID(int=number) for number in (1, 2)]
    for placement_id, company_id in zip(placed, (hosted, closed), strict=True):
        card = await bureau.card(company_id)
        await bureau.proposes_a_place(placement_id, card.sites[0].key)
    site_id = (await bureau.card(closed)).sites[0].id
    await bureau.do(close_site, company_id=closed, site_id=site_id, closed_on=TODAY, now=bureau.now)
    asked = {"mef": MELEC, "mef_places": tuple(placed)}

    assert await names(bureau, **asked) == ["Serrurerie Noé"]
    assert await names(bureau, mef=MELEC) == []
    assert await names(other_bureau, **asked) == []
    twin = await bureau.registers("Serrurerie Noé et fils")
    await bureau.merges(twin, hosted)
    assert await names(bureau, **asked) == ["Serrurerie Noé et fils"]


async def test_places_for_all_formations_are_for_the_one_that_is_asked_for(bureau: Bureau) -> None:
    here, there = [await bureau.registers(name) for name in ("Serrurerie Noé", "Scierie")]
    await offers(bureau, here, mef=None)
    await offers(bureau, there)

    assert await names(bureau, mef=MELEC) == ["Serrurerie Noé"]


async def test_what_is_asked_for_near_a_commune_is_offered_there(bureau: Bureau) -> None:
    here, elsewhere = [
        await bureau.registers(name, main=site(commune=commune))
        for name, commune in (("Serrurerie Noé", MOISSAC), ("Serrurerie Roy", MONTAUBAN))
    ]
    depot = site(commune=MOISSAC, address="2 quai")
    await bureau.do(add_site, company_id=elsewhere, details=depot, now=bureau.now)
    for company_id in (here, elsewhere):
        site_id = (await bureau.card(company_id)).sites[0].id
        await offers(bureau, company_id, mef=MELEC, site_id=site_id)

    assert await names(bureau, mef=MELEC, commune=MOISSAC) == ["Serrurerie Noé"]
    assert await names(bureau, mef=MELEC) == ["Serrurerie Noé", "Serrurerie Roy"]
    await bureau.do(set_territory, communes={MOISSAC})
    assert await names(bureau, mef=MELEC, territory=True) == ["Serrurerie Noé"]


async def test_places_of_the_past_are_offered_no_more(bureau: Bureau) -> None:
    company_id = await bureau.registers("Serrurerie Noé")
    await offers(bureau, company_id, mef=MELEC, months=(TODAY, TODAY))
    assert await names(bureau, mef=MELEC) == ["Serrurerie Noé"]

    bureau = replace(bureau, now=bureau.now + timedelta(days=40))
    assert await names(bureau, mef=MELEC) == []


async def test_the_list_says_when_nobody_tells_who_hosts_a_formation(browser: Browser) -> None:
    page = unescape((await browser.opens(f"/entreprises?formation={MELEC}")).text)

    assert "Le suivi des PFMP ne répond pas" in page
    assert f'<option value="{MELEC}" selected>' in page
    assert "ne répond pas" not in unescape((await browser.opens("/entreprises")).text)
    part = await browser.opens("/entreprises/fragments/formations")
    assert "Toute formation" in part.text


async def test_groups_of_conditions_are_joined_by_or(bureau: Bureau, other_bureau: Bureau) -> None:
    led = await bureau.registers("Atelier mené", main=site(commune=MOISSAC))
    partner = await bureau.registers("Atelier partenaire", main=site(commune=MONTAUBAN))
    spoken = await bureau.registers("Atelier appelé", main=site(commune=MONTAUBAN))
    theirs = await bureau.registers("Atelier d’un autre", main=site(commune=MOISSAC))
    await bureau.do(take_lead, company_id=led, now=bureau.now)
    await other_bureau.do(take_lead, company_id=theirs, now=bureau.now)
    await bureau.opens_a_partnership(partner, stage=PartnershipStage.CONTACTED)
    await bureau.logs(spoken, occurred_on=TODAY - timedelta(days=40))

    ours, contacted = CompanyFilter(lead=Lead.OURS), CompanyFilter(stage="contacted")
    assert await names(bureau, any_of=(ours, contacted)) == ["Atelier mené", "Atelier partenaire"]
    assert await names(bureau, any_of=(ours, contacted), commune=MOISSAC) == ["Atelier mené"]
    assert await names(bureau, lead=Lead.OTHERS) == ["Atelier d’un autre"]
    assert len(await names(bureau, lead=Lead.NOBODY)) == 2
    assert len(await names(bureau, stage=NO_PARTNERSHIP)) == 3
    day = TODAY - timedelta(days=40)
    assert await names(bureau, spoke_since=day) == ["Atelier appelé"]
    assert "Atelier appelé" in await names(bureau, silent_since=day + timedelta(days=1))
    assert "Atelier appelé" not in await names(bureau, silent_since=day)
    within = CompanyFilter(spoke_since=day, commune=MONTAUBAN)
    by_last = {"order": CompanyOrder.LAST, "descending": True}
    assert await names(bureau, any_of=(ours, within), **by_last) == [
        "Atelier appelé",
        "Atelier mené",
    ]


async def test_a_view_is_saved_from_the_list_and_shows_it_again(
    browser: Browser, bureau: Bureau
) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    partner = await bureau.registers("Menuiserie Vidal", main=site(commune=MONTAUBAN))
    await bureau.registers("Boulangerie Noé", main=site(commune=MONTAUBAN))
    await bureau.opens_a_partnership(partner)

    page = await browser.opens(f"/entreprises?commune={MOISSAC}&tri=-nom")
    assert f'href="{NEW}?commune={MOISSAC}&amp;tri=-nom"' in page.text
    form = await browser.opens(f"{NEW}?commune={MOISSAC}&tri=-nom")
    answer = await browser.sends(
        form,
        VIEWS,
        {
            "name": "Autour de Moissac",
            "etape_2": "prospect",
            "columns": ["commune", "partenariat", "chef", "siren"],
        },
    )
    shown = (await browser.follows(answer)).text

    assert "Serrurerie Roca" in shown
    assert "Menuiserie Vidal" in shown
    assert "Boulangerie Noé" not in shown
    assert "Ou bien" in shown
    assert "À contacter" in shown
    assert "Activité</th>" not in shown
    table = shown.partition("<tbody>")[2]
    assert table.index("Serrurerie Roca") < table.index("Menuiserie Vidal")  # turned round
    # Besides, the form of the list filters what the view shows.
    here = answer.headers["location"]
    searched = (await browser.opens(f"{here}&q=menuiserie")).text.partition("<tbody>")[2]
    assert "Menuiserie Vidal" in searched
    assert "Serrurerie Roca" not in searched
    table = (await browser.opens(f"/entreprises/export.csv?{here.partition('?')[2]}")).text
    assert "Menuiserie Vidal" in table
    assert "Boulangerie Noé" not in table


async def test_a_view_without_a_name_is_refused_and_stays_typed(browser: Browser) -> None:
    answer = await browser.sends(NEW, VIEWS, {"name": "", "etape_3": "active"})
    assert answer.status_code == 422
    assert '<option value="active" selected>' in answer.text


async def test_kilometres_around_no_commune_are_refused(browser: Browser) -> None:
    answer = await browser.sends(NEW, VIEWS, {"name": "Autour", "chef_1": "nous", "rayon_2": "10"})
    assert answer.status_code == 422
    assert "Écrivez aussi une commune, ou «\u00a0Peu importe\u00a0» ici." in answer.text
    assert '<option value="10" selected>' in answer.text


@pytest.mark.parametrize("dead", [{"rayon": "10"}, {"rayon": "10", "commune": "00000"}, {"x": "y"}])
async def test_a_group_that_asks_for_nothing_any_more_does_not_show_all(
    browser: Browser, bureau: Bureau, dead: dict[str, str]
) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    await bureau.registers("Menuiserie Vidal", main=site(commune=MONTAUBAN))
    content = ViewContent(name="Moissac", shared=True, groups=({"commune": MOISSAC}, dead))
    view_id = await bureau.do(save_view, account_id=uuid4(), content=content, now=bureau.now)
    for address in ("/entreprises", "/entreprises/export.csv"):
        shown = (await browser.opens(f"{address}?vue={view_id}")).text
        assert "Serrurerie Roca" in shown
        assert "Menuiserie Vidal" not in shown
        assert "Ou bien" not in shown


async def test_a_shared_view_is_copied_and_changed_by_its_owner_alone(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    mine = await saves(browser, "À moi", etape_1="active")
    shared = await saves(browser, "Pour le bureau", shared="true", etape_1="dormant")
    colleague = signed_in(Role.DDFPT, BOURDELLE, account=2)
    elsewhere = signed_in(Role.RBDE, ELSEWHERE, account=3)

    listed = (await colleague.opens("/entreprises")).text
    assert "Pour le bureau" in listed
    assert "À moi" not in listed
    assert (await colleague.opens(view_of(mine))).status_code == 404
    assert (await elsewhere.opens(view_of(shared))).status_code == 404
    assert "Pour le bureau" not in (await elsewhere.opens("/entreprises")).text

    form = await colleague.opens(view_of(shared))
    assert "Pour le bureau (copie)" in form.text
    copied = await colleague.sends(form, VIEWS)
    assert "Pour le bureau (copie)" in (await colleague.follows(copied)).text
    path = f"{view_of(shared)}/suppression"
    command = {"command_id": str(uuid4())}
    refused = await colleague.client.post(path, data=command, headers=SAME_ORIGIN)
    assert refused.status_code == 409

    opened = await browser.opens(view_of(shared))
    changed = await browser.sends(opened, view_of(shared), {"name": "Du bureau"})
    assert "Du bureau" in (await browser.follows(changed)).text
    late = form_of(opened, view_of(shared)).values | {"command_id": str(uuid4()), "name": "Tard"}
    stale = await browser.client.post(view_of(shared), data=late, headers=SAME_ORIGIN)
    assert stale.status_code == 409


async def test_the_list_opens_on_the_view_one_chose(browser: Browser, bureau: Bureau) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    await bureau.registers("Menuiserie Vidal", main=site(commune=MONTAUBAN))
    here = await saves(browser, "Moissac", commune_1=MOISSAC)
    page = await browser.follows(await browser.sends(view_of(here), f"{view_of(here)}/defaut"))
    assert "La liste s’ouvrira sur cette vue." in page.text

    assert "Menuiserie Vidal" not in (await browser.opens("/entreprises")).text
    assert "Menuiserie Vidal" in (await browser.opens("/entreprises?filtre=miennes")).text
    await browser.sends(page, f"{view_of(here)}/defaut")  # « Annuler »
    assert "Menuiserie Vidal" in (await browser.opens("/entreprises")).text


async def test_a_removed_view_comes_back_as_it_was(browser: Browser) -> None:
    here = await saves(
        browser,
        "À rappeler",
        filtre="toutes",
        depuis_1="2026-09-01",
        columns=["siren"],
        tri="commune",
    )
    gone = await browser.follows(await browser.sends(view_of(here), f"{view_of(here)}/suppression"))
    assert "Vue supprimée." in gone.text
    assert (await browser.opens(view_of(here))).status_code == 404

    back = await browser.sends(gone, f"{view_of(here)}/remise")  # « Annuler »
    assert back.headers["location"] == here
    again = (await browser.opens(view_of(back.headers["location"]))).text
    for kept in ('value="À rappeler"', 'value="2026-09-01"', 'value="toutes" selected'):
        assert kept in again
    assert 'value="siren" checked' in again
    assert 'value="commune" checked' not in again


async def test_whoever_runs_the_bureau_removes_what_somebody_else_shared(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    await bureau.registers("Menuiserie Vidal", main=site(commune=MONTAUBAN))
    left, stays = (signed_in(Role.DDFPT, BOURDELLE, account=number) for number in (2, 3))
    shared = await saves(left, "Moissac", shared="true", commune_1=MOISSAC)
    await stays.sends(view_of(shared), f"{view_of(shared)}/defaut")
    path = f"{view_of(shared)}/suppression"
    assert "Supprimer cette vue" not in (await stays.opens(view_of(shared))).text
    command = {"command_id": str(uuid4())}
    assert (await stays.client.post(path, data=command, headers=SAME_ORIGIN)).status_code == 409

    form = await browser.opens(view_of(shared))
    assert "Supprimer cette vue pour tout le bureau" in form.text
    gone = await browser.follows(await browser.sends(form, path))
    assert "Menuiserie Vidal" in (await stays.opens("/entreprises")).text

    await browser.sends(gone, f"{view_of(shared)}/remise")
    # As it was, its owner's, and what the other one begins with.
    assert "Menuiserie Vidal" not in (await stays.opens("/entreprises")).text
    assert "Modifier la vue" in (await left.opens(view_of(shared))).text


async def test_views_nobody_opens_any_more_go_with_what_begins_with_them(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau, superuser: Connection
) -> None:
    left = signed_in(Role.DDFPT, BOURDELLE, account=2)
    private = await saves(left, "À moi", chef_1="nous")
    shared = await saves(browser, "Du bureau", shared="true", chef_1="nous")
    removed = await saves(browser, "Supprimée", chef_1="nous")
    for page in (left, browser):
        await page.sends(view_of(shared), f"{view_of(shared)}/defaut")
    await browser.sends(view_of(removed), f"{view_of(removed)}/suppression")

    async def names_and_defaults(now: datetime) -> tuple[list[str], int]:
        await purge_all(bureau.units, retention, now=now)
        rows = await superuser.fetch("SELECT name FROM company_views ORDER BY name")
        defaults = await superuser.fetchval("SELECT count(*) FROM default_views")
        return [row["name"] for row in rows], defaults

    # Nobody of those who left opens anything; a year ago is when they all last did.
    long_ago = "UPDATE {} SET used_on = used_on - 370"
    for table in ("company_views", "default_views"):
        await superuser.execute(long_ago.format(table))
    await browser.opens("/entreprises")
    now = datetime.now(UTC)
    everything = ["Du bureau", "Supprimée", "À moi"]
    assert await names_and_defaults(now + timedelta(days=29)) == (everything, 2)
    assert await names_and_defaults(now + timedelta(days=32)) == (["Du bureau"], 1)
    assert (await left.opens(shared)).status_code == 200
    assert (await left.opens(view_of(private))).status_code == 404


@pytest.mark.parametrize("known", ["vue=nimporte", f"vue={UUID(int=3)}", "etape=x&chef=y&depuis=z"])
async def test_what_is_not_known_in_an_address_is_left_out(
    browser: Browser, bureau: Bureau, known: str
) -> None:
    await bureau.registers("Serrurerie Roca")
    assert "Serrurerie Roca" in (await browser.opens(f"/entreprises?{known}")).text
