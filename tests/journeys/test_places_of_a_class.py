"""Companies typed for a whole class: the sure ones are recorded, the others asked, all undone at once."""

from datetime import UTC, datetime

from contracts.partnerships.companies import Diffusion, LegalForm
from tests.internships.world import ELEC, Lycee
from tests.journeys.test_hosts_by_name import heard_of
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.dates import period_running
from tests.support.network import HERE, Network
from tests.support.pages import Visitor
from tests.support.services import Published, ServiceDatabases

PUPILS = ("DUVERNET Ismérie", "FONTBONNE Loïs", "GARRIGOU Maël", "SALVAGNAC Iris")
COMPANIES = (
    # Whose name may not travel on the bus: only the registry finds it.
    ("Ets Philibert Gouzy", LegalForm.SOLE_TRADER, Diffusion.UNKNOWN),
    ("Menuiserie Roca", LegalForm.COMPANY, Diffusion.FULL),
    ("Menuiserie Roca Fils", LegalForm.COMPANY, Diffusion.FULL),
    ("Charpentes Roca", LegalForm.COMPANY, Diffusion.FULL),
)


async def test_the_sure_lines_are_recorded_and_the_doubtful_ones_asked(
    network: Network, service_databases: ServiceDatabases, published: Published
) -> None:
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, now=datetime.now(UTC))
    registry = Bureau(HERE, network.runtime("partnerships").work, published)
    for number, (name, legal_form, diffusion) in enumerate(COMPANIES, start=31):
        where = site(siret=siret_of(number))
        await registry.registers(name, main=where, legal_form=legal_form, diffusion=diffusion)
        await heard_of(superuser, siret_of(number))
    formation = await lycee.opens(ELEC)
    everybody = await lycee.imports(
        *(f"{one} 2ELECB" for one in PUPILS), classes={"2ELECB": formation}
    )
    starts_on, ends_on = period_running()
    period = await lycee.publishes_a_period(formation, starts_on=starts_on, ends_on=ends_on)
    class_id = await superuser.fetchval("SELECT class_id FROM classes WHERE label = '2ELECB'")
    browser = Visitor(await network.client_as("rbde", HERE))
    here = f"/pfmp/periodes/{period}/classes/{class_id}/lieux"
    first = (await browser.get(here)).form(here)

    # One company takes two; « roca » is three of them; nobody is called « Delmas ».
    typed = ["gouzy", "Ets Philibert Gouzy", "roca", "Delmas"]
    asked = await browser.send(first, hosts=typed)
    assert asked.status == 422
    assert "Rien n’est encore enregistré : des lignes sont à préciser." in asked.text
    assert "Plusieurs lieux d’accueil ont ces mots : choisissez lequel." in asked.text
    assert "Aucun lieu d’accueil n’a ces mots" in asked.text
    assert await superuser.fetchval("SELECT count(*) FROM placements") == 0
    form = asked.form(here)
    assert form.typed()["hosts"] == typed
    assert len(form.options["chosen"]) == 4  # « Choisir… », and those that have the word

    # A choice is one among the hosts its words have: other words typed over them undo it.
    [chosen] = [one for one in form.options["chosen"] if one.endswith(siret_of(32))]
    again = await browser.send(form, chosen=chosen)
    assert again.status == 422
    retyped = ["", "", "Ets Philibert Gouzy", ""]
    moved = await browser.send(again.form(here), hosts=retyped)
    assert "1 lieu d’accueil proposé." in moved.text
    rows = await superuser.fetch("SELECT pupil_year_id, site_key FROM placements")
    assert [tuple(row) for row in rows] == [(everybody[2], siret_of(31))]
    await browser.send(moved.form(f"{here}/retrait"))

    kept = await browser.send(form, partial="true")
    assert "2 lieux d’accueil proposés. 2 élèves laissés pour plus tard." in kept.text
    live = "SELECT pupil_year_id FROM placements WHERE status = 'proposed' ORDER BY pupil_year_id"
    rows = await superuser.fetch(live)
    assert [row[0] for row in rows] == sorted(everybody[:2])

    # What was typed on the others is there still, and in no address.
    left = kept.form(here, exactly=True)
    assert left.typed()["pupils"] == [str(one) for one in everybody[2:]]
    assert left.typed()["hosts"] == typed[2:]
    assert len(left.options["chosen"]) == 4
    assert "Ces lignes restent à préciser." in kept.text
    assert not kept.answer.url.query
    assert (await browser.get(kept.answer.url.path)).has_form(here)

    back = await browser.send(kept.form(f"{here}/retrait"))
    assert "2 lieux d’accueil retirés." in back.text
    assert back.form(here).typed()["pupils"] == [str(one) for one in everybody]
    await superuser.close()
