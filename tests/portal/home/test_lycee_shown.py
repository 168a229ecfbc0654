"""The lycée shown is chosen in the header of any page, without a script."""

from services.chassis.base.identity import Role
from services.chassis.web.requests.lycee_choice import COOKIE
from tests.support.network import ELSEWHERE, HERE, Network

CHOOSE = "/lycee-affiche"
PRESSED = 'aria-pressed="true"'


async def test_a_lycee_is_chosen_and_the_choice_taken_back(network: Network) -> None:
    both = await network.client_as(Role.RBDE, HERE, ELSEWHERE)

    def on(page: str) -> str:
        """The button that is on."""
        return page.split(PRESSED)[1].split("</button>", maxsplit=1)[0]

    assert "Tous mes lycées" in on((await both.get("/")).text)
    asked = {"uai": HERE, "next": "/?vue=semaine"}
    chosen = await both.post(CHOOSE, data=asked)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/?vue=semaine")
    assert "max-age" not in chosen.headers["set-cookie"].lower()
    page = (await both.get("/")).text
    assert HERE in on(page)
    assert f"Lycée {HERE} seulement" in page

    # Another person at the same browser begins with everything.
    colleague = await network.client_as(Role.RBDE, HERE, ELSEWHERE)
    colleague.cookies.set(COOKIE, both.cookies[COOKIE])
    assert "Tous mes lycées" in on((await colleague.get("/")).text)

    assert (await both.post(CHOOSE, data={"uai": "", "next": "/"})).status_code == 303
    assert "Tous mes lycées" in on((await both.get("/")).text)


async def test_nobody_chooses_a_lycee_that_is_not_theirs_nor_leaves_for_another_site(
    network: Network,
) -> None:
    one = await network.client_as(Role.RBDE, HERE)

    refused = await one.post(CHOOSE, data={"uai": ELSEWHERE, "next": "/"})
    away = await one.post(CHOOSE, data={"uai": HERE, "next": "//evil.example/"})

    assert refused.status_code == 422
    assert "Choisissez un de vos lycées" in refused.text
    assert COOKIE not in refused.headers.get("set-cookie", "")
    assert away.headers["location"] == "/"


async def test_what_follows_a_choice_is_the_same_list_from_its_beginning(network: Network) -> None:
    both = await network.client_as(Role.RBDE, HERE, ELSEWHERE)

    page = (await both.get("/compte?vue=a&apres=7&lycee=tous")).text

    assert 'name="next" value="/compte?vue=a"' in page
