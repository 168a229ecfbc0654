"""The mailbox of the demonstration: what it takes goes nowhere, and is read on this machine only."""

import base64
from collections.abc import AsyncIterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import aiosmtplib
import httpx2
import pytest
import pytest_asyncio
from pydantic import SecretStr

from deploy.embedded.ports import free_port
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.base.scopes import DEPARTMENT
from services.portal.demo_mailbox.commands import keep_demo_mail
from services.portal.demo_mailbox.model import BYTES_MAX, KEPT_MAX, read_mail
from services.portal.demo_mailbox.pages import COOKIE
from services.portal.demo_mailbox.store import DemoMails
from tests.portal.running import the_portal
from tests.support.network import Network
from tests.support.pages import Page
from tests.support.services import NOW, ServiceDatabases
from tests.support.waiting import eventually

KEY = "une-clef-de-la-boite"
LINK = "http://127.0.0.1:8000/mot-de-passe/choisir/abc"
ATTACK = '<script>alert(1)</script><img src="https://evil.example/x.png" onerror="alert(2)">'


def a_mail(subject: str = "Lieu d’accueil confirmé", html: str | None = "<p>Bonjour</p>") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Lycée des Tilleuls <passerelle@lycee.example>"
    mail["To"] = "hote@entreprise.example"
    mail["Reply-To"] = "bureau@tilleuls.example"
    mail["Subject"] = subject
    mail.set_content(f"Bonjour, c’est l’été.\nOuvrez {LINK}.\nOu https://evil.example/{subject}")
    if html is not None:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


def reader(portal: Network, **options: Any) -> httpx2.AsyncClient:
    """A browser that opened the mailbox."""
    return portal.client(cookies={COOKIE: KEY}, **options)


async def send(portal: Network, content: bytes, *recipients: str) -> None:
    async with aiosmtplib.SMTP(
        hostname="127.0.0.1",
        port=portal.settings.demo_smtp_port,
        use_tls=False,
        start_tls=False,
    ) as smtp:
        await smtp.sendmail(
            "bounces@lycee.example", list(recipients or ("hote@entreprise.example",)), content
        )


async def the_mail(portal: Network) -> str:
    """The path of the newest mail."""
    async with portal.runtime("portal").work.begin(DEPARTMENT) as uow:
        [mail, *_] = await DemoMails(uow).page(before=None, limit=1)
    return f"/courriels/{mail.id}"


@pytest_asyncio.fixture
async def demo(service_databases: ServiceDatabases, settings: Settings) -> AsyncIterator[Network]:
    """A portal that holds the mailbox."""
    with_mailbox = settings.replaced(demo_smtp_port=free_port(), demo_mailbox_key=SecretStr(KEY))
    async with the_portal(service_databases, with_mailbox) as portal:
        yield portal


async def test_the_address_that_is_printed_opens_the_mailbox_for_this_browser(
    demo: Network,
) -> None:
    await send(demo, a_mail())
    browser = demo.client()

    opened = await browser.get(f"/courriels?cle={KEY}")

    assert (opened.status_code, opened.headers["location"]) == (303, "/courriels")
    assert "HttpOnly" in opened.headers["set-cookie"]
    assert "Lieu d’accueil confirmé" in Page(await browser.get("/courriels")).text
    assert (await browser.get(await the_mail(demo))).status_code == 200


@pytest.mark.parametrize("key", ["", "x", KEY[:-1], f"{KEY}0", KEY.upper(), "é"], ids=repr)
async def test_by_the_name_of_this_machine_alone_nobody_reads_the_mails(
    demo: Network, key: str
) -> None:
    await send(demo, a_mail())
    path = await the_mail(demo)
    browser = demo.client(cookies={COOKIE: key} if key.isascii() else {})

    for address in (f"/courriels?cle={key}", "/courriels", path, f"{path}/html"):
        refused = await browser.get(address)
        assert refused.status_code == 404, address
        assert "Tilleuls" not in refused.text
        assert "set-cookie" not in refused.headers
    assert "finit par une clé" in (await browser.get("/courriels")).text
    assert "affichée" in (await browser.get("/mot-de-passe/demande")).text
    assert 'href="/courriels"' not in (await browser.get("/mot-de-passe/demande")).text


async def test_without_a_key_in_the_settings_no_key_opens_it(
    service_databases: ServiceDatabases, settings: Settings
) -> None:
    keyless = settings.replaced(demo_smtp_port=free_port())
    async with the_portal(service_databases, keyless) as portal:
        for given in ("", "None", KEY):
            asked = await reader(portal).get(f"/courriels?cle={given}")
            assert asked.status_code == 404
        assert (await reader(portal).get("/courriels")).status_code == 404


async def test_a_mail_that_is_sent_is_read_by_who_has_the_key(demo: Network) -> None:
    assert "Aucun courriel pour le moment" in Page(await reader(demo).get("/courriels")).text

    await send(demo, a_mail())

    listed = Page(await reader(demo).get("/courriels"))
    page = Page(await reader(demo).get(await the_mail(demo)))
    assert "Ces courriels n’ont pas quitté cette machine." in listed.text
    assert "Lieu d’accueil confirmé hote@entreprise.example" in listed.text
    assert "Ces courriels n’ont pas quitté cette machine." in page.text
    for word in ("Lycée des Tilleuls", "bureau@tilleuls.example", "c’est l’été", "MIME-Version"):
        assert word in page.text


async def test_the_files_that_go_with_a_mail_are_there_to_be_saved(demo: Network) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = "Votre action"
    mail.set_content("Bonjour.")
    mail.add_alternative("<p>Bonjour.</p>", subtype="html")
    mail.add_attachment(b"BEGIN:VCALENDAR", "application", "ics", filename="action été.ics")
    await send(demo, mail.as_bytes())

    page = await reader(demo).get(await the_mail(demo))

    assert "Pièces jointes action été.ics application/ics, 15 octets" in Page(page).text
    saved = base64.b64encode(b"BEGIN:VCALENDAR").decode()
    assert f'href="data:application/octet-stream;base64,{saved}"' in page.text
    await send(demo, a_mail())
    assert "Pièces jointes" not in (await reader(demo).get(await the_mail(demo))).text


async def test_links_to_us_may_be_followed_and_no_others(demo: Network) -> None:
    await send(demo, a_mail())

    page = (await reader(demo).get(await the_mail(demo))).text

    assert f'<a href="{LINK}">' in page
    assert 'href="https://evil.example' not in page


async def test_what_a_mail_holds_runs_nothing(demo: Network) -> None:
    await send(demo, a_mail(subject=ATTACK, html=f"<html><head></head>{ATTACK}</html>"))
    path = await the_mail(demo)

    page, frame = await reader(demo).get(path), await reader(demo).get(f"{path}/html")

    assert "<script>alert" not in page.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    policy = frame.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "script" not in policy
    assert "img-src data:" in policy
    assert "frame-ancestors 'self'" in policy
    assert frame.headers["x-frame-options"] == "SAMEORIGIN"
    assert frame.headers["cache-control"] == "no-store"
    assert '<base target="_blank">' in frame.text


async def test_each_recipient_has_a_copy(demo: Network) -> None:
    await send(demo, a_mail(), "un@entreprise.example", "deux@entreprise.example")

    listed = Page(await reader(demo).get("/courriels"))
    assert "un@entreprise.example" in listed.text
    assert "deux@entreprise.example" in listed.text


@pytest.mark.parametrize("host", ["passerelle.example", "evil.example:8000"])
async def test_by_another_name_there_is_no_mailbox(demo: Network, host: str) -> None:
    await send(demo, a_mail())
    path = await the_mail(demo)

    for address in ("/courriels", path, f"{path}/html"):
        answer = await reader(demo, headers={"Host": host}).get(address)
        assert answer.status_code == 421, address
        assert "Tilleuls" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "192.0.2.7"},
        {"X-Forwarded-For": "127.0.0.1, 192.0.2.7"},
        {"Forwarded": "for=192.0.2.7"},
        {"X-Real-IP": "192.0.2.7"},
        {"X-Forwarded-Host": "passerelle.example"},
        {"X-Forwarded-Host": "["},
    ],
    ids=str,
)
async def test_from_another_machine_there_is_no_mailbox(
    demo: Network, headers: dict[str, str]
) -> None:
    await send(demo, a_mail())
    path = await the_mail(demo)

    for address in ("/courriels", path, f"{path}/html"):
        answer = await reader(demo, headers=headers).get(address)
        assert answer.status_code == 404, address
        assert "Tilleuls" not in answer.text


async def test_behind_our_own_gateway_on_this_machine_it_is_open(demo: Network) -> None:
    here = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost:8000"}

    assert (await reader(demo, headers=here).get("/courriels")).status_code == 200


async def test_where_mails_really_leave_there_is_no_mailbox(portal: Network) -> None:
    for browser in (portal.client(), await portal.client_as(Role.RBDE)):
        assert (await browser.get("/courriels")).status_code == 404
    assert "/courriels" not in (await portal.client().get("/mot-de-passe/demande")).text


async def test_an_installation_others_reach_shows_no_mailbox(
    service_databases: ServiceDatabases, settings: Settings
) -> None:
    reached = settings.replaced(
        demo_smtp_port=free_port(),
        demo_mailbox_key=SecretStr(KEY),
        public_url="https://passerelle.example",
    )
    async with the_portal(service_databases, reached) as portal:
        here = reader(portal, headers={"Host": "127.0.0.1"})
        for address in ("/courriels", f"/courriels?cle={KEY}"):
            assert (await here.get(address)).status_code == 404


async def test_the_way_in_leads_to_the_mailbox(demo: Network) -> None:
    for page in ("/mot-de-passe/demande", "/connexion/code/saisie"):
        assert 'href="/courriels"' in (await reader(demo).get(page)).text


async def test_only_the_newest_mails_are_kept(units: UnitsOfWork) -> None:
    content = a_mail()
    async with units.begin(DEPARTMENT) as uow:
        for number in range(KEPT_MAX + 3):
            recipient = f"{number}@entreprise.example"
            await keep_demo_mail(uow, recipient=recipient, content=content, now=NOW)

    async with units.begin(DEPARTMENT) as uow:
        kept = await DemoMails(uow).page(before=None, limit=2 * KEPT_MAX)

    assert len(kept) == KEPT_MAX
    assert kept[0].recipient == f"{KEPT_MAX + 2}@entreprise.example"
    assert kept[-1].recipient == "3@entreprise.example"


async def test_the_list_goes_on_page_after_page(demo: Network) -> None:
    async with demo.runtime("portal").work.begin(DEPARTMENT) as uow:
        for number in range(60):
            recipient = f"n{number}@entreprise.example"
            await keep_demo_mail(uow, recipient=recipient, content=a_mail(), now=NOW)
    first = await reader(demo).get("/courriels")
    following = first.text.partition('href="/courriels?avant=')[2].partition('"')[0]

    second = Page(await reader(demo).get(f"/courriels?avant={following}"))

    assert "n10@entreprise.example" in Page(first).text
    assert "n9@entreprise.example" not in Page(first).text
    assert "n9@entreprise.example" in second.text
    assert "n0@entreprise.example" in second.text
    assert "n10@entreprise.example" not in second.text


async def test_a_huge_mail_is_refused(demo: Network) -> None:
    huge = a_mail(html="x" * BYTES_MAX)

    with pytest.raises(aiosmtplib.SMTPException) as refused:
        await send(demo, huge)
    assert "552" in str(refused.value) or getattr(refused.value, "code", 0) == 552


async def test_without_its_database_it_asks_to_try_again(
    demo: Network, service_databases: ServiceDatabases
) -> None:
    superuser = await service_databases.superuser("portal")
    await superuser.execute("ALTER TABLE demo_mails RENAME TO demo_mails_away")
    try:
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await send(demo, a_mail())
    finally:
        await superuser.execute("ALTER TABLE demo_mails_away RENAME TO demo_mails")
        await superuser.close()
    assert refused.value.code == 451


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?utf-8?b?!!!?=\r\n\r\nx",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nqapla",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n",
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n@@@",
        b"Subject: a\x00b\xff\r\nFrom: <<>>\r\nTo: ,,;\r\n\r\n" + b"\xe9" * 10,
    ],
)
async def test_a_malformed_mail_is_shown_as_far_as_it_can_be(
    units: UnitsOfWork, content: bytes
) -> None:
    async with units.begin(DEPARTMENT) as uow:
        await keep_demo_mail(uow, recipient="x@y.example", content=content, now=NOW)

    read = read_mail(content)
    assert isinstance(read.framed, str)
    assert "\x00" not in "".join(value for _, value in read.headers)


async def test_what_it_held_is_forgotten_once_it_is_closed(
    service_databases: ServiceDatabases, settings: Settings
) -> None:
    open_one = settings.replaced(demo_smtp_port=free_port())
    async with the_portal(service_databases, open_one) as portal:
        await send(portal, a_mail())
        assert await the_mail(portal)

    async with the_portal(service_databases, settings) as closed:
        work = closed.runtime("portal").work

        async def forgotten() -> bool:
            async with work.begin(DEPARTMENT) as uow:
                return not await DemoMails(uow).page(before=None, limit=1)

        await eventually(forgotten)
