"""The indicators of the department: what each counts, and what is no zero."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import httpx2
import pytest
import python_calamine
from fastapi import FastAPI

from contracts.documents.examples import example
from contracts.identifiers import SchoolYear
from contracts.internships.periods import PlacementOrigin
from contracts.internships.search import RefusalTalliedV1
from contracts.partnerships.actions import ActionHeldV1, ActionKind, ActionPlannedV1
from contracts.partnerships.commitments import (
    RegulatedWorkDeclarationFiledV1,
    TaxPledgesTotalledV1,
)
from contracts.partnerships.partnerships import PartnershipStage
from contracts.publication import FactFamily
from contracts.published import published as published_events
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.coverage.model.coverage import Counts
from services.supervision.indicators.model import INDICATORS
from services.supervision.indicators.model.indicator import LyceeFacts, line, of_each, told
from services.supervision.publication.model import Publication
from tests.supervision.actions.test_mobility import total
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    SILENT,
    Network,
    action,
    confirmation,
    coverage,
    folded,
    formation,
    lycee,
    partnership,
    period,
)
from tests.support.portal import KnownSessions

PAGE = "/departement/indicateurs"
BY_CODE = {one.code: one for one in INDICATORS}


def today() -> date:
    return datetime.now(PARIS).date()


def begun() -> date:
    """When a period that is going on began: perhaps in the school year before."""
    return today() - timedelta(days=3)


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), PARIS).astimezone(UTC)


def year() -> SchoolYear:
    return SchoolYear.of(today())


async def figures(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, network: Network, address: str = PAGE
) -> dict[str, list[str]]:
    """What the page shows: by indicator, the department then each lycée."""
    await folded(work, network.told)
    page = (await supervisor.get(address)).text
    found = {}
    for row in page.split("<tr>")[1:]:
        cells = [without_tags(f">{cell}") for cell in row.partition("</tr>")[0].split("<t")[1:]]
        code = row.partition('href="#definition-')[2].partition('"')[0]
        found[code] = [cell.partition("> ")[2] or cell for cell in cells[1:]]
    return found


def one_lycee() -> Network:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Bac pro MELEC"))
    return network


def known() -> LyceeFacts:
    return LyceeFacts("0820032P", "Lycée Bourdelle", today(), heard_on=today())


def counts(expected: int, agreed: int, signed: int = 0) -> Counts:
    return Counts(expected, 0, 0, agreed, signed, signed)


def measured(code: str, facts: LyceeFacts) -> Told:
    return told(BY_CODE[code], facts)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.code)
def test_each_says_in_french_what_it_counts_and_from_which_events(indicator: object) -> None:
    one = BY_CODE[indicator.code]  # type: ignore[attr-defined]  # ids need an object
    names = {event.__name__ for event in published_events()}
    assert one.definition.endswith(".")
    assert bool(one.numerator) == bool(one.denominator) == (one.unit.value == "%")
    assert set(one.sources) <= names
    assert one.version >= 1


def test_codes_are_unlike_since_sheets_refer_to_them() -> None:
    assert len(BY_CODE) == len(INDICATORS)


async def test_the_coverage_rate_is_of_the_periods_that_have_begun(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(period(name="begun", starts_on=begun()))
    network.tell(period(name="coming", starts_on=today() + timedelta(days=20)))
    network.tell(coverage(15, name="begun"))
    network.tell(coverage(1, name="coming"))

    shown = await figures(work, supervisor, network, f"{PAGE}?annee={SchoolYear.of(begun())}")

    assert shown["taux-de-couverture"] == ["75 % 15 sur 20", "75 % 15 sur 20"]


@pytest.mark.parametrize(
    ("code", "days"), [("sans-lieu-j-15", -15), ("sans-lieu-j0", 0), ("sans-lieu-j7", 7)]
)
async def test_pupils_without_a_place_are_those_known_that_day_whatever_is_typed_later(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, code: str, days: int
) -> None:
    departure = today() - timedelta(days=30)
    network = one_lycee()
    network.tell(period(name="gone", starts_on=departure), at=at(departure - timedelta(days=60)))
    that_day = departure + timedelta(days=days)
    network.tell(coverage(12, name="gone"), at=at(that_day - timedelta(days=1)))
    network.tell(coverage(14, name="gone"), version=2, at=at(that_day, 23))
    network.tell(coverage(20, name="gone"), version=3, at=at(that_day + timedelta(days=1), 1))
    network.tell(period(name="coming", starts_on=today() + timedelta(days=16)))
    network.tell(coverage(0, name="coming"))

    shown = await figures(work, supervisor, network, f"{PAGE}?annee={SchoolYear.of(departure)}")

    assert shown[code][1] == "30 % 6 sur 20"


async def test_agreements_are_those_signed_on_the_eve(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    departure = today() - timedelta(days=30)
    network = one_lycee()
    network.tell(period(name="gone", starts_on=departure), at=at(departure - timedelta(days=60)))
    signed = coverage(16, name="gone").model_copy(
        update={"agreement_issued": 16, "agreement_signed": 12}
    )
    network.tell(signed, at=at(departure - timedelta(days=1), 23))
    late = signed.model_copy(update={"agreement_signed": 16})
    network.tell(late, version=2, at=at(departure, 8))

    shown = await figures(work, supervisor, network, f"{PAGE}?annee={SchoolYear.of(departure)}")

    assert shown["conventions-avant-depart"][1] == "75 % 12 sur 16"


async def test_places_are_told_by_who_found_them_and_those_at_new_hosts(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(period(name="january", starts_on=year().first_day + timedelta(days=40)))
    origins = ["office", "offer", "teacher", "pupil", "family", "family", "pupil", "pupil"]
    for number, origin in enumerate(origins):
        found = confirmation(number, new_host=number < 2)
        network.tell(found.model_copy(update={"origin": PlacementOrigin(origin)}))
    elsewhen = confirmation(99).model_copy(update={"period_id": period(name="x").period_id})
    network.tell(elsewhen)

    shown = await figures(work, supervisor, network)

    assert shown["lieux-du-bureau"][1] == "25 % 2 sur 8"
    assert shown["lieux-des-enseignants"][1] == "12,5 % 1 sur 8"
    assert shown["lieux-des-eleves"][1] == "62,5 % 5 sur 8"
    assert shown["nouveaux-lieux"][1] == "25 % 2 sur 8"


async def test_refusals_actions_aids_and_pledges_are_those_of_the_year(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    refused = {"company": 3, "school": 1, "pupil": 2, "other": 1, "school_year": year()}
    network.tell(example(RefusalTalliedV1).model_copy(update=refused))
    held = (
        ("a", ActionKind.VISIT, 24),
        ("b", ActionKind.INTERVENTION, 30),
        ("c", ActionKind.JURY, 6),
    )
    for name, kind, pupils in held:
        took_place = action(name, ActionHeldV1, pupils=pupils, accompanying=2)
        network.tell(took_place.model_copy(update={"kind": kind, "planned_on": today()}))
    planned = action("d", ActionPlannedV1).model_copy(update={"planned_on": today()})
    network.tell(planned)
    network.tell(total(12, 1840, year()))
    pledged = {"year": today().year, "companies": 4, "amount_euros": 5200}
    network.tell(example(TaxPledgesTotalledV1).model_copy(update=pledged))

    shown = await figures(work, supervisor, network)

    assert {code: shown[code][1] for code in shown} | {
        "refus-accueil": "7",
        "actions-menees": "3",
        "visites-entreprises": "1",
        "interventions-au-lycee": "1",
        "participations-eleves": "60",
        "aides-mobilite-eleves": "au moins 12",
        "aides-mobilite-montant": "au moins 1 840 €",
        "taxe-entreprises": "au moins 4",
        "taxe-montant": "au moins 5 200 €",
    } == {code: shown[code][1] for code in shown}


async def test_partnerships_and_declarations_are_those_of_today(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(partnership("a", PartnershipStage.ACTIVE, today() + timedelta(days=9)))
    network.tell(partnership("b", PartnershipStage.ACTIVE, today() - timedelta(days=1)))
    network.tell(partnership("c", PartnershipStage.ACTIVE))
    network.tell(partnership("d", PartnershipStage.CONTACTED))
    declared = example(RegulatedWorkDeclarationFiledV1)
    network.tell(declared.model_copy(update={"valid_until": today()}))

    shown = await figures(work, supervisor, network)
    before = await figures(work, supervisor, Network(), f"{PAGE}?annee=2020-2021")

    assert shown["partenariats-actifs"][1] == "3"
    assert shown["partenariats-sous-convention"][1] == "33,3 % 1 sur 3"
    assert shown["derogations-valides"][1] == "1"
    assert "actions-menees" in before
    assert "partenariats-actifs" not in before


async def test_the_department_is_as_long_without_news_as_its_most_silent_lycee(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(lycee("Lycée Michelet", OTHER), uai=OTHER)
    network.tell(lycee("Lycée Silencieux", SILENT), uai=SILENT)
    now = datetime.now(UTC)
    network.tell(period(name="a"), at=now - timedelta(days=2))
    network.tell(formation("Électricité"), at=now - timedelta(days=2))
    network.tell(period(name="b"), uai=OTHER, at=now - timedelta(days=9))

    shown = await figures(work, supervisor, network)

    department, *lycees = shown["dernieres-nouvelles"]
    assert lycees[1:] == ["9", "Aucune donnée"]
    assert department.startswith("9 sans 1 lycée")


def test_silence_what_a_head_keeps_and_nobody_are_three_and_none_is_zero() -> None:
    spans = {FactFamily.EXCHANGES: ((today(), None),)}
    keeps = replace(known(), publication=Publication(spans, today()))
    assert measured("actions-menees", known()) is Untold.UNTOLD
    assert measured("actions-menees", replace(known(), held={})) == Figure(0)
    assert measured("actions-menees", keeps) is Untold.WITHHELD
    assert measured("actions-menees", replace(known(), heard_on=None)) is Untold.SILENT
    assert measured("taux-de-couverture", known()) is Untold.NOTHING


def test_what_was_over_before_a_head_closed_coverage_stays_told() -> None:
    publication = Publication({FactFamily.COVERAGE: ((today(), None),)}, today())
    over = replace(known(), publication=publication, counts_on={0: (counts(20, 15),)})
    assert measured("sans-lieu-j0", over) == Figure(5, 20)
    assert measured("sans-lieu-j0", replace(over, counts_on={})) is Untold.WITHHELD
    assert measured("aides-mobilite-eleves", over) is Untold.WITHHELD


def test_the_department_adds_both_counts_and_says_who_is_missing() -> None:
    lycees = [
        replace(known(), uai="a", counts_on={0: (counts(10, 5),)}),
        replace(known(), uai="b", counts_on={0: (counts(90, 90),)}),
        replace(known(), uai="c", heard_on=None),
    ]
    shown = line(BY_CODE["sans-lieu-j0"], lycees)
    assert shown.total == Figure(5, 100)
    assert shown.without == 1


def test_a_line_has_each_lycee_it_is_asked_for_and_no_other() -> None:
    """Lycées and figures are read one after the other: one may be heard of between."""
    one = line(INDICATORS[0], [replace(known(), uai="a"), replace(known(), uai="b")])

    found = of_each(one, ["b", "since"])

    assert list(found.by_lycee) == ["b", "since"]
    assert found.by_lycee["b"] == one.by_lycee["b"]
    assert found.by_lycee["since"] is Untold.SILENT


async def test_the_file_has_numbers_to_reckon_with_and_words_where_there_is_none(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(lycee("Lycée Silencieux", SILENT), uai=SILENT)
    network.tell(period(name="begun", starts_on=begun()))
    network.tell(coverage(15, name="begun"))
    await folded(work, network.told)

    asked = f"?annee={SchoolYear.of(begun())}"
    text = (await supervisor.get(f"{PAGE}.csv{asked}")).content.decode("utf-8-sig")
    book = await supervisor.get(f"{PAGE}.xlsx{asked}")

    rows = {row[0]: row for row in csv.reader(io.StringIO(text), delimiter=";") if row}
    rate = rows["Taux de couverture des PFMP commencées"]
    assert rate[1:6] == ["%", "75,0", "75,0", "Aucune donnée", "1"]
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    cells = {row[0]: row for row in sheet.get_sheet_by_index(0).to_python()}
    assert cells["Taux de couverture des PFMP commencées"][1:4] == ["%", 75, 75]


async def test_the_head_reads_the_figures_of_its_lycee_and_of_no_other(
    work: UnitsOfWork, app: FastAPI, sessions: KnownSessions, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(lycee("Lycée Michelet", OTHER), uai=OTHER)
    for uai, agreed in ((BOURDELLE, 15), (OTHER, 3)):
        network.tell(period(name=f"at {uai}", starts_on=begun()), uai=uai)
        told_there = coverage(agreed, name=f"at {uai}")
        network.tell(told_there, uai=uai)
    asked = f"?annee={SchoolYear.of(begun())}"
    department = await figures(work, supervisor, network, f"{PAGE}{asked}")

    async with browsing(app, sessions.sign_in((Role.HEAD, BOURDELLE))) as head:
        own = without_tags((await head.get(f"/departement/lycees/{BOURDELLE}{asked}")).text)
        refused = await head.get(PAGE)

    assert department["taux-de-couverture"] == ["45 % 18 sur 40", "75 % 15 sur 20", "15 % 3 sur 20"]
    assert "Taux de couverture des PFMP commencées 75 % 15 sur 20 Élèves attendus qui ont" in own
    assert "15 % 3 sur 20" not in own
    assert refused.status_code == 404
