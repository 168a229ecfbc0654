"""For whom a mail is, without saying who: a role, or an account."""

from uuid import UUID

HOST = "host"
"""The contact of the site that hosts (contact de l’entreprise d’accueil)."""
BUREAU = "bureau"
"""Everybody who runs the bureau: one mail each."""
HOLDER = "holder"
"""Whoever the letter of sign-in was asked for."""
_ACCOUNT = "account:"


def account(account_id: UUID) -> str:
    """Somebody with an account."""
    return f"{_ACCOUNT}{account_id}"


def account_of(recipient: str) -> UUID | None:
    """The account a mail is for, None when it is for a role."""
    kind, colon, value = recipient.partition(":")
    return UUID(value) if kind + colon == _ACCOUNT else None
