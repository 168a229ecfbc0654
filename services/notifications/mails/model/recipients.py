"""Recipients of a mail, without saying who: a role, or an account."""

from uuid import UUID

HOST = "host"
"""The contact of the site that hosts (contact de l’entreprise d’accueil)."""
FAMILY = "family"
"""Somebody of the family of a pupil, or the pupil of age."""
MEMBER = "member"
"""Who sits in a committee."""
OUTSIDE = "outside"
"""Whoever told a need of a company, or the actor of the network that has it."""
TEACHER = "teacher"
"""Whoever a link of a teacher was given to."""
BUREAU = "bureau"
"""Everybody who runs the bureau: one mail each."""
HOLDER = "holder"
"""Whoever the letter of sign-in was asked for."""
CONCERNED = "concerned"
"""Whoever an access matters to: one mail each."""
_ACCOUNT = "account:"
_MAILING = "mailing:"


def account(account_id: UUID) -> str:
    """Somebody with an account."""
    return f"{_ACCOUNT}{account_id}"


def account_of(recipient: str) -> UUID | None:
    """The account a mail is for, None when it is for a role."""
    kind, colon, value = recipient.partition(":")
    return UUID(value) if kind + colon == _ACCOUNT else None


def reader_of(mailing_id: UUID) -> str:
    """Whoever a mail to many companies goes to: the mail is about them, and one of many."""
    return f"{_MAILING}{mailing_id}"


def mailing_of(recipient: str) -> UUID | None:
    """The mail to many companies that one is of, None when it is of none."""
    kind, colon, value = recipient.partition(":")
    return UUID(value) if kind + colon == _MAILING else None
