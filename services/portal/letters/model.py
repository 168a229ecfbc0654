"""Letters of sign-in: each lets one person in, once, for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contracts.identifiers import Uai
from contracts.portal.accounts import SignInLetterKind
from services.chassis.base.errors import NotFound, PasserelleError

LASTS = {
    SignInLetterKind.INVITATION: timedelta(days=7),
    SignInLetterKind.FORGOTTEN: timedelta(hours=1),
    SignInLetterKind.ONE_TIME_CODE: timedelta(minutes=10),
}
"""How long a link or a code may be used."""
TRIES_MAX = 5
"""Wrong codes borne; then the code is over, even the right one."""
SAME_FOR = timedelta(minutes=1)
"""Asking again this soon sends no second letter: a double click, or somebody flooding a mailbox."""
KEPT_FOR = timedelta(days=30)
"""How long a letter that is over is remembered."""
CHOOSE_PASSWORD = "choose-password"  # noqa: S105 - what a link is for, not a password
ONE_TIME_CODE = "one-time-code"


class LinkOver(PasserelleError):
    """The link was good: it was used, replaced by a newer one, or its time is over."""

    status = 410
    code = "link-over"
    title = "Ce lien n’est plus valable"


class LetterUnknown(NotFound):
    """No such letter was asked for, in this lycée."""

    code = "letter-unknown"


@dataclass(frozen=True)
class Letter:
    """A mail that lets its account in. It holds no secret: the link or code is derived from its id."""

    id: UUID
    uai: Uai
    account_id: UUID
    kind: SignInLetterKind
    asked_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    tries: int = 0

    def stands(self, now: datetime) -> bool:
        """Whether its link or code still opens anything."""
        return self.ended_at is None and now < self.expires_at and self.tries < TRIES_MAX


def new_letter(
    letter_id: UUID, *, uai: Uai, account_id: UUID, kind: SignInLetterKind, now: datetime
) -> Letter:
    """A letter asked now."""
    return Letter(letter_id, uai, account_id, kind, now, now + LASTS[kind])
