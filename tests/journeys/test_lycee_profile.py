"""What a lycée says of itself once is on its agreements and at the foot of its mails."""

import io
from datetime import UTC, datetime

import pypdf

from contracts.identifiers import SiteKey
from contracts.portal.accounts import BUREAU_PEOPLE, BureauRequest
from services.chassis.base.identity import Role
from tests.internships.world import ELEC, Lycee
from tests.partnerships.world import Bureau, siret_of, site
from tests.portal.lycee_profile.test_lycee_profile import PROFILE, brings, png
from tests.supervision.spreadsheets import read_workbook
from tests.support.dates import period_running
from tests.support.network import HERE, Network
from tests.support.pages import Visitor
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

PAGE = "/fiche-du-lycee"


def words_in(content: bytes) -> str:
    return " ".join(
        " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages).split()
    )


async def test_a_profile_is_on_agreements_and_mails(
    network: Network, service_databases: ServiceDatabases, published: Published
) -> None:
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, now=datetime.now(UTC))
    registry = Bureau(HERE, network.runtime("partnerships").work, published)
    bureau = Visitor(await network.client_as(Role.RBDE, HERE))
    await registry.registers("Menuiserie Roca", main=site(siret=siret_of(3)))
    formation = await lycee.opens(ELEC)
    [pupil] = await lycee.imports("DUVERNET Ismérie 2ELEC", classes={"2ELEC": formation})
    starts_on, ends_on = period_running()
    period = await lycee.publishes_a_period(formation, starts_on=starts_on, ends_on=ends_on)

    async def known() -> bool:
        query = "SELECT count(*) FROM host_sites WHERE site_key = $1"
        return bool(await superuser.fetchval(query, siret_of(3)))

    await eventually(known)
    placement = await lycee.places(pupil, period, SiteKey(siret_of(3)))
    printing, paper = (
        f"/pfmp/periodes/{period}/impression",
        f"/pfmp/placements/{placement}/convention/pdf",
    )
    assert "remplir la fiche du lycée" in (await bureau.get(printing)).text
    assert "texte du lycée (Word)" not in (await bureau.get(f"/pfmp/placements/{placement}")).text
    assert "12 rue des Écoles" not in words_in((await bureau.get(paper)).answer.content)

    await bureau.send((await bureau.get(PAGE)).form(PAGE, exactly=True), **PROFILE)
    await brings(bureau, png())

    assert "remplir la fiche du lycée" not in (await bureau.get(printing)).text
    printed = (await bureau.get(paper)).answer.content
    said = words_in(printed)
    for part in (
        "12 rue des Écoles, 82000 Montauban",
        "05 36 49 00 11",
        "accueil@tilleuls.example",
        "Odile Marcenac",
        "Proviseure",
        "Mutuelle du Quercy",
        "QC-4821",
        "du lundi au vendredi",
    ):
        assert part in said, part
    assert any(page.images for page in pypdf.PdfReader(io.BytesIO(printed)).pages)

    people = await network.runtime("notifications").ask(BUREAU_PEOPLE, HERE, BureauRequest())
    assert people.address == "12 rue des Écoles, 82000 Montauban, 05 36 49 00 11"
    await superuser.close()


async def test_the_head_is_named_on_the_activity_report_of_the_lycee(network: Network) -> None:
    bureau = Visitor(await network.client_as(Role.RBDE, HERE))
    report = f"/departement/nos-chiffres/{HERE}/rapport.pdf"
    unnamed = words_in((await bureau.get(report)).answer.content)
    assert "Direction : à compléter dans la fiche du lycée" in unnamed

    await bureau.send((await bureau.get(PAGE)).form(PAGE, exactly=True), **PROFILE)

    named = words_in((await bureau.get(report)).answer.content)
    assert "Direction : Odile Marcenac, Proviseure" in named
    assert "accueil@tilleuls.example" not in named
    workbook = (await bureau.get(report.replace(".pdf", ".xlsx"))).answer.content
    about = [cell.value for cell in read_workbook(workbook).sheets["Activité"].values()]
    assert "Direction\u00a0: Odile Marcenac, Proviseure" in about
