"""On a network Passerelle speaks https or does not start, and says why; cookies follow."""

import asyncio

import pytest

from deploy.gateway.plain_http import PlainHttpRefused, refuse_plain_http
from services.chassis.security.sessions import cookie_name
from services.portal.service import SERVICE
from tests.portal.world import MAIL, PASSWORD, a_lycee, an_account
from tests.support.network import Running
from tests.support.pages import Visitor
from tests.support.processes import run
from tests.support.servers import own_folder

HERE_ALONE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("host", "public_url"),
    [
        ("0.0.0.0", HERE_ALONE),
        ("::", HERE_ALONE),
        ("", HERE_ALONE),
        ("192.168.1.20", HERE_ALONE),
        ("passerelle.lan", HERE_ALONE),
        ("127.0.0.1", "http://192.168.1.20:8000"),
        ("127.0.0.1", "http://passerelle.lycee.example"),
    ],
)
def test_http_on_a_network_is_refused_with_what_to_do(host: str, public_url: str) -> None:
    with pytest.raises(PlainHttpRefused, match=r"en clair.*PASSERELLE_PUBLIC_URL=https://"):
        refuse_plain_http(host, public_url)


@pytest.mark.parametrize(
    ("host", "public_url"),
    [
        ("127.0.0.1", HERE_ALONE),
        ("::1", "http://[::1]:8000"),
        ("localhost", "http://localhost:8000"),
        ("0.0.0.0", "https://passerelle.lycee.example"),
        ("192.168.1.20", "https://passerelle.lycee.example"),
    ],
)
def test_this_machine_alone_or_https_is_served(host: str, public_url: str) -> None:
    refuse_plain_http(host, public_url)


async def test_up_and_serve_say_so_in_one_line_and_start_nothing() -> None:
    with own_folder("clear") as folder:
        replica = ("--replica", "portal=http://127.0.0.1:1")
        refusals = await asyncio.gather(
            run("up", "--data", str(folder / "data"), "--host", "0.0.0.0"),
            run("serve", "gateway", "--host", "0.0.0.0", *replica),
            run("serve", "portal", "--host", "192.168.1.20"),
        )
        assert not (folder / "data" / "postgres").exists()

    for (code, said), expected in zip(refusals, (1, 2, 2), strict=True):
        *_, output = said.splitlines()
        assert (code, "Traceback" in said) == (expected, False), said
        assert output.startswith("Refusé"), output
        assert "PASSERELLE_PUBLIC_URL=https://" in output


async def test_a_session_s_cookie_is_bound_to_this_host_where_there_is_https(
    running: Running,
) -> None:
    running.settings = running.settings.replaced(public_url="https://passerelle.example")
    async with running(SERVICE) as network:
        work = network.runtime("portal").work
        await a_lycee(work)
        await an_account(work)
        browser = Visitor(network.client())
        form = (await browser.get("/connexion")).form("/connexion")
        signed_in = await browser.client.post(
            "/connexion", data=form.typed(mail=MAIL, password=PASSWORD)
        )
        [cookie] = signed_in.headers.get_list("set-cookie")

        assert cookie.startswith("__Host-passerelle=")
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert attributes == {"httponly", "path=/", "samesite=lax", "secure"}
        assert "domain" not in cookie.lower()
        assert (await browser.get("/compte")).answer.url.path == "/compte"
        stranger = network.client(
            cookies={"passerelle": browser.client.cookies["__Host-passerelle"]}
        )
        assert (await stranger.get("/compte")).status_code == 303
        assert cookie_name(network.settings) == "__Host-passerelle"
