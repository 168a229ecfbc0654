"""A pupil's name is in one table of one service, on the lycée's own pages, and nowhere else."""

import re

import pytest

from tests.internships.world import ELEC, Lycee
from tests.support.pages import Page, Visitor

CANARY = "ZZCANARI"


async def a_pupil_goes_all_the_way(bureau: Visitor, lycee: Lycee) -> list[Page]:
    """Imported, placed, moved and gone, all by pages; returns the pages."""
    formation = await lycee.opens(ELEC)
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    form = (await bureau.get("/pfmp/eleves/import")).form("/pfmp/eleves/import/apercu")
    content = f"Nom;Prénom;Classe\n{CANARY};Ode;2ELEC\n{CANARY};;2ELEC\n".encode()
    preview = await bureau.send(form, files={"file": ("eleves.csv", content, "text/csv")})
    refused = await bureau.send(preview.form("/pfmp/eleves/import"))
    listed = await bureau.send(refused.form("/pfmp/eleves/import"), following=f"2elec:{formation}")
    pupil = await lycee.superuser.fetchval("SELECT pupil_year_id FROM pupils")
    here = f"/pfmp/periodes/{period}/eleves/{pupil}"
    search = await bureau.get(f"{here}?q=chaudronnerie")
    proposed = await bureau.send(search.form(f"{here}/placements"), site_key=site)
    confirmed = await bureau.send(proposed.form(f"{proposed.answer.url.path}/confirmation"))
    fragment = await bureau.get(f"/pfmp/fragments/sites/{site}")
    page = await bureau.get(f"/pfmp/periodes/{period}")
    card = await bureau.get(f"/pfmp/eleves/{pupil}")
    gone = await bureau.send(card.form(f"/pfmp/eleves/{pupil}/sortie"))
    pages = [preview, refused, listed, search, proposed, confirmed, fragment, page, card, gone]
    for shown in pages:
        assert CANARY in shown.text
    return pages


async def test_a_name_is_written_in_the_table_of_pupils_and_nowhere_else(
    bureau: Visitor, lycee: Lycee
) -> None:
    await a_pupil_goes_all_the_way(bureau, lycee)
    tables = await lycee.superuser.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    # Bytes are shown in hexadecimal.
    spellings = f"{CANARY}|{CANARY.encode().hex()}"
    found = []
    for row in tables:
        table = row["tablename"]
        rows = await lycee.superuser.fetchval(
            f'SELECT count(*) FROM "{table}" AS t WHERE t::text ~* $1', spellings
        )
        found += [table] * (rows > 0)
    assert found == ["pupils"]


async def test_no_address_of_a_page_bears_a_name(bureau: Visitor, lycee: Lycee) -> None:
    for page in await a_pupil_goes_all_the_way(bureau, lycee):
        addresses = re.findall(r'(?:href|action|hx-get|src)="([^"]*)"', page.answer.text)
        assert addresses
        assert not [address for address in addresses if CANARY.lower() in address.lower()]
        assert CANARY.lower() not in str(page.answer.url).lower()


async def test_no_log_line_bears_a_name(
    bureau: Visitor,
    lycee: Lycee,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await a_pupil_goes_all_the_way(bureau, lycee)
    written = capfd.readouterr()
    assert CANARY.lower() not in (written.out + written.err + caplog.text).lower()
