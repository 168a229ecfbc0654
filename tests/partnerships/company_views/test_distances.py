"""How far a company is from the lycée: in the list, on its page."""

import re
from collections.abc import Callable

import pytest

from contracts.identifiers import CommuneCode, Uai
from services.chassis.base.identity import Role
from services.partnerships.acquaintances.commands import follow_company
from services.partnerships.base.distances import Distances, Far
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau, site

MONTAUBAN, MOISSAC, CASTELSARRASIN = (CommuneCode(code) for code in ("82121", "82112", "82033"))
NOWHERE = CommuneCode("82999")
"""No place is known of it."""
TAGS = {BOURDELLE: "Bourdelle", ELSEWHERE: "Deux Rives"}
AS_THE_CROW_FLIES = "à vol d’oiseau"


def distances_in(page: str) -> list[str]:
    return [
        " ".join(one.split()) for one in re.findall(r'(?:class="muted"|<small)>·([^<]*)<', page)
    ]


@pytest.mark.parametrize(
    ("here", "there", "far"),
    [
        ([MONTAUBAN], MOISSAC, Far(24)),
        ([MONTAUBAN, CASTELSARRASIN], MOISSAC, Far(7, ("Deux Rives",))),
        ([MOISSAC], MOISSAC, Far(0)),
        ([MONTAUBAN, MOISSAC], MOISSAC, Far(0, ("Deux Rives",))),
        ([MOISSAC, NOWHERE], MOISSAC, Far(0, ("Bourdelle",))),
        ([MONTAUBAN, MONTAUBAN], MOISSAC, Far(24)),
        ([], MOISSAC, None),
        ([MONTAUBAN], None, None),
        ([MONTAUBAN], NOWHERE, None),
        ([NOWHERE], MOISSAC, None),
        ([NOWHERE], NOWHERE, Far(0)),
    ],
)
def test_a_distance_is_from_the_nearest_and_none_where_nothing_is_known(
    here: list[CommuneCode], there: str | None, far: Far | None
) -> None:
    lycees = dict(zip((BOURDELLE, ELSEWHERE), here, strict=False))
    tags = TAGS if len(here) > 1 else {}
    assert Distances(lycees, tags).km(there) == far


async def test_the_list_and_the_page_say_how_far_a_company_is(
    bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    company_id = await bureau.registers(main=site(commune=MOISSAC))
    await bureau.registers("Sur place", main=site(commune=MONTAUBAN))
    unplaced = signed_in(Role.RBDE, BOURDELLE)
    browser = signed_in(Role.RBDE, BOURDELLE, communes={BOURDELLE: MONTAUBAN})

    pages = ("/entreprises", f"/entreprises/{company_id}")
    for page in pages:
        assert distances_in((await unplaced.opens(page)).text) == []
    listed, card = [(await browser.opens(page)).text for page in pages]

    assert sorted(distances_in(listed)) == ["24 km", "sur place"]
    assert listed.count(AS_THE_CROW_FLIES) == 1, "said once, of the whole list"
    assert distances_in(card) == ["24 km à vol d’oiseau"]


async def test_the_same_commune_is_no_flight(
    bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    company_id = await bureau.registers(main=site(commune=MOISSAC))
    browser = signed_in(Role.RBDE, BOURDELLE, communes={BOURDELLE: MOISSAC})

    for page in ("/entreprises", f"/entreprises/{company_id}"):
        told = (await browser.opens(page)).text
        assert distances_in(told) == ["sur place"]
        assert AS_THE_CROW_FLIES not in told


async def test_who_works_for_two_lycees_reads_the_nearest_and_which_it_is(
    bureau: Bureau, other_bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    company_id = await bureau.registers(main=site(commune=MOISSAC))
    await other_bureau.do(follow_company, company_id=company_id, uai=ELSEWHERE)
    communes = {BOURDELLE: MONTAUBAN, ELSEWHERE: CASTELSARRASIN}
    both = (BOURDELLE, ELSEWHERE)

    async def reads(page: str, uais: tuple[Uai, ...], at: dict[Uai, CommuneCode]) -> list[str]:
        return distances_in((await signed_in(Role.RBDE, *uais, communes=at).opens(page)).text)

    for uais, told in (
        (both[:1], "24 km"),
        (both[1:], "7 km"),
        (both, "7 km depuis Deux Rives"),
    ):
        assert await reads("/entreprises", uais, communes) == [told]
    card = f"/entreprises/{company_id}"
    assert await reads(card, both, communes) == ["7 km à vol d’oiseau depuis Deux Rives"]
    moved = {**communes, ELSEWHERE: MOISSAC}
    assert await reads("/entreprises", both, moved) == ["sur place (Deux Rives)"]
