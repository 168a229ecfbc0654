"""Every page with nothing to show: as a bureau and as the department, as every role in `make prove`."""

import pytest

from services.chassis.identity import Role
from tests.browser.site import Site, judged_by
from tests.support.proof import long, short_and_long


@pytest.mark.parametrize("site", short_and_long(["neutre empty"], ["dsfr empty"]), indirect=True)
@pytest.mark.parametrize("who", ["bureau and department", long("all")])
async def test_every_empty_page_can_be_read(site: Site, who: str) -> None:
    roles = site.browsers if who == "all" else (Role.RBDE, Role.SUPERVISOR)

    assert await judged_by(site, roles) == []
