"""Every form of every route, refused.

Sent empty, as the first role that may, and read; a few are drawn and judged. In `make prove` sent with
nonsense too, as each role that may, in both themes, and all are drawn. Generated from the routes: a
new form is refused here by itself.
"""

from collections.abc import Iterable
from itertools import islice
from uuid import uuid4

import pytest
from playwright.async_api import Page

from services.chassis.base.identity import Role
from tests.browser.answers import post
from tests.browser.axe import settled, will_be_judged
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
# Of the open page, or of one that was answered and is not drawn.
SUMMARY = """(answered) => {
  const page = answered === null ? document
    : new DOMParser().parseFromString(`<main>${answered}</main>`, "text/html");
  const isField = (a) => page.querySelector(a.getAttribute("href"))?.matches("input, select, textarea");
  const text = (some) => some.map((one) => one.textContent.trim());
  return [
    text([...page.querySelectorAll("main .notice.error li")]),
    text([...page.querySelectorAll("main .notice.error li a")].filter((a) => !isField(a))),
  ];
}"""
DRAWN_EACH = 1
"""How many refusals of a service are drawn for each role in `make test`; all of them are read."""


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


async def unclear(page: Page, answered: str | None) -> list[str]:
    """What the list of mistakes leaves open: of the open page, or of what was answered."""
    lines, dead_ends = await page.evaluate(SUMMARY, answered)
    return [f"does not say which field: {line}" for line in lines if ":" not in line] + [
        f"leads to no field: {text}" for text in dead_ends
    ]


async def refused(page: Page, address: str, fields: dict[str, str], within: str) -> list[str]:
    """What is wrong with the page a refused form answers with, or a part of it."""
    async with page.expect_navigation():
        await page.evaluate(SEND, [address, fields])
    await settled(page)
    return await problems_of(page, within) + await unclear(page, None)


async def judged_refusing(
    role: Role | None,
    site: Site,
    routes: Iterable[Route],
    *,
    mistakes_max: int | None = None,
    drawn_max: int | None = None,
) -> list[str]:
    """Each refusal is read or drawn once, whichever roles and forms it answers."""
    page = await site.browsers[role].new_page()
    await will_be_judged(page)
    await page.goto("/connexion")
    found, drawn = [], 0
    for route in routes:
        address = site.address(route)
        for fields in islice(mistakes(route), mistakes_max):
            answer = await post(site.clients[role], address, fields)
            problems = [f"answers {answer.status}"] if answer.status >= 500 else []
            if answer.status >= 400 and site.is_new(answer):
                if drawn_max is None or drawn < drawn_max:
                    problems += await refused(page, address, fields, site.to_judge(answer))
                    drawn += 1
                else:
                    problems += await unclear(page, answer.content)
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
            judged_refusing(role, site, routes, mistakes_max=1, drawn_max=DRAWN_EACH)
            for role, routes in asked
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


async def test_a_fault_of_a_refusal_that_is_only_read_is_told(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    told = '<div class="notice error"><ul><li><a href="#{}">{}</a></li></ul></div><input id="nom">'

    assert await unclear(page, told.format("nom", "Nom : ce champ est obligatoire")) == []
    assert await unclear(page, told.format("nulle-part", "Nom : obligatoire")) == [
        "leads to no field: Nom : obligatoire"
    ]
    assert await unclear(page, told.format("nom", "Erreur")) == ["does not say which field: Erreur"]
    await page.close()
