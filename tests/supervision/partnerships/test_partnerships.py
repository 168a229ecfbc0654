"""Partnerships of each lycée as the department counts them: a state, whatever way it came."""

from datetime import date, timedelta

import httpx2
import pytest
from fastapi import FastAPI

from contracts.documents.examples import example
from contracts.identifiers import (
    CompanyId,
    DeclarationId,
    RegistryTotalsId,
    SchoolYear,
    SiteId,
    TallyId,
    TaxTotalsId,
)
from contracts.internships.search import RefusalTalliedV1
from contracts.partnerships.commitments import (
    RegulatedWorkDeclarationFiledV1,
    RegulatedWorkDeclarationWithdrawnV1,
    TaxPledgesTotalledV1,
)
from contracts.partnerships.partnerships import PartnershipStage
from contracts.partnerships.totals import RegistryTotalsStatedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.partnerships.queries import (
    PartnershipCounts,
    partnership_counts,
)
from tests.supervision.browsing import without_tags
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    TODAY,
    WHOLE_DEPARTMENT,
    Network,
    an_id,
    folded,
    lycee,
    partnership,
    published,
)

Stage = PartnershipStage
PAGES = (
    "/departement/partenariats",
    "/departement/fragments/partenariats",
    f"/departement/lycees/{BOURDELLE}",
)


@pytest.fixture(autouse=True)
def _today(app: FastAPI) -> None:
    """Pages are asked on the day the network speaks of."""
    app.state.runtime.work._clock = lambda: NOW


def a_network() -> Network:
    network = Network()
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai)
    valid, over = TODAY + timedelta(days=30), TODAY - timedelta(days=1)
    network.tell(partnership("a", Stage.ACTIVE, valid))
    network.tell(partnership("b", Stage.ACTIVE, over))
    network.tell(partnership("c", Stage.ACTIVE))
    network.tell(partnership("c", Stage.DORMANT), version=2)
    network.tell(partnership("d", Stage.ACTIVE))
    network.tell(partnership("d", Stage.ENDED), version=2)
    for number, days in enumerate((30, 0, -1)):
        network.tell(declaration(number, TODAY + timedelta(days=days)))
    gone = dict(declaration(4, TODAY + timedelta(days=9)))
    network.tell(RegulatedWorkDeclarationFiledV1(**gone))
    network.tell(RegulatedWorkDeclarationWithdrawnV1(**gone), version=4)
    for version, euros in enumerate((900, 1200), start=1):
        network.tell(total(TODAY.year, euros), version=version)
    network.tell(total(TODAY.year - 1, 5000))
    return network


def declaration(number: int, valid_until: date) -> RegulatedWorkDeclarationFiledV1:
    return RegulatedWorkDeclarationFiledV1(
        declaration_id=DeclarationId(an_id(f"declaration {number}")),
        company_id=CompanyId(an_id("company")),
        site_id=SiteId(an_id("site")),
        works=(),
        valid_until=valid_until,
        occurred_on=TODAY,
    )


def total(year: int, euros: int) -> TaxPledgesTotalledV1:
    return TaxPledgesTotalledV1(
        totals_id=TaxTotalsId(an_id(f"total {year}")),
        year=year,
        companies=2,
        amount_euros=euros,
        occurred_on=TODAY,
    )


def refused(company: int, year: str = "2026-2027") -> RefusalTalliedV1:
    return RefusalTalliedV1(
        tally_id=TallyId(an_id(f"refusals {year}")),
        school_year=SchoolYear(year),
        company=company,
        school=2,
        pupil=1,
        other=0,
        occurred_on=TODAY,
    )


async def test_refusals_are_shown_as_each_lycee_last_counted_them(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    network.tell(refused(9, "2025-2026"))
    network.tell(refused(4))
    network.tell(refused(7), version=2)

    await folded(work, list(reversed(network.told)))

    page = without_tags((await supervisor.get("/departement/actions")).text)
    assert "dont entreprise 7, lycée 2, élève 1" in page


async def test_active_partnerships_are_counted_for_each_lycee(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    await folded(work, list(reversed(network.told)))
    await folded(work, network.told)  # told again: nothing more

    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        assert await partnership_counts(uow) == {
            BOURDELLE: PartnershipCounts(active=2, under_agreement=1, in_view=1)
        }
    for page in PAGES:
        text = " ".join(without_tags((await supervisor.get(page)).text).split())
        assert "Lycée Bourdelle 2 1 1 2 au moins 1 200 €" in text, page


async def test_partnerships_a_head_closed_are_no_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network()
    network.tell(published(FactFamily.COMPANIES, (TODAY, False)))
    await folded(work, network.told)

    for page in PAGES:
        html = (await supervisor.get(page)).text
        row = html.partition(f'id="partenariats-{BOURDELLE}"')[2].partition("</tr>")[0]
        assert "Non publié" in row, page
        assert not {"0", "1", "2"} & set(without_tags(row).split()), page


@pytest.mark.parametrize(
    ("active", "said"), [(2, "Chiffres vérifiés le"), (3, "ne trouvent pas les mêmes nombres")]
)
async def test_figures_are_compared_with_what_the_registry_states(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, active: int, said: str
) -> None:
    network = a_network()
    network.tell(
        RegistryTotalsStatedV1(
            totals_id=RegistryTotalsId(an_id("registry")),
            companies=30,
            onboarded=0,
            partnerships_active=active,
            occurred_on=TODAY,
        )
    )
    network.tell(partnership("e", Stage.ACTIVE))  # after it
    await folded(work, network.told)

    for page in PAGES:
        text = " ".join(without_tags((await supervisor.get(page)).text).split())
        assert said in text, page
        wrong = "partenariats actifs : 3 au registre, 2 d’après les faits reçus"
        assert (wrong in text.replace("\u202f", " ")) == (active == 3), page


async def test_a_nightly_statement_is_no_news_of_a_lycee(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(example(RegistryTotalsStatedV1))
    await folded(work, network.told)
    lycees = await supervisor.get("/departement/lycees")
    assert "Aucune donnée reçue" in lycees.text
