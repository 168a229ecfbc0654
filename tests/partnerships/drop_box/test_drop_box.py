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
from services.chassis.base.failpoints import arm
from services.chassis.base.identity import Role
from services.chassis.incoming_mails.server import CONNECTIONS_OF_ONE_MAX
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.drop_box.model.dropped_mail import Ignored, read_mail
from services.partnerships.service import SERVICE
from tests.partnerships.world import NOW, Bureau
from tests.support.network import HERE, Network, Running
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases

PAGE = "/semaine/courriels"
CONTACT = "h.delbosc@quercy.example"
ME = "camille@lycee.example"
RELAY = "mx.lycee.example"
"""The mail server whose word is taken for who wrote a mail."""


def vouching(sender: str, by: str = RELAY) -> str:
    """What a relay writes of a mail it believes."""
    domain = sender.rpartition("@")[2]
    return f"{by}; dkim=pass (2048-bit key) header.d={domain}; spf=none smtp.mailfrom=x@y.example"


def a_mail(
    *, to: str = CONTACT, sender: str = ME, subject: str = "Places de juin", **headers: str
) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Camille <{sender}>"
    mail["To"] = f"Hortense Delbosc <{to}>"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{uuid4()}@lycee.example>"
    mail["Authentication-Results"] = vouching(sender)
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content("Bonjour,\nauriez-vous deux places en juin ?\n")
    return mail


def connecting(port: int | None) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False)


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
        async with connecting(port) as smtp:
            await smtp.sendmail(sender, list(to), mail.as_bytes())

    async def exchanges(self) -> list[asyncpg.Record]:
        return list(await self.superuser.fetch("SELECT * FROM interactions ORDER BY 1, 2"))

    async def timeline(self) -> str:
        return (await self.visitor.get(f"/entreprises/{self.company_id}")).text


@pytest_asyncio.fixture
async def box(service_databases: ServiceDatabases, nats: EmbeddedNats) -> AsyncIterator[Box]:
    open_one = service_databases.settings.replaced(
        nats_url=nats.url,
        drop_domain="depot.example",
        drop_smtp_port=free_port(),
        drop_smtp_relay=RELAY,
    )
    async with Running(service_databases, open_one)(SERVICE) as network:
        client: httpx2.AsyncClient = await network.client_as(Role.RBDE)
        bureau = Bureau(HERE, network.runtime("partnerships").work, service_databases.published)
        portal = await service_databases.superuser("portal")
        await portal.execute("UPDATE accounts SET mail = $1", ME)
        await portal.close()
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
    async with connecting(box.network.settings.drop_smtp_port) as smtp:
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


async def test_a_mail_nobody_vouches_for_is_noted_only_once_its_reader_says_so(box: Box) -> None:
    address = await box.opens()
    forged = a_mail(
        sender=CONTACT, to=ME, Authentication_Results=vouching(CONTACT, by="evil.example")
    )
    await box.sends(forged, address)
    stranger = "pirate@pirate.example"
    await box.sends(a_mail(sender=stranger, subject="Faux"), address, sender=stranger)

    assert await box.exchanges() == []
    assert "Places de juin" not in await box.timeline()
    page = await box.visitor.get(PAGE)
    assert page.text.count("Expéditeur non vérifié") == 2
    mails = await box.superuser.fetch("SELECT mail_id, text FROM dropped_mails")
    [wanted] = [one["mail_id"] for one in mails if "Faux" not in one["text"]]
    page = await box.visitor.send(page.form(f"{PAGE}/accord"), mail_id=str(wanted))

    assert "Courriel noté parmi les échanges." in page.text
    [noted] = await box.exchanges()
    assert noted["note"].startswith("Reçu\u00a0: Places de juin\n\nBonjour")
    assert noted["contact_id"] == await box.superuser.fetchval("SELECT contact_id FROM contacts")
    assert "Faux" in (await box.visitor.get(PAGE)).text


async def test_a_mail_is_not_lost_for_one_that_took_its_id_before(box: Box) -> None:
    address = await box.opens()
    true = a_mail(subject="Le vrai")
    forged = a_mail(subject="Le faux", Message_ID=true["Message-ID"], Authentication_Results="x")
    await box.sends(forged, address)
    await box.sends(true, address)
    await box.sends(true, address)

    [noted] = await box.exchanges()
    assert "Le vrai" in noted["note"]
    assert "Le faux" in (await box.visitor.get(PAGE)).text


async def test_a_mail_is_not_lost_for_one_its_own_author_signed_under_the_same_id(
    box: Box,
) -> None:
    address = await box.opens()
    true, other = a_mail(subject="Le vrai"), "autre@ailleurs.example"
    taken = a_mail(sender=other, subject="Le pris", Message_ID=true["Message-ID"])
    await box.sends(taken, address, sender=other)
    await box.sends(true, address)
    await box.sends(true, address)

    [noted] = await box.exchanges()
    assert "Le vrai" in noted["note"]


async def test_one_mail_server_does_not_fill_the_place(box: Box) -> None:
    address, port = await box.opens(), box.network.settings.drop_smtp_port
    held = [connecting(port) for _ in range(CONNECTIONS_OF_ONE_MAX)]
    for one in held:
        await one.connect()
    with pytest.raises(aiosmtplib.SMTPConnectError) as refused:
        await connecting(port).connect()
    assert "421" in str(refused.value)

    for one in held:
        await one.quit()
    await box.sends(a_mail(), address)
    assert len(await box.exchanges()) == 1


async def test_a_mail_server_nobody_allowed_is_not_heard(
    service_databases: ServiceDatabases, nats: EmbeddedNats
) -> None:
    settings = service_databases.settings.replaced(
        nats_url=nats.url,
        drop_domain="depot.example",
        drop_smtp_port=free_port(),
        drop_smtp_peers="10.9.0.0/16",
    )
    async with Running(service_databases, settings)(SERVICE):
        with pytest.raises(aiosmtplib.SMTPConnectError) as refused:
            await connecting(settings.drop_smtp_port).connect()

    # For now: it keeps its mails until it is allowed.
    assert "421" in str(refused.value)


async def test_a_mail_the_database_would_refuse_is_taken_all_the_same(box: Box) -> None:
    address = await box.opens()
    port = box.network.settings.drop_smtp_port
    async with connecting(port) as smtp:
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


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        ("mx.l.example; dmarc=pass header.from=b.example", True),
        ("MX.l.example 1; dkim=pass header.d=b.example; dmarc=fail header.from=b.example", True),
        ("mx.l.example; spf=pass (sent; by b) smtp.mailfrom=a@b.example", True),
        ("mx.l.example; dkim=pass header.i=@c.example; dkim=pass header.d=b.example", True),
        ("mx.l.example; auth=pass smtp.auth=a@b.example", True),
        ("mx.l.example; auth=pass smtp.auth=other@b.example smtp.mailfrom=a@b.example", False),
        ("mx.l.example; auth=pass smtp.auth=other@b.example", False),
        ("mx.l.example; auth=pass smtp.auth=other smtp.mailfrom=a@b.example", False),
        ("mx.l.example; auth=pass smtp.mailfrom=a@b.example", False),
        ("mx.l.example; auth=pass smtp.auth=a@b.example smtp.mailfrom=a@b.example", True),
        ("mx.l.example; dkim=pass header.d=example", False),
        ("mx.l.example; dkim=pass header.d=evil.example", False),
        ("mx.l.example; dkim=pass header.d=evil.example header.i=a@b.example", False),
        ("mx.l.example; dkim=pass header.d=evil.example header.d=b.example", False),
        ("mx.l.example; dkim=fail header.d=b.example", False),
        ("mx.l.example; spf=pass smtp.helo=b.example", False),
        ("mx.l.example; dkim=none (dkim=pass header.d=b.example)", False),
        ("mx.l.example; dkim=none (a ; dkim=pass header.d=b.example)", False),
        ('mx.l.example; dkim=none reason="; dkim=pass header.d=b.example"', False),
        ("evil.example; dkim=pass header.d=b.example", False),
        ("mx.l.example", False),
        ("", False),
    ],
)
def test_who_wrote_a_mail_is_what_its_own_relay_found(said: str, believed: bool) -> None:
    forged = b"Authentication-Results: mx.l.example; dkim=pass header.d=b.example\r\n"
    heads = f"Authentication-Results: {said}\r\n".encode()

    mail = read_mail(heads + A_MAIL + b"\r\nBonjour", sender=ME, relay="mx.l.example", now=NOW)
    assert mail.authentic is believed
    below = heads + forged + A_MAIL + b"\r\nBonjour"
    by_the_relay = said.lower().startswith("mx.l.example")
    mail = read_mail(below, sender=ME, relay="mx.l.example", now=NOW)
    assert mail.authentic is (believed if by_the_relay else True)
    two = heads + b"From: c@d.example\r\n" + A_MAIL + b"\r\nBonjour"
    assert not read_mail(two, sender=ME, relay="mx.l.example", now=NOW).authentic
    assert not read_mail(heads + A_MAIL + b"\r\nBonjour", sender=ME, now=NOW).authentic


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
