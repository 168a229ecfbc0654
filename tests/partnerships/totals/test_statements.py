"""The list of companies asks the database as often for a page as for one line."""

import pytest

from tests.partnerships.browsing import Browser
from tests.partnerships.world import Bureau
from tests.support.statements import statements


@pytest.mark.parametrize(
    "path",
    [
        "/entreprises",
        "/entreprises?tri=-echange&accueil=oui",
        "/entreprises?filtre=toutes&tri=commune",
        "/entreprises/fragments/aujourdhui",
    ],
)
async def test_the_list_asks_as_often_whatever_it_shows(
    browser: Browser, bureau: Bureau, other_bureau: Bureau, path: str
) -> None:
    async def asked() -> list[str]:
        with statements() as run:
            assert (await browser.opens(path)).status_code == 200
        return run

    await bureau.logs(await bureau.registers("Atelier premier"))
    few = await asked()
    for n in range(12):
        company = await bureau.registers(f"Atelier {n}")
        await bureau.logs(company)
        await other_bureau.logs(company)
    many = await asked()

    assert len(many) == len(few), many
    assert 1 <= len(many) <= 8, many
