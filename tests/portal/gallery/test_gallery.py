"""The living page shows everything pages are made of."""

import re

import pytest

from services.chassis.base.identity import Role
from services.chassis.web.answers.rendering import TEMPLATES
from tests.support.network import Network


def macros() -> list[str]:
    """Every public macro, by its module and name."""
    return [
        f"{file.stem}.{name}"
        for file in sorted((TEMPLATES / "ui").glob("*.html"))
        for name in re.findall(r"{%-? macro ([a-z]\w*)", file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("macro", macros())
def test_the_living_page_shows_each_macro(macro: str) -> None:
    folder = TEMPLATES.parents[2] / "portal" / "gallery" / "templates"
    drawn = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*gallery*.html"))

    assert re.search(rf"\b{re.escape(macro)}\(", drawn), f"show {macro} in portal/gallery.html"


async def test_the_living_page_is_seen_by_whoever_is_signed_in(network: Network) -> None:
    head = await network.client_as(Role.HEAD)

    page = await head.get("/composants")

    assert page.status_code == 200
    assert "Indiquez la raison sociale." in page.text
    assert (await network.client().get("/composants")).status_code == 303
