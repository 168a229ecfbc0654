"""Addresses and headers: one recipient exactly, or none."""

from __future__ import annotations

import pytest

from services.notifications.mail_server.model.address import AddressRefused, checked_address
from tests.notifications.sending import Writer, sending, settings_for
from tests.notifications.world import Post
from tests.support.smtp import Mailbox

TAKEN = {
    "accueil@menuiserie.example": "accueil@menuiserie.example",
    "Claire.Vidal+pfmp@AC-Toulouse.FR": "Claire.Vidal+pfmp@ac-toulouse.fr",
    "ce.0829001n@ac-toulouse.fr": "ce.0829001n@ac-toulouse.fr",
    "o'connor@pub.example": "o'connor@pub.example",
    # A French name of domain travels in ASCII, typed one way or the other.
    "contact@société.fr": "contact@xn--socit-esab.fr",
    "contact@xn--socit-esab.fr": "contact@xn--socit-esab.fr",
    "contact@socie\u0301te\u0301.fr": "contact@xn--socit-esab.fr",
    f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 50}.fr": (
        f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 50}.fr"
    ),
}
REFUSED = [
    "",
    "accueil",
    "@menuiserie.example",
    "accueil@",
    "accueil@menuiserie",
    "accueil@127.0.0.1",
    "accueil@[127.0.0.1]",
    "a@b.example,c@d.example",
    "a@b.example;c@d.example",
    "a@b.example c@d.example",
    "a,b@d.example",
    "Claire <a@b.example>",
    "<a@b.example>",
    '"a b"@c.example',
    "a@b@c.example",
    "a(comment)@b.example",
    "a..b@c.example",
    ".a@b.example",
    "a@b..example",
    "a@-b.example",
    "a@b.example\r\nBcc: c@d.example",
    "a@b.example\nRCPT TO:<c@d.example>",
    "a\r\n@b.example",
    "a@b.example\x00",
    "a@b.exam\u2028ple",
    "é@b.example",
    # Letters of other alphabets that look like ours: a Cyrillic а, a Greek ο, full width.
    "contact@b\u0430nque.example",
    "contact@b\u03bfis.example",
    "contact@xn--bnque-3we.example",
    "contact@\uff42ois.example",
    "contact@bo\u200bis.example",
    "contact@bois\u3002example",
    f"{'a' * 65}@b.example",
    f"{'a' * 60}@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 60}.example",
    f"{'a' * 308}@b.example",
    f"a@{'b' * 64}.example",
]


@pytest.mark.parametrize(("typed", "travels"), TAKEN.items())
def test_an_address_is_taken_as_it_travels(typed: str, travels: str) -> None:
    assert str(checked_address(typed)) == travels


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_not_one_plain_address_is_refused(typed: str) -> None:
    with pytest.raises(AddressRefused):
        checked_address(typed)


@pytest.mark.parametrize("typed", REFUSED)
async def test_nothing_is_sent_to_an_address_that_is_refused(
    post: Post, server: Mailbox, typed: str
) -> None:
    mail, other = await post.asks(), await post.asks()

    async with sending(
        post.units,
        settings_for(server.port),
        Writer(to=lambda due: _to(due.mail_id == mail, typed)),
    ):
        row = await post.becomes(mail, "failed")
        await post.becomes(other, "sent")

    assert row["last_reason"] == "address-refused"
    assert [got.recipients for got in server.mails] == [("b@c.example",)]
    assert server.verbs.count("rcpt") == 1


@pytest.mark.parametrize("typed", TAKEN)
async def test_an_address_that_is_taken_is_one_recipient(
    post: Post, server: Mailbox, typed: str
) -> None:
    mail = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer(to=typed)):
        await post.becomes(mail, "sent")

    assert [got.recipients for got in server.mails] == [(TAKEN[typed],)]
    assert server.mails[0].message["To"] == TAKEN[typed]


@pytest.mark.parametrize("field", ["subject", "sender_name"])
@pytest.mark.parametrize(
    "typed",
    [
        "Bonjour\r\nBcc: c@d.example",
        "Bonjour\nX: y",
        "Bonjour\rX: y",
        "Bonjour\u2028Bcc: c@d.example",
        "Bonjour\x85Bcc: c@d.example",
        "Bonjour\x00",
        "\u202eruojnoB",
        "a" * 501,
    ],
)
async def test_a_header_cannot_be_injected(
    post: Post, server: Mailbox, field: str, typed: str
) -> None:
    mail = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer(changes={field: typed})):
        row = await post.becomes(mail, "failed")

    assert row["last_reason"] == "header-refused"
    assert server.mails == []


@pytest.mark.parametrize(
    "typed",
    [
        "Lycée professionnel « Les Tilleuls », bureau des entreprises\u00a0: à Montauban",
        "=?utf-8?q?Bcc=3A?=",
        'Un "titre" \\ <a@b.example>, (suite); autre',
        "x" * 500,
        "mots " * 90,
    ],
)
async def test_a_header_arrives_as_it_was_written(post: Post, server: Mailbox, typed: str) -> None:
    mail = await post.asks()

    async with sending(
        post.units,
        settings_for(server.port),
        Writer(changes={"subject": typed, "sender_name": typed}),
    ):
        await post.becomes(mail, "sent")

    [got] = server.mails
    assert got.words("Subject").split() == typed.split()
    name, _, address = got.words("From").rpartition(" ")
    assert name.replace('"', "").split() == typed.replace('"', "").split()
    assert address == "<ne-pas-repondre@passerelle.example>"
    assert max(map(len, got.content.split(b"\r\n"))) <= 998
    assert list(got.message.defects) == []


@pytest.mark.parametrize("typed", ["a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example"])
async def test_answers_go_to_one_address_too(post: Post, server: Mailbox, typed: str) -> None:
    mail = await post.asks()

    async with sending(post.units, settings_for(server.port), Writer(changes={"reply_to": typed})):
        await post.becomes(mail, "failed")

    assert server.mails == []


async def test_a_body_arrives_byte_for_byte(post: Post, server: Mailbox) -> None:
    text = "Bonjour,\n.\n..\nFrom ici\n" + "é" * 3000 + "\nà bientôt \n\n– Claire"
    mail = await post.asks()

    async with sending(
        post.units, settings_for(server.port), Writer(changes={"text": text, "html": text})
    ):
        await post.becomes(mail, "sent")

    [got] = server.mails
    for kind in ("plain", "html"):
        assert got.part(kind).replace("\r\n", "\n").rstrip("\n") == text


def _to(refused: bool, typed: str) -> str:
    return typed if refused else "b@c.example"
