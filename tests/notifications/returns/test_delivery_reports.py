"""What is read in a mail that came back: a failure and its reason, or nothing."""

from uuid import UUID

import pytest

from contracts.notifications.mails import MailReturnReason
from services.notifications.returns.model.delivery_report import Failure, failure_in
from services.notifications.returns.model.reason import reason_of
from services.notifications.returns.model.return_address import mail_of, return_address
from tests.notifications.reports import report, without_report

R = MailReturnReason


@pytest.mark.parametrize(
    ("status", "diagnostic", "reason"),
    [
        ("5.1.1", "550 5.1.1 User unknown", R.UNKNOWN_ADDRESS),
        ("5.1.2", "550 Host or domain name not found", R.UNKNOWN_ADDRESS),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", R.UNKNOWN_ADDRESS),
        # Some servers say « 5.0.0 », and the reason in words of theirs.
        ("5.0.0", "550 5.1.1 <h@quercy.example>: Recipient address rejected", R.UNKNOWN_ADDRESS),
        ("5.0.0", "550 Administrative prohibition", R.REFUSED),
        # An address of the network is no status.
        ("5.0.0", "host mx.quercy.example[5.1.1.7] said: 550 Prohibited", R.REFUSED),
        ("5.0.0", "host mx.quercy.example[5.196.4.2] said: 550 5.1.1 Unknown", R.UNKNOWN_ADDRESS),
        ("5.2.1", "550 5.2.1 mailbox disabled", R.MAILBOX_CLOSED),
        ("5.2.2", "552 5.2.2 Over quota", R.MAILBOX_FULL),
        ("4.2.2", "452 4.2.2 Over quota, given up", R.MAILBOX_FULL),
        ("4.4.1", "connect to mx.quercy.example: Connection timed out", R.NOT_REACHED),
        ("5.4.4", "no mail server", R.NOT_REACHED),
        ("5.7.1", "554 5.7.1 Message rejected as spam", R.REFUSED),
        # Of the sender, not of the address.
        ("5.1.8", "550 5.1.8 Bad sender's system address", R.REFUSED),
        ("5.3.4", "552 5.3.4 Message too big", R.REFUSED),
    ],
)
def test_a_report_of_failure_says_why(status: str, diagnostic: str, reason: R) -> None:
    failure = failure_in(report(status, diagnostic=diagnostic))

    assert failure is not None
    assert reason_of(failure.status, failure.code) is reason


def test_a_server_that_writes_no_report_names_who_was_not_reached() -> None:
    told = without_report(
        "  h.delbosc@quercy.example\n    host mx.quercy.example: 550 5.1.1 unknown user\n",
        X_Failed_Recipients="h.delbosc@quercy.example",
    )

    assert failure_in(told) == Failure("5.1.1")
    assert failure_in(without_report("", X_Failed_Recipients="a@quercy.example")) == Failure(None)


@pytest.mark.parametrize(
    "content",
    [
        report("4.4.1", action="delayed"),
        report("2.0.0", action="delivered"),
        report("2.0.0", action="relayed"),
        without_report("Je suis absente jusqu’au 3 janvier.", Auto_Submitted="auto-replied"),
        without_report("550 5.1.1 est le code que j’ai reçu, que veut-il dire ?"),
        b"",
        b"\xff\xfe\x00" * 1000,
        b"Content-Type: multipart/report; boundary=a\r\n\r\n" + b"--a\r\n" * 50_000,
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed" + b"\r\n\r\n" * 50_000,
        b"Content-Type: message/delivery-status; charset=unknown-8bit\r\n\r\n\xff: \xff\r\n",
    ],
    ids=[
        "delay",
        "receipt",
        "relayed",
        "away",
        "question",
        "none",
        "noise",
        "parts",
        "blank",
        "bad",
    ],
)
def test_all_else_changes_nothing(content: bytes) -> None:
    read = failure_in(content)

    assert read is None or read == Failure(None)  # a lone « Action: failed » is a failure


def test_an_address_of_returns_says_which_mail_it_was() -> None:
    mail_id = UUID(int=82)
    address = return_address(mail_id, "retours.example")

    assert mail_of(address, "retours.example") == mail_id
    assert mail_of(address.upper(), "retours.example") == mail_id
    for other in (
        address.replace("retours", "autre"),
        address.replace("rebond+", "rebond"),
        address.replace("rebond+", "rebond+0"),
        f"x{address}",
        "rebond+@retours.example",
        "@",
    ):
        assert mail_of(other, "retours.example") is None
