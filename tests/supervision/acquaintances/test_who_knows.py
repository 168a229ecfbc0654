"""Who knows a company: merged cards are one, whatever is heard first; nobody is named."""

import random
import re
from datetime import date, timedelta
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from contracts.identifiers import CommuneCode, CompanyId, SiteKey
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyOnboardedV1,
    CompanyRegisteredV1,
    OnboardingReason,
)
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1, SamePlace
from contracts.partnerships.partnerships import PartnershipStage
from contracts.publication import FactFamily
from services.chassis.projections import Recorded
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.acquaintances.model import KnownCompany, Sought, year_before
from services.supervision.acquaintances.queries.acquaintances import (
    COMPANIES_SHOWN,
    find_known,
    known_company,
)
from services.supervision.read_models.tables import READ_MODELS
from tests.supervision.browsing import without_tags
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    TODAY,
    WHOLE_DEPARTMENT,
    Network,
    an_id,
    company,
    confirmation,
    exchange,
    folded,
    hosting,
    lycee,
    partnership,
    published,
    taken_back,
)

PATH = "/departement/entreprises"
MAP = "/departement/carte"
SIRET = SiteKey("73282932000074")
LOCAL = {n: SiteKey.local(an_id(f"site {n}")) for n in range(1, 6)}


@pytest.fixture(autouse=True)
def _today(app: FastAPI) -> None:
    """Pages are asked on the day the network speaks of."""
    app.state.runtime.work._clock = lambda: NOW


def card(
    number: int, name: str | None = None, *, key: SiteKey | None = None, commune: str = "82121"
) -> CompanyRegisteredV1:
    told = company(number, name=name)
    site = told.sites[0].model_copy(
        update={"site_key": key or LOCAL.get(number, told.sites[0].site_key)}
        | {"commune": CommuneCode(commune)}
    )
    return told.model_copy(update={"sites": (site,)})


def corrected(
    told: CompanyRegisteredV1, *others: CompanyRegisteredV1, gone: bool = False
) -> CompanyCorrectedV1:
    """A card after a merge: with the sites of another one, or with none."""
    sites = () if gone else (*told.sites, *(site for other in others for site in other.sites))
    return CompanyCorrectedV1.model_validate(told.model_dump() | {"sites": sites})


def merge(network: Network, kept: int, absorbed: int, *, version: int, same: bool = False) -> None:
    """As the registry tells it: both cards, then the merge."""
    stays, goes = card(kept, f"SARL Fiche {kept}"), card(absorbed, f"SARL Fiche {absorbed}")
    network.tell(corrected(goes, gone=True), version=version)
    network.tell(corrected(stays, *(() if same else (goes,))), version=version)
    places = (SamePlace(former_key=LOCAL[absorbed], site_key=LOCAL[kept]),) if same else ()
    told = CompanyMergedV1(
        company_id=stays.company_id,
        absorbed_id=goes.company_id,
        same_places=places,
        occurred_on=TODAY,
    )
    network.tell(told, version=version)


def undo(
    network: Network, kept: int, absorbed: int, *, version: int, restored: int | None = None
) -> None:
    """`restored`: the version of the card that is back, when it lags behind the other one's."""
    for number, by_then in ((kept, version), (absorbed, restored or version)):
        network.tell(corrected(card(number, f"SARL Fiche {number}")), version=by_then)
    told = MergeUndoneV1(
        company_id=CompanyId(an_id(f"company {kept}")),
        restored_id=CompanyId(an_id(f"company {absorbed}")),
        occurred_on=TODAY,
    )
    network.tell(told, version=version)


def met(number: int, on: date = TODAY) -> CompanyOnboardedV1:
    return CompanyOnboardedV1(
        company_id=CompanyId(an_id(f"company {number}")),
        reason=OnboardingReason.EXCHANGE,
        occurred_on=on,
    )


def a_chain() -> Network:
    """Cards 1, 2 and 3 that turn out to be one company's, each with facts of its own."""
    network = Network()
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai)
    for number in (1, 2, 3, 4):
        network.tell(card(number, f"SARL Fiche {number}"))
    network.tell(met(1, TODAY - timedelta(days=90)))
    network.tell(exchange("first", "company 1", TODAY - timedelta(days=60)))
    network.tell(exchange("mistake", "company 1", TODAY))
    network.tell(taken_back("mistake", "company 1"), version=2)
    active = PartnershipStage.ACTIVE
    until_on = TODAY + timedelta(days=200)
    network.tell(partnership("p", active, until_on, "company 2"), uai=OTHER, version=2)
    merge(network, 2, 1, version=2, same=True)
    merge(network, 3, 2, version=3)
    # At the card that went, and at the key its site had, once both are gone.
    network.tell(exchange("late", "company 1", TODAY - timedelta(days=3)))
    for week, seats in (("2027-W02", 1), ("2027-W03", 2)):
        network.tell(hosting(LOCAL[1], seats, week))
        network.tell(hosting(LOCAL[2], 1, week))
    return network


async def known(work: UnitsOfWork, number: int) -> KnownCompany:
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        return await known_company(uow, an_id(f"company {number}"))


async def found(work: UnitsOfWork, typed: str, after: UUID | None = None) -> list[str]:
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        several = await find_known(uow, Sought.read(typed), after)
        return [one.label for one in several.companies]


async def test_merged_cards_are_one_company_with_all_who_know_it(work: UnitsOfWork) -> None:
    await folded(work, a_chain().told)

    one = await known(work, 1)

    assert one == await known(work, 2) == await known(work, 3)
    assert one.label == "SARL Fiche 3"
    bourdelle, other = one.lycees
    assert (bourdelle.lycee, bourdelle.since) == ("Lycée Bourdelle", TODAY - timedelta(days=90))
    assert (bourdelle.exchanges, bourdelle.last_exchange_on) == (2, TODAY - timedelta(days=3))
    [year] = bourdelle.hosted
    assert (year.weeks, year.most) == (2, 3)
    [bond] = other.bonds
    assert (bond.state, bond.about) == ("Actif", "accueil en PFMP")
    assert await found(work, "fiche") == ["SARL Fiche 3", "SARL Fiche 4"]
    # Found by the name of the card that went, too.
    assert await found(work, "fiche 1") == ["SARL Fiche 3"]


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_is_heard_first_the_company_is_the_same(
    work: UnitsOfWork, seed: int
) -> None:
    rng = random.Random(seed)
    network = a_chain()
    # The card that stayed had been corrected often: its versions say nothing of the other one's.
    undo(network, 3, 2, version=9, restored=4)
    merge(network, 4, 2, version=5)
    await folded(work, network.told)
    expected = [await known(work, number) for number in (1, 2, 3, 4)]
    assert [one.label[-1] for one in expected] == ["4", "4", "3", "4"]
    assert [len(one.lycees) for one in expected] == [2, 2, 0, 2]

    async with work.begin(WHOLE_DEPARTMENT) as uow:
        for table in READ_MODELS:
            await uow.execute(delete(table))
    again = _shuffled(network.told, rng)
    while again:
        size = rng.randint(1, 5)
        await folded(work, again[:size])
        again = again[size:]

    assert [await known(work, number) for number in (1, 2, 3, 4)] == expected


def _shuffled(told: list[Recorded], rng: random.Random) -> list[Recorded]:
    again = told + rng.sample(told, k=len(told) // 2)
    rng.shuffle(again)
    return again


async def test_a_merge_that_is_heard_of_before_its_cards_leads_on_all_the_same(
    work: UnitsOfWork,
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(card(1, "SARL Fiche 1"))
    network.tell(exchange("a", "company 1"))
    merge(network, 2, 1, version=2)
    [merged] = [one for one in network.told if one.event_type is CompanyMergedV1]

    await folded(work, [merged, *(one for one in network.told[:3])])

    one = await known(work, 2)
    assert [lycee.lycee for lycee in one.lycees] == ["Lycée Bourdelle"]
    assert one.label == "SARL Fiche 1"


async def test_a_merge_that_is_undone_makes_two_companies_again(work: UnitsOfWork) -> None:
    network = a_chain()
    await folded(work, network.told)
    before = len(network.told)
    undo(network, 3, 2, version=4)
    undo(network, 2, 1, version=5)

    await folded(work, network.told[before:])

    assert [(await known(work, n)).label[-1] for n in (1, 2, 3)] == ["1", "2", "3"]
    assert [one.uai for one in (await known(work, 1)).lycees] == [BOURDELLE]
    assert {one.uai for one in (await known(work, 2)).lycees} == {BOURDELLE, OTHER}
    assert (await known(work, 3)).lycees == ()


async def test_two_cards_of_one_siret_are_one_line_naming_both_lycees(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = Network()
    for number, uai, name in ((1, BOURDELLE, "Lycée Bourdelle"), (2, OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(card(number, "Ateliers Garonne", key=SIRET), uai=uai)
        network.tell(exchange(name, f"company {number}"), uai=uai)
    await folded(work, network.told)

    html = (await supervisor.get(PATH, params={"q": "732 829 320 00074"})).text

    assert html.count('<tr id="entreprise-') == 1
    assert "Lycée Bourdelle depuis le 24/11/2026 Lycée Michelet depuis" in without_tags(html)
    on_the_map = without_tags((await supervisor.get(MAP)).text)
    assert "1 entreprise dans 1 commune" in on_the_map
    assert "1 entreprise dans 1 commune" in without_tags(
        (await supervisor.get("/departement")).text
    )


@pytest.mark.parametrize(
    ("family", "label"),
    [
        (FactFamily.EXCHANGES, "Échanges"),
        (FactFamily.HOSTING, "Places d’accueil prises"),
        (FactFamily.COMPANIES, "Partenariat"),
    ],
)
async def test_what_a_head_keeps_is_no_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, family: FactFamily, label: str
) -> None:
    network = a_chain()
    network.tell(published(family, (TODAY - timedelta(days=1), False)))
    await folded(work, network.told)

    html = (await supervisor.get(f"{PATH}/{an_id('company 3')}")).text

    row = html.partition(f'id="lycee-{BOURDELLE}"')[2].partition("</tr>")[0]
    cell = row.partition(f'data-label="{label}"')[2].partition("</td>")[0]
    assert "Non publié" in cell
    assert "Aucun" not in cell


async def test_past_the_end_of_the_list_it_is_said_to_be_the_end(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = Network()
    network.tell(card(1, "Ateliers Garonne"))
    await folded(work, network.told)

    for typed in ({}, {"q": "garonne"}):
        gone = {"apres": str(an_id("a company that went")), **typed}
        text = without_tags((await supervisor.get(PATH, params=gone)).text)
        assert "Fin de la liste" in text
        assert "Aucune entreprise" not in text


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("elec occitane", ["Élec Occitane"]),
        ("ÉLEC", ["Élec Occitane"]),
        ("ocitane", ["Élec Occitane"]),
        ("elec moissac", []),
        ("moissac", ["Menuiserie Pujol"]),
        ("moisac", ["Menuiserie Pujol"]),
        ("pujol moissac", ["Menuiserie Pujol"]),
        ("menuizerie", ["Menuiserie Pujol"]),
        ("introuvable", []),
    ],
)
async def test_a_company_is_found_without_accents_and_with_one_letter_mistyped(
    work: UnitsOfWork, typed: str, names: list[str]
) -> None:
    network = Network()
    network.tell(card(1, "Élec Occitane"))
    network.tell(card(2, "Menuiserie Pujol", commune="82112"))
    await folded(work, network.told)
    assert await found(work, typed) == names


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("732829320", "732829320"),
        ("73282932000075", "un chiffre est faux"),
        ("7328293200", "vous en avez écrit 10 : complétez le numéro"),
        ("!!!", "Écrivez au moins une lettre"),
        ("zzzz", "Essayez un seul mot de son nom, sa commune ou son SIRET"),
    ],
)
async def test_what_cannot_be_found_is_kept_and_says_what_to_do(
    supervisor: httpx2.AsyncClient, typed: str, told: str
) -> None:
    answer = await supervisor.get(PATH, params={"q": typed})
    assert answer.status_code == 200
    assert f'value="{typed}"' in answer.text
    assert told in without_tags(answer.text) or told in answer.text


async def test_the_companies_most_lycees_know_come_first_page_by_page(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = Network()
    for number in range(1, COMPANIES_SHOWN + 6):
        network.tell(card(number, f"Atelier {number:02}"))
    network.tell(card(COMPANIES_SHOWN + 6))
    network.tell(exchange("a", "company 7"))
    network.tell(exchange("b", "company 9", TODAY - timedelta(days=5)))
    network.tell(exchange("c", "company 9"), uai=OTHER)
    network.tell(exchange("d", "company 8", TODAY - timedelta(days=5)))
    await folded(work, network.told)

    # A name that is not public comes after all those that are.
    assert "Une entreprise (" not in (await supervisor.get(PATH)).text
    seen = []
    address = PATH
    while address:
        html = (await supervisor.get(address)).text
        seen += [part.partition("</a>")[0] for part in html.split("Atelier ")[1:]]
        _, there, rest = html.partition('rel="next"')
        links = html[: len(html) - len(rest)].rpartition('href="')[2] if there else ""
        address = links.partition('"')[0]

    numbers = [one for one in seen if one.isdigit()]
    assert numbers[:4] == ["09", "07", "08", "01"]
    assert sorted(numbers) == [f"{n:02}" for n in range(1, COMPANIES_SHOWN + 6)]


async def test_the_page_of_a_company_names_no_pupil_no_contact_and_no_period(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_chain()
    network.tell(confirmation())
    await folded(work, network.told)

    answer = await supervisor.get(f"{PATH}/{an_id('company 1')}")

    text = without_tags(answer.text)
    assert "2026-2027 : jusqu’à 3 places à la fois, 2 semaines" in text
    assert "convention jusqu’au 12 juin 2027" in text
    assert "2 échanges, le dernier le 21/11/2026" in text
    assert "a réuni deux fiches de SARL Fiche 3" in text
    assert "2027-W03" not in answer.text
    assert "a confirmé" not in text
    assert (await supervisor.get(f"{PATH}/{an_id('nobody')}")).status_code == 404


async def test_a_company_whose_name_is_not_public_is_called_by_what_it_does(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = Network()
    network.tell(card(1))
    await folded(work, network.told)
    text = without_tags((await supervisor.get(f"{PATH}/{an_id('company 1')}")).text)
    assert "Une entreprise (Travaux d" in text
    assert "Le nom de cette entreprise n’est pas public" in text
    assert "SIREN" not in text


async def test_what_a_head_keeps_is_not_shown_and_said_to_be_kept(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_chain()
    for family in (FactFamily.EXCHANGES, FactFamily.HOSTING):
        network.tell(published(family, (TODAY - timedelta(days=400), False)))
    await folded(work, network.told)

    text = without_tags((await supervisor.get(f"{PATH}/{an_id('company 1')}")).text)

    assert (
        "Non publié Lycée Bourdelle : Places prises par lieu d’accueil, Échanges et actions" in text
    )
    assert "échange, le dernier" not in text
    assert "à la fois" not in text


async def test_lines_of_the_journal_lead_to_the_company(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(card(1, "SARL Fiche 1"))
    await folded(work, network.told)
    link = f'href="{PATH}/{an_id("company 1")}"'
    for page in ("/departement/journal", "/departement", "/departement/fragments/journal"):
        assert link in (await supervisor.get(page)).text
    # A head reads the same line, and has no such page.
    assert link not in (await supervisor.get(f"/departement/lycees/{BOURDELLE}/journal")).text


async def test_the_map_shows_partners_and_hosts_once_each(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_chain()
    network.tell(partnership("q", PartnershipStage.ACTIVE, company="company 3"), version=2)
    network.tell(partnership("r", PartnershipStage.DORMANT, company="company 4"), version=2)
    await folded(work, network.told)
    for layer, title, count, elsewhere in (
        ("entreprises", "Entreprises connues du réseau", "Montauban 2", "entreprise connue"),
        ("partenariats", "sous partenariat actif", "Montauban 1", "partenariat actif connu"),
        ("accueils", "accueillent cette année", "Montauban 1", "lieu d’accueil connu"),
    ):
        answer = await supervisor.get(MAP, params={"couche": layer})
        text = without_tags(answer.text)
        assert title in text
        assert count in text
        assert f"commune que la carte situe, sans {elsewhere}" in text
        # How many is written on the drawing, not told by colour alone.
        assert '<text class="value"' in answer.text
        assert re.search('class="seat"[^>]*><title>[^<]*Lycée Bourdelle', answer.text)
    empty = await supervisor.get(MAP, params={"couche": "autre"})
    assert empty.status_code in (400, 422)


async def test_how_much_each_lycee_asked_a_company_lately_is_told_and_what_is_kept_is_no_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    path = f"/departement/fragments/entreprises/{an_id('company 3')}/sollicitations"
    network = a_chain()
    await folded(work, network.told)

    async def cells(lycee: str) -> list[str]:
        asked = {"delai": "15", "chef": OTHER}
        html = (await supervisor.get(path, params=asked)).text
        row = next(one for one in html.split("<tr>") if f">{lycee}" in one)
        return [without_tags(cell) for cell in row.split("<td")]

    name, lately, courtesy = await cells("Lycée Bourdelle")
    # Of two exchanges one was 60 days ago, one was taken back.
    assert "1 échange, le dernier" in lately.replace("\u00a0", " ")
    assert "Libre" in courtesy
    name, lately, courtesy = await cells("Lycée Michelet")
    assert "Chef de file" in name
    assert "Aucun échange publié" in lately
    assert "Jusqu’au" in courtesy

    network.tell(published(FactFamily.EXCHANGES, (TODAY - timedelta(days=400), False)))
    await folded(work, network.told)
    _, lately, _ = await cells("Lycée Bourdelle")
    assert "Non publié" in lately
    assert "Aucun" not in lately
    _, _, courtesy = await cells("Lycée Michelet")
    assert "Libre" in courtesy


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 12, 2), date(2025, 12, 3)),
        (date(2028, 2, 28), date(2027, 3, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
    ],
)
def test_twelve_months_end_today(today: date, first: date) -> None:
    assert year_before(today) == first


async def test_how_much_each_lycee_asked_a_company_in_a_year_is_told_and_what_is_kept_is_no_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    path = f"/departement/fragments/entreprises/{an_id('company 3')}/annee"
    network = a_chain()
    first = year_before(TODAY)
    network.tell(exchange("of the first day", "company 2", first))
    network.tell(exchange("of the day before", "company 2", first - timedelta(days=1)))
    await folded(work, network.told)

    async def read() -> tuple[str, dict[str, list[str]]]:
        html = (await supervisor.get(path)).text
        rows = {}
        for row in html.split("<tr>")[2:]:
            name, *cells = [without_tags(f"<td{cell}") for cell in row.split("<td")]
            rows[name] = cells
        return without_tags(html), rows

    said, rows = await read()
    day = f"{TODAY - timedelta(days=3):%d/%m/%Y}"
    assert rows == {"Lycée Bourdelle": ["3", day], "Lycée Michelet": ["0", "–"]}
    assert ("3 échanges publiés" in said, "ce n’est pas zéro" in said) == (True, False)

    network.tell(published(FactFamily.EXCHANGES, (TODAY - timedelta(days=400), False)))
    await folded(work, network.told)
    said, rows = await read()
    assert rows == {"Lycée Michelet": ["0", "–"], "Lycée Bourdelle": ["Non publié", "–"]}
    assert "Sans Lycée Bourdelle : ce n’est pas zéro." in said
