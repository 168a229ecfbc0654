"""How far a company is from the lycée: in the list, on its page."""

from collections.abc import Callable

import pytest

from contracts.identifiers import CommuneCode, PublicText
from services.chassis.identity import Role
from services.partnerships.queries.distances import Distances
from services.partnerships.use_cases.follow_company import follow_company
from services.partnerships.use_cases.place_lycee import place_lycee
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau, site

MONTAUBAN, MOISSAC, CASTELSARRASIN = (CommuneCode(code) for code in ("82121", "82112", "82033"))


async def stands(bureau: Bureau, commune: CommuneCode, version: int = 1) -> None:
    await bureau.do(
        place_lycee,
        uai=bureau.uai,
        name=PublicText(bureau.uai),
        commune=commune,
        version=version,
        now=bureau.now,
    )


def distances_in(page: str) -> list[str]:
    return [one.partition("<")[0] for one in page.split('commune à commune">·\u00a0')[1:]]


@pytest.mark.parametrize(
    ("communes", "there", "km"),
    [
        ({MONTAUBAN}, MOISSAC, 24),
        ({MONTAUBAN, CASTELSARRASIN}, MOISSAC, 7),
        ({MOISSAC}, MOISSAC, None),
        (set(), MOISSAC, None),
        ({MONTAUBAN}, None, None),
        ({MONTAUBAN}, "99999", None),
        ({CommuneCode("99999")}, MOISSAC, None),
    ],
)
def test_a_distance_is_from_the_nearest_and_none_where_nothing_is_known(
    communes: set[CommuneCode], there: str | None, km: int | None
) -> None:
    assert Distances(frozenset(communes)).km(there) == km


async def test_the_list_and_the_page_say_how_far_a_company_is(
    bureau: Bureau, browser: Browser
) -> None:
    company_id = await bureau.registers(main=site(commune=MOISSAC))
    await bureau.registers("Sur place", main=site(commune=MONTAUBAN))
    pages = ("/entreprises", f"/entreprises/{company_id}")
    for page in pages:
        assert distances_in((await browser.opens(page)).text) == [], (
            "nobody told where the lycée is"
        )

    await stands(bureau, MONTAUBAN)

    for page in pages:
        assert distances_in((await browser.opens(page)).text) == ["24\u00a0km"]


async def test_who_works_for_two_lycees_reads_the_nearest(
    bureau: Bureau, other_bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    company_id = await bureau.registers(main=site(commune=MOISSAC))
    await other_bureau.do(follow_company, company_id=company_id, uai=ELSEWHERE)
    await stands(bureau, MONTAUBAN)
    await stands(other_bureau, CASTELSARRASIN)

    seen = {
        uais: distances_in((await signed_in(Role.RBDE, *uais).opens("/entreprises")).text)
        for uais in ((BOURDELLE,), (ELSEWHERE,), (BOURDELLE, ELSEWHERE))
    }

    assert list(seen.values()) == [["24\u00a0km"], ["7\u00a0km"], ["7\u00a0km"]]


async def test_what_is_older_changes_no_place(bureau: Bureau, browser: Browser) -> None:
    await bureau.registers(main=site(commune=MOISSAC))
    await stands(bureau, MONTAUBAN, version=2)
    await stands(bureau, CASTELSARRASIN, version=1)

    assert distances_in((await browser.opens("/entreprises")).text) == ["24\u00a0km"]
