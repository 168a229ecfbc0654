"""Both themes, on pages that together show every macro and each kind of page.

Every page in both themes, as every role, is judged by `make prove`.
"""

from collections.abc import Mapping

import pytest

from services.chassis.base.identity import Role
from tests.browser.site import FORMS, PAGES, Site, judged_in_turn
from tests.browser.test_accessibility_errors import judged_refusing

KINDS: Mapping[Role | None, tuple[str, ...]] = {
    None: ("/connexion", "/fiche/{token}"),
    Role.RBDE: (
        "/composants",
        "/",
        "/entreprises",
        "/entreprises/nouvelle",
        "/entreprises/{company_id}",
        "/pfmp/periodes/{period_id}",
    ),
    Role.SUPERVISOR: ("/departement",),
}
REFUSED = "/entreprises/nouvelle"


@pytest.mark.parametrize("site", ["dsfr"], indirect=True)
async def test_each_kind_of_page_can_be_read_in_the_other_theme(site: Site) -> None:
    pages = {route.path: route for route in PAGES}
    asked = {role: [site.address(pages[path]) for path in paths] for role, paths in KINDS.items()}
    refused = [route for route in FORMS if route.path == REFUSED]

    assert await judged_in_turn(site, asked) == []
    assert await judged_refusing(Role.RBDE, site, refused) == []
