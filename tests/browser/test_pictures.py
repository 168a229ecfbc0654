"""The pictures of pictures/README.md are of pages that are still so, as they are sent."""

import re
from pathlib import Path

import pytest

from services.chassis.base.identity import Role
from tests.browser.pictures_of_roles import BYTES_MAX, FOLDER, PAGES, kept_outlines, outline_of
from tests.browser.site import Site

GALLERY = FOLDER / "README.md"
README = Path(__file__).parents[2] / "README.md"
ALIKE_MIN = 0.7
"""The share of what a page and its picture show that both show."""
SAME_WHEN_EMPTY = {"/", "/registre", "/exploitation"}
"""Pages whose titles do not come from what there is to show."""


@pytest.mark.parametrize("site", ["neutre empty"], indirect=True)
async def test_the_picture_of_each_role_shows_its_page_of_today(site: Site) -> None:
    stale = []
    kept = kept_outlines()
    for role in Role:
        page = PAGES[role]
        taken_of, taken = kept[role]
        answer = await (await site.network.client_as(role)).get(page)
        today = outline_of(answer.text)
        alike = _share(today.menu, taken.menu)
        if page in SAME_WHEN_EMPTY:
            alike = min(alike, _share(today.parts, taken.parts))
        same = (answer.status_code, page, today.heading) == (200, taken_of, taken.heading)
        if not same or alike < ALIKE_MIN:
            stale.append(f"{role}, {page}: {today} is far from the picture, run `make pictures`")

    assert stale == []


@pytest.mark.parametrize("role", Role)
def test_the_gallery_shows_a_small_picture_of_each_role(role: Role) -> None:
    picture = FOLDER / f"{role}.webp"

    assert picture.stat().st_size <= BYTES_MAX
    assert f'<img src="{role}.webp"' in GALLERY.read_text(encoding="utf-8")
    assert role.label in GALLERY.read_text(encoding="utf-8")


def test_no_picture_is_of_nobody() -> None:
    shown = set(re.findall(r"(\w+)\.webp", GALLERY.read_text(encoding="utf-8")))

    assert shown == {file.stem for file in FOLDER.glob("*.webp")} == set(Role)


def test_who_reads_the_readme_sees_two_pictures_and_is_led_to_all() -> None:
    text = README.read_text(encoding="utf-8")

    shown = re.findall(r'<img src="tests/browser/pictures/(\w+)\.webp"', text)
    assert len(shown) == 2
    assert {*shown} <= {*Role}
    assert "(tests/browser/pictures/README.md)" in text


def _share(some: list[str], others: list[str]) -> float:
    return len({*some} & {*others}) / max(1, len({*some} | {*others}))
