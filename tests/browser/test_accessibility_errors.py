"""Every form of every route, refused.

Sent empty, as the first role that may; in `make prove` sent with nonsense too, as each role that may,
in both themes. Generated from the routes: a new form is refused here by itself.
"""

from collections.abc import Iterable
from itertools import islice
from uuid import uuid4

import pytest
from playwright.async_api import Page

from services.chassis.identity import Role
from tests.browser.answers import post
from tests.browser.axe import will_be_judged
from tests.browser.site import FORMS, Site, a_few_at_once, problems_of
from tests.support.proof import short_and_long
from tests.support.routes import Route

NONSENSE = "?"
PROPOSING = "/actualites/nouvelle"
# Sent by a page of ours, as any form: the answer is a page the browser shows.
SEND = """([address, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    [input.type, input.name, input.value] = ["hidden", name, value];
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""
SUMMARY = "() => [...document.querySelectorAll('main .notice.error li')].map((li) => li.innerText)"
DEAD_ENDS = """() => [...document.querySelectorAll('main .notice.error li a')]
  .filter((a) => document.querySelector(a.getAttribute('href'))?.matches('input, select, textarea') !== true)
  .map((a) => a.innerText)"""


def mistakes(route: Route) -> Iterable[dict[str, str]]:
    """What is wrong to send: nothing, nonsense; for a form without fields, no command."""
    if route.in_body:
        yield {"command_id": str(uuid4())}
        # Another lycée than one's own is refused before the rest is read.
        yield {"command_id": str(uuid4())} | dict.fromkeys(route.in_body - {"uai"}, NONSENSE)
    if "uai" in route.in_body:
        yield {"command_id": str(uuid4()), "uai": NONSENSE}
    if not route.in_body and route.declared.recorded:
        yield {}


async def refused(page: Page, address: str, fields: dict[str, str]) -> list[str]:
    """What is wrong with the page a refused form answers with."""
    async with page.expect_navigation():
        await page.evaluate(SEND, [address, fields])
    problems = await problems_of(page)
    for line in await page.evaluate(SUMMARY):
        if ":" not in line:
            problems.append(f"does not say which field: {line}")
    problems += [f"leads to no field: {text}" for text in await page.evaluate(DEAD_ENDS)]
    return problems


async def judged_refusing(
    role: Role | None, site: Site, routes: Iterable[Route], *, mistakes_max: int | None = None
) -> list[str]:
    """Each refusal is drawn once, whichever roles and forms it answers."""
    page = await site.browsers[role].new_page()
    await will_be_judged(page)
    await page.goto("/connexion")
    found = []
    for route in routes:
        address = site.address(route)
        for fields in islice(mistakes(route), mistakes_max):
            answer = await post(site.clients[role], address, fields)
            problems = [f"answers {answer.status}"] if answer.status >= 500 else []
            if answer.status >= 400 and site.is_new(answer):
                problems += await refused(page, address, fields)
            found += [f"{route} as {role or 'nobody'}, {sorted(fields)}: {p}" for p in problems]
    await page.close()
    return found


SERVICES = sorted({route.service.name for route in FORMS})


def forms_of(service: str) -> list[Route]:
    return [route for route in FORMS if route.service.name == service]


@pytest.mark.parametrize("service", SERVICES)
async def test_every_form_sent_empty_says_what_is_wrong(site: Site, service: str) -> None:
    asked = site.shared_out(forms_of(service)).items()

    assert (
        await a_few_at_once(
            judged_refusing(role, site, routes, mistakes_max=1) for role, routes in asked
        )
        == []
    )


@pytest.mark.parametrize("service", short_and_long([], SERVICES))
async def test_every_refused_form_says_what_is_wrong_to_all(site: Site, service: str) -> None:
    routes = forms_of(service)

    assert (
        await a_few_at_once(
            judged_refusing(role, site, site.may(role, routes)) for role in site.browsers
        )
        == []
    )


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (
            "document.querySelector('main .notice.error li a').href = '#nulle-part'",
            "leads to no field",
        ),
        ("document.querySelector('main .notice.error li').innerText = 'Erreur'", "which field"),
        ("document.querySelector('main label').remove()", "label: "),
    ],
)
async def test_a_fault_of_a_refusal_is_told(site: Site, fault: str, told: str) -> None:
    proposing = [route for route in forms_of("coordination") if route.path == PROPOSING]
    async with site.spoilt(Role.RBDE, f"if (location.pathname !== '/connexion') {fault}") as spoilt:
        found = await judged_refusing(Role.RBDE, spoilt, proposing, mistakes_max=1)
    assert any(told in one for one in found), found
