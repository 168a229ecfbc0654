"""Why a mail did not arrive, by the codes of mail servers (RFC 3463, RFC 5321)."""

from contracts.notifications.mails import MailReturnReason

_BY_STATUS = (
    # The address names no mailbox, or one that moved.
    (("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"), MailReturnReason.UNKNOWN_ADDRESS),
    (("5.2.1",), MailReturnReason.MAILBOX_CLOSED),
    (("4.2.2", "5.2.2", "5.2.3"), MailReturnReason.MAILBOX_FULL),
    # Nobody could be asked for days: the domain, its servers or the way to them.
    (("4.4.", "5.4.", "4.3.", "4.2.", "4.1."), MailReturnReason.NOT_REACHED),
)
_FULL = 552


def reason_of(status: str | None, code: int | None = None) -> MailReturnReason:
    """What the enhanced status says; without one, the code of the reply.

    A code alone never names an unknown mailbox: the same is said of spam, and of every address by
    a server of ours that relays no more.
    """
    if status:
        for beginnings, reason in _BY_STATUS:
            if any(_begins(status, one) for one in beginnings):
                return reason
        return MailReturnReason.REFUSED
    return MailReturnReason.MAILBOX_FULL if code == _FULL else MailReturnReason.REFUSED


def _begins(status: str, beginning: str) -> bool:
    return status.startswith(beginning) if beginning.endswith(".") else status == beginning
