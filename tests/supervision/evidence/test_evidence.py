"""The evidence of a formation: each figure at its grain, what is not told said so, small numbers kept inside."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from contracts.coordination.training_offer import RomeCode
from contracts.documents.examples import example
from contracts.identifiers import CompanyId, Mef, SchoolYear, Siren, SiteKey
from contracts.internships.search import RefusalTalliedV1
from contracts.partnerships.capacities import HostingCapacityDeclaredV1, HostingCapacityWithdrawnV1
from contracts.publication import FactFamily
from contracts.supervision.evidence import FormationEvidenceRequest, WhyUntold
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.supervision.base.figures import Untold
from services.supervision.coverage.model.coverage import Cell, Counts
from services.supervision.evidence.answers import formation_evidence
from services.supervision.evidence.model import (
    Evidence,
    HostsOfYear,
    LyceeOfYear,
    PlacesOfYear,
    may_leave,
    places_of,
    together,
)
from services.supervision.evidence.queries import read_evidence
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    OTHER,
    SILENT,
    TODAY,
    WHOLE_DEPARTMENT,
    YEAR,
    Network,
    an_id,
    company,
    confirmation,
    coverage,
    folded,
    formation,
    hosting,
    lycee,
    period,
    published,
    signal,
    signal_withdrawn,
)
from tests.support.portal import KnownSessions

MONTAUBAN, ELSEWHERE = Siren("248200099"), Siren("248200016")
WELDER = RomeCode("H2916")
WOOD = Mef("2472340531")
"""Of another formation; those that begin alike are years of one."""
PATH = "/departement/offre/formation"


def seats(name: str, many: int, *, of: int = 1) -> HostingCapacityDeclaredV1:
    return example(HostingCapacityDeclaredV1).model_copy(
        update={
            "capacity_id": an_id(f"capacity {name}"),
            "company_id": CompanyId(an_id(f"company {of}")),
            "from_month": date(2026, 9, 1),
            "to_month": date(2027, 6, 1),
            "seats": many,
        }
    )


def refusals(**counts: int) -> RefusalTalliedV1:
    told = {"company": 0, "school": 0, "pupil": 0, "other": 0, **counts, "school_year": YEAR}
    return example(RefusalTalliedV1).model_copy(update=told)


def a_department() -> Network:
    """One lycée that tells everything, one that tells little, one nobody heard of."""
    network = Network()
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(formation("Bac pro MELEC"), uai=uai)
    network.tell(lycee("Lycée Muet", SILENT), uai=SILENT)
    network.tell(period())
    network.tell(period(WOOD, name="wood"))
    network.tell(coverage(12))
    network.tell(coverage(3, mef=WOOD, name="wood"))
    network.tell(period(name="other"), uai=OTHER)
    for number in range(1, 7):
        network.tell(confirmation(number, new_host=number == 1))
    network.tell(hosting(SiteKey.local(an_id("site 1")), 2))
    network.tell(refusals(company=7, pupil=1))
    network.tell(company(1, name="SARL Exemple"))
    network.tell(seats("a", 4))
    network.tell(seats("b", 3))
    gone = HostingCapacityWithdrawnV1(**dict(seats("b", 3)))
    network.tell(gone, version=2)
    network.tell(signal("named", mef=ELECTRICITY, rome=WELDER, territory=MONTAUBAN))
    network.tell(signal("of the trade", rome=WELDER, territory=None), uai=OTHER)
    network.tell(signal("elsewhere", rome=WELDER, territory=ELSEWHERE), uai=OTHER)
    network.tell(signal("of another formation", rome=WELDER, mef=WOOD), uai=OTHER)
    network.tell(signal("of another trade", rome=RomeCode("K1302")))
    network.tell(signal("taken back", mef=ELECTRICITY, rome=WELDER))
    network.tell(signal_withdrawn("taken back"), version=2)
    return network


async def found(
    work: UnitsOfWork, scope: Scope = WHOLE_DEPARTMENT, **asked: Any
) -> tuple[Evidence, dict[str, str]]:
    async with work.begin(scope, now=NOW) as uow:
        evidence, names = await read_evidence(uow, ELECTRICITY, **asked)
        return evidence, dict(names)


def of_this_year(lines: Sequence[Any]) -> dict[str | None, Any]:
    return {one.uai: one for one in lines if one.year == YEAR}


async def test_each_figure_is_told_at_its_grain(work: UnitsOfWork) -> None:
    await folded(work, a_department().told)
    evidence, names = await found(work)

    assert names == {BOURDELLE: "Lycée Bourdelle", OTHER: "Lycée Michelet"}
    places = of_this_year(evidence.places)
    assert (places[BOURDELLE].needed, places[BOURDELLE].found, places[BOURDELLE].without) == (
        *(20, 12, 8),
    )
    assert (places[OTHER].periods, places[OTHER].told, places[OTHER].found) == (
        *(1, 0, Untold.UNTOLD),
    )
    assert (places[None].needed, places[None].found) == (20, 12)
    hosts = of_this_year(evidence.hosts)
    assert (hosts[BOURDELLE].confirmed, hosts[BOURDELLE].new, hosts[BOURDELLE].lost) == (6, 1, 0)
    assert hosts[OTHER].confirmed is Untold.UNTOLD
    of_lycee = of_this_year(evidence.lycees)
    assert (of_lycee[BOURDELLE].hosts, of_lycee[BOURDELLE].refusals) == (1, 8)
    assert of_lycee[BOURDELLE].seats == 4
    assert (of_lycee[OTHER].refusals, of_lycee[OTHER].seats) == (Untold.UNTOLD, Untold.UNTOLD)


async def test_seats_and_signals_are_those_of_the_territory_that_is_asked_about(
    work: UnitsOfWork,
) -> None:
    await folded(work, a_department().told)

    anywhere, _ = await found(work)
    assert (anywhere.signals_together, anywhere.signalling) == (3, 2)
    here, _ = await found(work, territory=MONTAUBAN)
    assert here.signals_together == 2
    assert [one.everywhere for one in here.signals] == [False, True]
    assert of_this_year(here.lycees)[BOURDELLE].seats == 4
    there, _ = await found(work, territory=ELSEWHERE)
    assert there.signals_together == 2
    assert of_this_year(there.lycees)[BOURDELLE].seats == 0
    named, _ = await found(work, territory=MONTAUBAN, romes=["K1302"])
    assert named.signals_together == 2


async def test_the_years_of_a_formation_are_told_together(work: UnitsOfWork) -> None:
    network = a_department()
    first_year = Mef("2473121410")
    network.tell(period(first_year, name="of the first year"))
    network.tell(coverage(18, mef=first_year, name="of the first year"))
    network.tell(signal("of the first year", mef=first_year, rome=WELDER))
    await folded(work, network.told)
    evidence, _ = await found(work)

    places = of_this_year(evidence.places)[BOURDELLE]
    assert (places.periods, places.needed, places.found, places.without) == (2, 40, 30, 10)
    assert evidence.signals_together == 4


async def test_what_a_head_keeps_is_not_told(work: UnitsOfWork) -> None:
    network = a_department()
    for family in FactFamily:
        network.tell(published(family, (TODAY, False)))
    await folded(work, network.told)
    evidence, _ = await found(work)

    places, hosts = of_this_year(evidence.places), of_this_year(evidence.hosts)
    assert places[BOURDELLE].found is Untold.WITHHELD
    assert places[None].found is Untold.UNTOLD
    assert hosts[BOURDELLE].confirmed is Untold.WITHHELD
    of_lycee = of_this_year(evidence.lycees)[BOURDELLE]
    assert {of_lycee.hosts, of_lycee.refusals, of_lycee.seats} == {Untold.WITHHELD}
    assert of_lycee.refused_by == {}


async def test_told_twice_and_in_any_order_it_is_the_same(work: UnitsOfWork) -> None:
    told = a_department().told
    await folded(work, told)
    once = await found(work)
    for one in [*reversed(told), *told]:
        await folded(work, [one])

    assert await found(work) == once


async def test_the_question_answers_all_to_the_dsden_and_its_own_to_a_lycee(
    work: UnitsOfWork,
) -> None:
    await folded(work, a_department().told)

    async def asked(scope: Scope, **more: Any) -> Any:
        async with work.begin(scope, now=NOW) as uow:
            request = FormationEvidenceRequest(mef=ELECTRICITY, **more)
            return await formation_evidence(request, uow)

    everything = await asked(WHOLE_DEPARTMENT, leaving=False)
    assert {one.uai for one in everything.places} == {BOURDELLE, OTHER, None}
    first = next(one for one in everything.hosts if one.uai == BOURDELLE)
    assert (first.new_hosts.count, first.new_hosts.why) == (1, None)
    assert everything.signalling_lycees == 2
    leaving = await asked(WHOLE_DEPARTMENT)
    first = next(one for one in leaving.hosts if one.uai == BOURDELLE)
    assert (first.new_hosts.count, first.new_hosts.why) == (None, WhyUntold.TOO_FEW)
    own = await asked(Scope(frozenset({OTHER})), leaving=False)
    assert {one.uai for one in own.places} == {OTHER, None}
    assert "Bourdelle" not in own.model_dump_json()
    assert BOURDELLE not in own.model_dump_json()


def a_cell(counts: Counts | None, *, withheld: bool = False) -> Cell:
    return Cell(ELECTRICITY, "Bac pro", None, None, counts, NOW, withheld)


def line(uai: str | None, agreed: int, without: int) -> PlacesOfYear:
    return PlacesOfYear(uai, YEAR, 1, 1, agreed + without, agreed, without)


@pytest.mark.parametrize(
    ("cells", "heard", "why"),
    [
        ([], True, Untold.NOTHING),
        ([], False, Untold.SILENT),
        ([a_cell(None)], True, Untold.UNTOLD),
        ([a_cell(None, withheld=True)], True, Untold.WITHHELD),
        ([a_cell(None, withheld=True), a_cell(None)], True, Untold.UNTOLD),
    ],
)
def test_why_there_is_no_figure_is_said(cells: list[Cell], *, heard: bool, why: Untold) -> None:
    assert places_of(BOURDELLE, YEAR, cells, heard=heard).found is why


def test_a_year_adds_up_the_lycees_with_figures_alone() -> None:
    untold = places_of(OTHER, YEAR, [a_cell(None)], heard=True)
    total = together([line(BOURDELLE, 12, 8), untold])[-1]
    assert (total.uai, total.found, total.without, total.told, total.periods) == (None, 12, 8, 1, 2)


def test_nothing_about_fewer_than_five_pupils_leaves_and_none_is_reckoned_back() -> None:
    evidence = Evidence(
        TODAY,
        places=together([line("a", 12, 8), line("b", 9, 2), line("c", 5, 0), line("d", 3, 9)]),
        hosts=[HostsOfYear("a", YEAR, 12, 10, 2), HostsOfYear("b", YEAR, 3, 0, 0)],
        lycees=[
            LyceeOfYear("a", YEAR, 9, 12, {"company": 10, "pupil": 2}, 3),
            LyceeOfYear("b", YEAR, 9, 4, {"company": 4, "pupil": 0}, 3),
        ],
        signals=(),
        signalling=0,
        heard_on={},
    )
    safe = may_leave(evidence)

    told = {one.uai: (one.needed, one.found, one.without) for one in safe.places}
    few = (Untold.TOO_FEW,) * 3
    assert told == {"a": (20, 12, 8), "b": few, "c": (5, 5, 0), "d": few, None: (25, 17, 8)}
    # Two of twelve are not at a new host: neither figure is told beside the other.
    assert safe.hosts == [
        HostsOfYear("a", YEAR, 12, Untold.TOO_FEW, Untold.TOO_FEW),
        HostsOfYear("b", YEAR, Untold.TOO_FEW, Untold.TOO_FEW, 0),
    ]
    assert [(one.refusals, dict(one.refused_by)) for one in safe.lycees] == [
        (12, {}),
        (Untold.TOO_FEW, {}),
    ]


async def test_a_territory_nobody_knows_cuts_nothing_and_nothing_is_said_of_it(
    supervisor: httpx2.AsyncClient, work: UnitsOfWork
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Bac pro MELEC"))
    await folded(work, network.told)
    for territory, said in ((MONTAUBAN, True), ("732829320", False)):
        page = await supervisor.get(PATH, params={"mef": ELECTRICITY, "territoire": territory})
        assert ("est du territoire choisi" in page.text) is said
        assert ("Du territoire choisi, ou" in page.text) is said
        # Somebody may have noted one of its trade: what is not tied to it is not denied.
        assert "Aucun signal des douze derniers mois ne nomme cette formation" in page.text


async def test_the_supervisor_reads_it_and_takes_it_away(
    supervisor: httpx2.AsyncClient, work: UnitsOfWork
) -> None:
    now = datetime.now(UTC)
    today = now.date()
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Bac pro MELEC"), at=now)
    network.tell(period(starts_on=SchoolYear.of(today).first_day + timedelta(days=40)), at=now)
    network.tell(coverage(18), at=now)
    network.tell(signal("a", mef=ELECTRICITY, told_on=today), at=now)
    await folded(work, network.told)

    page = await supervisor.get(PATH, params={"mef": ELECTRICITY})
    text = without_tags(page.text)
    assert "Bac pro MELEC" in text
    assert "1 signal, de 1 bureau" in text
    assert "Pour la DSDEN seule" in text
    assert '<strong class="missing">2</strong>' in page.text
    outside = await supervisor.get(PATH, params={"mef": ELECTRICITY, "pour": "exterieur"})
    assert "Peut sortir de la DSDEN" in without_tags(outside.text)
    assert "Trop peu pour être dit" in outside.text
    assert '<strong class="missing">' not in outside.text

    inside = (await supervisor.get(f"{PATH}.csv", params={"mef": ELECTRICITY})).text
    assert "Élèves sans lieu d’accueil;De la formation;Lycée Bourdelle" in inside
    assert "Pour la DSDEN seule" in inside
    taken = {"mef": ELECTRICITY, "pour": "exterieur"}
    safe = (await supervisor.get(f"{PATH}.csv", params=taken)).text
    assert "Trop peu pour être dit" in safe
    assert "peut sortir de la DSDEN" in safe
    assert (await supervisor.get(f"{PATH}.xlsx", params=taken)).content[:2] == b"PK"


@pytest.mark.parametrize(
    "asked",
    [{}, {"mef": "2479999999"}, {"mef": ELECTRICITY, "territoire": "732829320"}],
)
async def test_a_formation_nobody_has_is_said_and_is_no_error(
    supervisor: httpx2.AsyncClient, work: UnitsOfWork, asked: dict[str, str]
) -> None:
    network = Network()
    network.tell(formation("Bac pro MELEC"))
    await folded(work, network.told)
    page = await supervisor.get(PATH, params=asked)
    assert page.status_code == 200
    told = "Bac pro MELEC" in page.text
    assert told == ("territoire" in asked)
    assert (await supervisor.get(f"{PATH}.csv", params=asked)).status_code == 200
    assert (await supervisor.get(PATH, params={"mef": "rien"})).status_code == 422


@pytest.mark.parametrize("role", [Role.RBDE, Role.DDFPT, Role.HEAD])
async def test_a_bureau_and_a_head_read_that_of_their_own_lycee_alone(
    app: FastAPI, sessions: KnownSessions, work: UnitsOfWork, role: Role
) -> None:
    now = datetime.now(UTC)
    starts = SchoolYear.of(now.date()).first_day + timedelta(days=40)
    network = Network()
    for uai, name, agreed in ((BOURDELLE, "Lycée Bourdelle", 18), (OTHER, "Lycée Michelet", 11)):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(formation("Bac pro MELEC"), uai=uai, at=now)
        network.tell(period(starts_on=starts), uai=uai, at=now)
        network.tell(coverage(agreed), uai=uai, at=now)
        told = signal(f"of {uai}", mef=ELECTRICITY, told_on=now.date())
        network.tell(told, uai=uai, at=now)
    await folded(work, network.told)

    there = f"/departement/nos-chiffres/{BOURDELLE}/formation"
    async with browsing(app, sessions.sign_in((role, BOURDELLE))) as browser:
        choice = await browser.get(there)
        assert f"{there}?mef={ELECTRICITY}" in choice.text
        page = without_tags((await browser.get(f"{there}?mef={ELECTRICITY}")).text)
        assert "Lycée Bourdelle" in page
        assert "Michelet" not in page
        assert "1 signal, de 1 bureau" in page
        assert "gardez-les au lycée" in page
        figures = await browser.get(f"/departement/nos-chiffres/{BOURDELLE}")
        assert f'href="{there}"' in figures.text
        elsewhere = f"/departement/nos-chiffres/{OTHER}/formation?mef={ELECTRICITY}"
        assert (await browser.get(elsewhere)).status_code == 404


async def test_one_s_own_is_taken_away_as_the_page_says_it(
    app: FastAPI, sessions: KnownSessions, work: UnitsOfWork
) -> None:
    now = datetime.now(UTC)
    starts = SchoolYear.of(now.date()).first_day + timedelta(days=40)
    network = Network()
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(formation("Bac pro MELEC"), uai=uai, at=now)
        network.tell(period(starts_on=starts), uai=uai, at=now)
        network.tell(coverage(18), uai=uai, at=now)
    network.tell(published(FactFamily.PLACEMENTS, (TODAY, False)))
    trade = signal("of a trade", rome=WELDER, told_on=now.date())
    network.tell(trade, at=now)
    await folded(work, network.told)

    there = f"/departement/nos-chiffres/{BOURDELLE}/formation"
    asked = {"mef": ELECTRICITY, "metiers": WELDER}
    async with browsing(app, sessions.sign_in((Role.RBDE, BOURDELLE))) as browser:
        page = (await browser.get(there, params=asked)).text
        exported = f"{there}.csv?mef={ELECTRICITY}&amp;metiers={WELDER}"
        assert f'href="{exported}"' in page
        text = (await browser.get(f"{there}.csv", params=asked)).text
        # Two of twenty without a place: said on its page, said in its file.
        assert '<strong class="missing">2</strong>' in page
        assert "Élèves sans lieu d’accueil;De la formation;Lycée Bourdelle;" in text
        assert text.count(";2;Couverture des PFMP") == 1
        assert "Tous les lycées" not in text
        assert "Michelet" not in text
        assert "Places confirmées;De la formation;Lycée Bourdelle;" in text
        assert ";Non publié;Lieux d’accueil confirmés" in text
        assert "à garder au lycée" in text
        assert "(H2916)" in text
        assert "1;Signaux des bureaux" in text
        book = await browser.get(f"{there}.xlsx", params=asked)
        assert book.content[:2] == b"PK"
        assert (await browser.get(f"{there}.csv")).status_code == 200
        elsewhere = f"/departement/nos-chiffres/{OTHER}/formation.csv"
        assert (await browser.get(elsewhere, params=asked)).status_code == 404
    async with browsing(app, sessions.sign_in((Role.ATCT, BOURDELLE))) as browser:
        assert (await browser.get(f"{there}.csv", params=asked)).status_code == 404


async def test_it_is_opened_with_the_trades_of_an_offer_file_and_names_the_files_of_all_its_trades(
    supervisor: httpx2.AsyncClient, work: UnitsOfWork
) -> None:
    today = datetime.now(UTC).date()
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Bac pro MELEC"))
    network.tell(signal("tied", rome=WELDER, mef=ELECTRICITY, territory=None, told_on=today))
    network.tell(signal("of a trade", rome=RomeCode("K1302"), territory=None, told_on=today))
    await folded(work, network.told)

    bare = await supervisor.get(PATH, params={"mef": ELECTRICITY})
    assert "1 signal, de 1 bureau" in without_tags(bare.text)
    files = f"/offre/fragments/formation?mef={ELECTRICITY}&amp;metiers={WELDER}"
    assert f'hx-get="{files}"' in bare.text
    asked = {"mef": ELECTRICITY, "metiers": "K1302", "territoire": MONTAUBAN, "pour": "exterieur"}
    page = await supervisor.get(PATH, params=asked)
    assert "2 signaux, de 1 bureau" in without_tags(page.text)
    assert "(K1302)" in page.text
    assert f"metiers={WELDER}%2CK1302&amp;territoire={MONTAUBAN}" in page.text
    # Changing the territory, the readers and taking away keep the trades.
    assert '<input type="hidden" name="metiers" value="K1302">' in page.text
    assert page.text.count("metiers=K1302") == 4
    assert (await supervisor.get(PATH, params={"metiers": "rien"})).status_code == 422
