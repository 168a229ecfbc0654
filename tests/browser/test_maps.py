"""Maps on a screen: their letters can be read at every width, and none lies over anything else."""

from itertools import combinations
from typing import Any

import pytest
from playwright.async_api import Page, ViewportSize

from services.chassis.base.identity import Role
from tests.browser.site import Site

SMALLEST_LETTERS = 11
ROW_MAX = 40
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
CARD = ViewportSize(width=332, height=844)
"""A map is 300 px wide there, as on the card of a home page."""
MAPS = ("exemple-carte", "exemple-contours")
LOOSE = 2.0
DRAWN = """(id) => {
    const map = document.getElementById(id + '-nom').parentElement
    const place = (one) => {
        const { left, top, right, bottom } = one.getBoundingClientRect()
        return { left, top, right, bottom }
    }
    // A line is higher than its letters, above and under them.
    const blank = 0.2
    const inked = (one) => {
        const { left, top, right, bottom, height } = one.getBoundingClientRect()
        return { left, top: top + blank * height, right, bottom: bottom - blank * height }
    }
    const texts = [...map.querySelectorAll('text')].filter((one) => one.getClientRects().length)
    return {
        map: place(map),
        px: [...texts, ...map.parentElement.querySelectorAll('.scale text')]
            .filter((one) => one.getClientRects().length)
            .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getCTM().a),
        texts: texts.map((one) => ({ said: one.textContent, name: !one.classList.length, ...inked(one) })),
        circles: [...map.querySelectorAll('.bubble')].map(place),
    }
}"""
SIDES = """(id) => {
    const figure = document.getElementById(id + '-nom').closest('figure')
    const place = (one) => figure.querySelector(one).getBoundingClientRect()
    const [map, table] = [place('.map'), place('table')]
    const rows = [...figure.querySelectorAll('tbody tr')].map((one) => one.getBoundingClientRect().height)
    return { right: map.right, bottom: map.bottom, left: table.left, top: table.top, row: Math.max(...rows) }
}"""


async def opened(site: Site, screen: ViewportSize) -> Page:
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(screen)
    await page.goto("/composants")
    return page


def meet(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["left"] + LOOSE < other["right"] - LOOSE
        and other["left"] + LOOSE < one["right"] - LOOSE
        and one["top"] + LOOSE < other["bottom"] - LOOSE
        and other["top"] + LOOSE < one["bottom"] - LOOSE
    )


def lies_over(text: dict[str, float], circle: dict[str, float]) -> bool:
    """The nearest point of the text is inside the circle."""
    x, y = (circle["left"] + circle["right"]) / 2, (circle["top"] + circle["bottom"]) / 2
    near_x = min(max(x, text["left"] + LOOSE), text["right"] - LOOSE)
    near_y = min(max(y, text["top"] + LOOSE), text["bottom"] - LOOSE)
    radius = (circle["right"] - circle["left"]) / 2 - LOOSE
    return (near_x - x) ** 2 + (near_y - y) ** 2 < max(radius, 0) ** 2


@pytest.mark.parametrize("screen", [DESK, PHONE, CARD], ids=["desk", "phone", "card"])
async def test_the_letters_of_a_map_are_read_and_lie_over_nothing(
    site: Site, screen: ViewportSize
) -> None:
    page = await opened(site, screen)
    await page.evaluate("document.fonts.ready")

    for one_map in MAPS:
        drawn: dict[str, Any] = await page.evaluate(DRAWN, one_map)
        assert drawn["texts"], one_map
        assert min(drawn["px"]) >= SMALLEST_LETTERS, one_map
        over = [(a["said"], b["said"]) for a, b in combinations(drawn["texts"], 2) if meet(a, b)]
        assert over == [], one_map
        names = [one for one in drawn["texts"] if one["name"]]
        crossed = [one["said"] for one in names if any(lies_over(one, c) for c in drawn["circles"])]
        assert crossed == [], one_map
        assert all(one["left"] >= drawn["map"]["left"] for one in names), one_map
        assert all(one["right"] <= drawn["map"]["right"] for one in names), one_map
    await page.close()


async def test_a_page_has_more_names_than_a_card(site: Site) -> None:
    told = []
    for screen in (DESK, CARD):
        page = await opened(site, screen)
        drawn = await page.evaluate(DRAWN, "exemple-carte")
        told.append({one["said"] for one in drawn["texts"] if one["name"]})
        await page.close()

    on_a_page, on_a_card = told
    assert len(on_a_page) > len(on_a_card) >= 4


async def test_the_table_is_beside_its_map_on_a_desk_and_under_it_on_a_phone(site: Site) -> None:
    desk, phone = await opened(site, DESK), await opened(site, PHONE)

    beside, under = [await page.evaluate(SIDES, "exemple-carte") for page in (desk, phone)]

    assert beside["left"] > beside["right"]
    assert beside["top"] < beside["bottom"]
    assert under["top"] > under["bottom"]
    assert max(beside["row"], under["row"]) <= ROW_MAX
    await desk.close()
    await phone.close()
