"""One mail to many companies (courriel à plusieurs): its text, what stands between braces, where it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from contracts.notifications.mails import LetterState
from contracts.partnerships.companies import InteractionPurpose
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

RECIPIENTS_MAX = 500
"""Of one mail: relays take more for a flood, and nobody reads through more replies."""
SUBJECT_CHARACTERS_MAX = 120
BODY_CHARACTERS_MAX = 3_000
PLACEHOLDERS_MAX = 10
GRACE = timedelta(minutes=1)
"""Between the confirmation and the first mail: time to see what one overlooked."""
LINK_PURPOSE = "mailing-stop"

COMPANY, CONTACT, LYCEE = "entreprise", "contact", "lycée"
PLACEHOLDERS: Mapping[str, str] = {
    COMPANY: "le nom de l’entreprise",
    CONTACT: "le nom de la personne",
    LYCEE: "le nom de votre lycée",
}
"""What may stand between braces: known of every company that is written to."""
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"[{}]")


class MailingStatus(StrEnum):
    """Where a mail to many is: a draft is shown to its bureau alone."""

    DRAFT = "draft"
    PLANNED = "planned"
    SENT = "sent"
    CANCELLED = "cancelled"


class PlaceholderUnknown(Invalid):
    """A name between braces that nothing is known for would be sent as it is."""

    code = "placeholder-unknown"
    title = "Un mot entre accolades n’est pas connu."

    def __init__(self, field: str, unknown: Sequence[str] = ()) -> None:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        said = f"Entre accolades, seuls {known} sont remplacés, dix fois au plus"
        if unknown:
            words = ", ".join(f"{{{word}}}" for word in dict.fromkeys(unknown))
            super().__init__(
                f"À écrire vous-même, sans accolades\u202f: {words}. {said}.", field=field
            )
        else:
            super().__init__(f"{said}\u202f: fermez chaque accolade, ou retirez-la.", field=field)


class TooManyRecipients(Invalid):
    """A choice may be too long for one mail."""

    code = "too-many-recipients"
    title = f"Ce choix compte plus de {RECIPIENTS_MAX} entreprises\u202f: ajoutez un filtre, et écrivez en plusieurs fois."


class NobodyToWriteTo(Conflict):
    """Everybody is left out."""

    code = "nobody-to-write-to"
    title = (
        "Aucune de ces entreprises ne peut recevoir ce courriel\u202f: voyez pourquoi ci-dessous."
    )


class MailingBegun(Conflict):
    """A mail that was confirmed is not corrected any more."""

    code = "mailing-begun"
    title = "Ce courriel est déjà confirmé\u202f: il ne se corrige plus."


class MailingNotBegun(Conflict):
    """A mailing that has not begun: there is nothing to stop."""

    code = "mailing-not-begun"
    title = "Ce courriel n’a pas été confirmé\u202f: il n’y a rien à annuler."


@dataclass(frozen=True, kw_only=True)
class MailingText:
    """What is written, the same to all but for what stands between braces."""

    subject: str
    body: str

    def check(self) -> None:
        """Raises PlaceholderUnknown."""
        for field, text in (("subject", self.subject), ("body", self.body)):
            words = _PLACEHOLDER.findall(text)
            unknown = [word.strip() for word in words if _named(word) not in PLACEHOLDERS]
            stray = _BRACE.search(_PLACEHOLDER.sub("", text))
            if stray or unknown or len(words) > PLACEHOLDERS_MAX:
                raise PlaceholderUnknown(field, unknown)

    def filled(self, known: Mapping[str, str]) -> "MailingText":
        """The text as one company reads it; a name with braces of its own is put in as it is."""

        def told(found: re.Match[str]) -> str:
            return known.get(_named(found[1]), found[0])

        return MailingText(
            subject=_PLACEHOLDER.sub(told, self.subject), body=_PLACEHOLDER.sub(told, self.body)
        )

    @property
    def note(self) -> str:
        """What the exchange with the company keeps of it."""
        return f"Envoyé\u00a0: {self.subject}\n\n{self.body}"


def heading(subject: str, lycee: str) -> str:
    """A subject as titles and lists say it: with the name of the lycée, and of no company."""
    known = {COMPANY: "l’entreprise", CONTACT: "la personne", LYCEE: lycee}
    return MailingText(subject=subject, body="").filled(known).subject


def _named(word: str) -> str:
    """« {Lycee} » is « lycée » too."""
    bare = word.strip().casefold()
    return LYCEE if bare == "lycee" else bare


@dataclass(kw_only=True)
class Mailing:
    """One mail to many companies, as it stands; no text once it was forgotten."""

    id: UUID
    uai: Uai
    text: MailingText | None
    purpose: InteractionPurpose
    author: UUID
    drafted_at: datetime
    status: MailingStatus = MailingStatus.DRAFT
    leaves_at: datetime | None = None
    cancelled_at: datetime | None = None
    version: int = 1

    @property
    def solicits(self) -> bool:
        """Whether it asks something, so that another lycée's delay counts."""
        return self.purpose is not InteractionPurpose.OTHER

    def correct(self, version: int, text: MailingText, purpose: InteractionPurpose) -> None:
        """Say it otherwise. Raises MailingBegun, StaleVersion, PlaceholderUnknown."""
        if self.status is not MailingStatus.DRAFT:
            raise MailingBegun
        self._expect(version)
        text.check()
        self.text, self.purpose = text, purpose
        self.version += 1

    def plan(self, version: int, author: UUID, now: datetime) -> bool:
        """Whether it is to leave from now on, in the name of who says so: false when it was said before.

        Raises StaleVersion.
        """
        if self.status is not MailingStatus.DRAFT or self.text is None:
            return False
        self._expect(version)
        self.status, self.leaves_at, self.author = MailingStatus.PLANNED, now + GRACE, author
        self.version += 1
        return True

    def show_again(self) -> None:
        """Keep it a draft: whoever it would go to is not who was looked at."""
        self.status, self.leaves_at = MailingStatus.DRAFT, None

    def cancel(self, now: datetime) -> bool:
        """Whether it is stopped by this. Raises MailingNotBegun."""
        if self.status is MailingStatus.DRAFT:
            raise MailingNotBegun
        if self.status is MailingStatus.CANCELLED:
            return False
        self.status, self.cancelled_at = MailingStatus.CANCELLED, now
        self.version += 1
        return True

    def _expect(self, version: int) -> None:
        if version != self.version:
            held = vars(self.text) if self.text else {}
            raise StaleVersion(current={**held, "purpose": self.purpose, "version": self.version})


def follows(before: LetterState | None, after: LetterState) -> bool:
    """Whether what is heard of a letter changes where it is: what left has left, or came back."""
    return after is LetterState.UNDELIVERED if before is LetterState.LEFT else before is not after
