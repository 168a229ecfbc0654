"""Mails sent in copy to somebody's drop address, by real SMTP."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID, uuid4

import aiosmtplib
import asyncpg
import httpx2
import pytest
import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from services.chassis.failpoints import arm
from services.chassis.identity import Role
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.domain.dropped_mail import Ignored, read_mail
from services.partnerships.service import SERVICE
from services.partnerships.use_cases.add_contact import add_contact
from tests.partnerships.world import NOW, Bureau
from tests.support.network import HERE, Network, Running
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases

PAGE = "/semaine/courriels"
CONTACT = "h.delbosc@quercy.example"
ME = "camille@lycee.example"


def a_mail(
    *, to: str = CONTACT, sender: str = ME, subject: str = "Places de juin", **headers: str
) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Camille <{sender}>"
    mail["To"] = f"Hortense Delbosc <{to}>"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{uuid4()}@lycee.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Bonjour,\nauriez-vous deux places en juin ?\n")
    return mail


@dataclass
class Box:
    """A bureau, one of its people, and the SMTP server of their installation."""

    network: Network
    bureau: Bureau
    visitor: Visitor
    superuser: asyncpg.Connection
    company_id: UUID

    async def opens(self) -> str:
        """The address, as its page shows it."""
        page = await self.visitor.get(PAGE)
        page = await self.visitor.send(page.form(PAGE, exactly=True))
        [address] = set(re.findall(r"[a-z2-7]{24}@depot\.example", page.answer.text))
        return str(address)

    async def sends(self, mail: EmailMessage, *to: str, sender: str = ME) -> None:
        port = self.network.settings.drop_smtp_port
        async with aiosmtplib.SMTP(
            hostname="127.0.0.1", port=port, use_tls=False, start_tls=False
        ) as smtp:
            await smtp.sendmail(sender, list(to), mail.as_bytes())

    async def exchanges(self) -> list[asyncpg.Record]:
        return list(await self.superuser.fetch("SELECT * FROM interactions ORDER BY 1, 2"))

    async def timeline(self) -> str:
        return (await self.visitor.get(f"/entreprises/{self.company_id}")).text


@pytest_asyncio.fixture
async def box(service_databases: ServiceDatabases, nats: EmbeddedNats) -> AsyncIterator[Box]:
    open_one = service_databases.settings.replaced(
        nats_url=nats.url, drop_domain="depot.example", drop_smtp_port=free_port()
    )
    async with Running(service_databases, open_one)(SERVICE) as network:
        client: httpx2.AsyncClient = await network.client_as(Role.RBDE)
        bureau = Bureau(HERE, network.runtime("partnerships").work, service_databases.published)
        company_id = await bureau.registers()
        superuser = await service_databases.superuser("partnerships")
        site_id = await superuser.fetchval("SELECT site_id FROM sites")
        details = ContactDetails(name="Hortense Delbosc", mail=CONTACT.upper())
        await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)
        yield Box(network, bureau, Visitor(client), superuser, company_id)
        await superuser.close()


async def test_a_mail_in_copy_is_noted_once_with_its_company(box: Box) -> None:
    address = await box.opens()
    mail = a_mail()
    mail.add_attachment(b"%PDF-1.7 secret", maintype="application", subtype="pdf", filename="a.pdf")

    await box.sends(mail, address)
    await box.sends(mail, address)

    [noted] = await box.exchanges()
    assert noted["kind"] == "mail"
    assert noted["note"].startswith("Envoyé\u00a0: Places de juin")
    assert "deux places en juin" in noted["note"]
    assert "secret" not in noted["note"]
    assert "Places de juin" in await box.timeline()
    told = await box.superuser.fetch("SELECT payload AS p FROM journal")
    assert not any("juin" in row["p"] or "quercy" in row["p"] for row in told)
    assert await box.superuser.fetchval("SELECT count(text) FROM dropped_mails") == 0

    await box.sends(a_mail(sender=CONTACT, to=ME), address)
    assert [one["note"][:4] for one in await box.exchanges()].count("Reçu") == 1


async def test_an_address_nobody_has_any_more_is_refused_before_the_mail(
    box: Box, service_databases: ServiceDatabases
) -> None:
    address = await box.opens()
    unknown = "a" * 24 + "@depot.example"
    for wrong in (unknown, f"claire@{address.partition('@')[2]}", f"{address}.example"):
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
            await box.sends(a_mail(), wrong)
        assert refused.value.recipients[0].code == 550

    page = await box.visitor.get(PAGE)
    await box.visitor.send(page.form(f"{PAGE}/revocation"))
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        await box.sends(a_mail(), address)

    other = await box.opens()
    assert other != address
    portal = await service_databases.superuser("portal")
    await portal.execute("DELETE FROM grants")
    await portal.close()
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        await box.sends(a_mail(), other)


async def test_a_mail_no_company_is_found_for_waits_for_its_reader(box: Box) -> None:
    address = await box.opens()
    await box.sends(a_mail(to="inconnu@ailleurs.example", subject="Visite"), address)
    assert await box.exchanges() == []

    page = await box.visitor.get(PAGE)
    assert "Objet : Visite" in page.text
    mail_id = await box.superuser.fetchval("SELECT mail_id FROM dropped_mails")
    page = await box.visitor.send(page.form(f"{PAGE}/ecart"))
    assert "Objet : Visite" not in page.text
    page = await box.visitor.send(page.form(f"{PAGE}/retour"))
    assert "Objet : Visite" in page.text
    page = await box.visitor.get(f"{PAGE}?courriel={mail_id}&q=chaudronnerie")
    page = await box.visitor.send(page.form(f"{PAGE}/rattachement"))

    assert "Courriel noté parmi les échanges." in page.text
    assert "inconnu@ailleurs.example" in page.text
    assert await box.superuser.fetchval("SELECT text FROM dropped_mails") is None
    colleague = Visitor(await box.network.client_as(Role.RBDE))
    assert (await colleague.get(f"{PAGE}?courriel={mail_id}")).status == 404


async def test_what_is_ignored_hides_nothing_and_many_mails_have_several_pages(box: Box) -> None:
    address = await box.opens()
    await box.sends(a_mail(to="inconnu@ailleurs.example", subject="Visite"), address)
    await box.superuser.execute(
        "INSERT INTO dropped_mails SELECT uai, gen_random_uuid(), account_id, concat(key, n, k),"
        " received_at + n * interval '1 s', occurred_on, 'Objet : ' || n, k, NULL, false"
        " FROM dropped_mails, generate_series(1, 50) AS n, unnest(ARRAY[NULL, 'mailing']) AS k"
    )

    page = await box.visitor.get(PAGE)
    assert "Objet : 50" in page.text
    assert "Visite" not in page.text
    [following] = re.findall(rf"{PAGE}\?apres=[0-9a-f-]+", page.answer.text)
    page = await box.visitor.get(following)
    assert "Visite" in page.text
    assert "Objet : 50" not in page.text


async def test_a_mail_to_an_address_revoked_meanwhile_is_not_said_taken(box: Box) -> None:
    address = await box.opens()
    async with aiosmtplib.SMTP(
        hostname="127.0.0.1",
        port=box.network.settings.drop_smtp_port,
        use_tls=False,
        start_tls=False,
    ) as smtp:
        await smtp.ehlo()
        await smtp.mail(ME)
        await smtp.rcpt(address)
        page = await box.visitor.get(PAGE)
        await box.visitor.send(page.form(f"{PAGE}/revocation"))
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await smtp.data(a_mail().as_bytes())

    assert refused.value.code == 550
    assert await box.exchanges() == []


async def test_a_drop_address_written_in_the_open_is_kept_nowhere(box: Box) -> None:
    address = await box.opens()
    mail = a_mail(to="inconnu@ailleurs.example", Cc=f"Moi <{address.upper()}>")
    mail.set_content(f"Bonjour\n> Cc: {address}\n> hier")
    await box.sends(mail, address)

    text = await box.superuser.fetchval("SELECT text FROM dropped_mails")
    assert "inconnu@ailleurs.example" in text
    assert "hier" in text
    assert "depot.example" not in text


async def test_a_mail_the_database_would_refuse_is_taken_all_the_same(box: Box) -> None:
    address = await box.opens()
    port = box.network.settings.drop_smtp_port
    async with aiosmtplib.SMTP(
        hostname="127.0.0.1", port=port, use_tls=False, start_tls=False
    ) as smtp:
        await smtp.sendmail(
            ME, [address], b"From: a\0@b.example\r\nTo: c\0@d.example\r\n\r\nBonjour"
        )

    assert "a@b.example" in await box.superuser.fetchval("SELECT text FROM dropped_mails")


async def test_what_a_machine_wrote_is_listed_and_not_noted(box: Box) -> None:
    address = await box.opens()
    await box.sends(a_mail(Auto_Submitted="auto-replied"), address)
    await box.sends(a_mail(List_Id="<l.example>"), address)
    await box.sends(a_mail(), address, sender="")

    assert await box.exchanges() == []
    page: Page = await box.visitor.get(PAGE)
    assert "Courriels laissés de côté" in page.text
    assert page.text.count("Ôter de la liste") == 3
    assert "Places de juin" not in page.text


async def test_what_could_not_be_kept_is_not_said_taken(box: Box) -> None:
    address, mail = await box.opens(), a_mail()
    arm("journal.before_commit=raise@1")
    try:
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await box.sends(mail, address)
    finally:
        arm("")

    assert refused.value.code == 451
    assert await box.exchanges() == []
    await box.sends(mail, address)
    assert len(await box.exchanges()) == 1


async def test_a_mail_that_is_too_big_is_refused(box: Box) -> None:
    mail = a_mail()
    mail.add_attachment(b"0" * 9_000_000, maintype="application", subtype="zip", filename="a.zip")

    with pytest.raises(aiosmtplib.SMTPResponseException) as refused:
        await box.sends(mail, await box.opens())

    assert refused.value.code == 552


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"From: x\r\nContent-Type: text/plain; charset=no-such\r\n\r\nBonjour",
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>Bonjour<![foo[ ]]></p>",
        b"From: a\x00@b.example\r\nTo: c\x00@d.example\r\n\r\nBonjour",
        b"From: a@b.example\r\nDate: 31 Feb 0001\r\nSubject: =?x?q?=ff?=\r\n\r\n\x00text",
    ],
)
def test_a_strange_mail_is_read_all_the_same(content: bytes) -> None:
    mail = read_mail(content, sender=ME, now=NOW)

    assert mail.occurred_on == NOW.date()
    assert "\x00" not in mail.text


A_MAIL = b"From: a@b.example\r\nTo: c@d.example\r\n"
A_PAGE = A_MAIL + b"Content-Type: text/html; charset=utf-8\r\n\r\n"


def many(piece: bytes, size: int) -> bytes:
    return piece * (size // len(piece))


@pytest.mark.parametrize(
    "content",
    [
        A_MAIL + b"Cc: " + many(b"x@y.example, ", 300_000) + b"\r\n\r\nBonjour",
        A_MAIL
        + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + many(b"--x\r\n\r\n", 400_000),
    ],
)
def test_what_would_take_long_to_read_is_not_read(content: bytes) -> None:
    assert read_mail(content, sender=ME, now=NOW).ignored is Ignored.UNREADABLE


@pytest.mark.parametrize("piece", [b"<!--", b"<a", b"</", b"<a b='", b"<?", b"</a "])
def test_a_page_made_to_keep_us_busy_is_read_at_once(piece: bytes) -> None:
    """Seconds for each, once; hours when the reader looks back at what it read."""
    mail = read_mail(A_PAGE + b"<p>Bonjour</p>" + many(piece, 5_000_000), sender=ME, now=NOW)

    assert mail.body.startswith("Bonjour")


def test_a_long_header_of_a_part_is_not_read_to_its_end() -> None:
    content = (
        A_MAIL
        + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain"
        + many(b"; a=b", 5_000_000)
        + b"\r\n\r\nBonjour\r\n--x--\r\n"
    )

    assert read_mail(content, sender=ME, now=NOW).recipients == ("c@d.example",)


def test_only_the_words_of_a_page_are_kept() -> None:
    content = (
        b"<!DOCTYPE html><html><head><title>Titre</title><style>p > a {}</style><body class='a'>"
        b"<!-- <b>rien</b> --><!--[if mso]><p>rien</p><![endif]--><p>Bonjour&nbsp;!</p>"
        b"<script>if (1 < 2) x()</script><![if !supportLists]><p>2 &lt; 3 < 4<br>Merci</P>"
    )

    mail = read_mail(A_PAGE + content, sender=ME, now=NOW)

    assert mail.body.split() == ["Bonjour", "!", "2", "<", "3", "<", "4", "Merci"]
