"""Whoever hosts a pupil stops all mails by the link in any of them, and allows them again."""

from typing import Any
from uuid import UUID, uuid4

import httpx2

from contracts.identifiers import SiteKey
from contracts.partnerships.questions import HostContact, HostContactRequest
from services.partnerships.contact_checks.answers import contact_of_a_host
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from tests.partnerships.browsing import Browser, Pages
from tests.partnerships.world import Bureau
from tests.support.pages import SAME_ORIGIN

MAIL = "anne@vert.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def known(
    bureau: Bureau, mail: str | None = MAIL, name: str = "Bois Vert"
) -> tuple[SiteKey, UUID]:
    """A site, and its contact."""
    company_id = await bureau.registers(name)
    site = (await bureau.card(company_id)).sites[0]
    contact = await bureau.do(
        add_contact,
        company_id=company_id,
        site_id=site.id,
        details=ContactDetails("Anne Vert", mail=mail),
    )
    return site.key, contact


async def host(bureau: Bureau, site_key: SiteKey) -> HostContact:
    async def ask(uow: Any) -> HostContact:
        return await contact_of_a_host(HostContactRequest(site_key=site_key), uow)

    return await bureau.do(ask)


async def path_of(bureau: Bureau, site_key: SiteKey) -> str:
    url = (await host(bureau, site_key)).stop_url
    assert url is not None
    return "/" + url.split("/", 3)[3]


def client(served: Pages, **headers: str) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(served.app, client=(str(uuid4()), 1))
    return httpx2.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8000", headers=headers
    )


async def test_the_link_of_a_contact_stops_mails_of_all_lycees_and_takes_it_back(
    browser: Browser, served: Pages, bureau: Bureau, other_bureau: Bureau
) -> None:
    ours, _ = await known(bureau)
    theirs, _ = await known(other_bureau, "Anne@Vert.example", "Bois Vert Nord")
    path = await path_of(bureau, ours)
    reader = Browser(client(served, **SAME_ORIGIN))

    opened = await reader.opens(path)
    assert "Ne plus recevoir de courriels" in opened.text
    assert "Bois Vert" in opened.text
    assert not (await host(bureau, ours)).stopped, "opening it changes nothing"
    stopped = await reader.follows(await reader.sends(opened, f"{path}/arret"))

    assert "Vous ne recevez plus de courriels." in stopped.text
    # The link is of the contact: its card may have another address since.
    assert "à l’adresse que le lycée a aujourd’hui pour ce contact." in stopped.text
    assert (await host(bureau, ours)).stopped
    assert (await host(other_bureau, theirs)).stopped
    await reader.follows(await reader.sends(path, f"{path}/accord"))
    assert not (await host(bureau, ours)).stopped


async def test_the_button_of_a_mail_program_stops_them_without_a_page(
    served: Pages, bureau: Bureau
) -> None:
    ours, _ = await known(bureau)
    path = await path_of(bureau, ours)
    async with client(served) as program:
        assert (await program.post(path, data={"List-Unsubscribe": "Later"})).status_code == 422
        assert not (await host(bureau, ours)).stopped
        for _ in range(2):
            assert (await program.post(path, data=ONE_CLICK)).status_code == 200
            assert (await host(bureau, ours)).stopped


async def test_the_link_of_an_erased_contact_opens_nothing(served: Pages, bureau: Bureau) -> None:
    ours, contact = await known(bureau)
    path = await path_of(bureau, ours)
    await bureau.do(remove_contact, contact_id=contact, now=bureau.now)

    async with client(served) as program:
        assert (await program.get(path)).status_code == 404
        assert (await program.post(path, data=ONE_CLICK)).status_code == 404


async def test_who_has_no_address_has_no_link(bureau: Bureau) -> None:
    ours, _ = await known(bureau, None)
    assert (await host(bureau, ours)).stop_url is None
