"""What teachers bring (apporté par un professeur): companies and calls, until the bureau settles them."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionOutcome
from contracts.personal_links import TEACHER_DESK
from services.chassis.base.errors import Conflict, Invalid, PasserelleError
from services.partnerships.base.lengths import PERSON_CHARACTERS_MAX
from services.partnerships.base.mail_address import MAIL_CHARACTERS_MAX

LINK_PURPOSE = "teacher-desk"
PAGE = TEACHER_DESK.path
LINK_LASTS = TEACHER_DESK.lasts
GIVEN_AT_ONCE_MAX = 60
WAITING_MAX = 40
"""What one link may leave to be looked at: nobody meets more companies in a week."""
BROUGHT_NOTE_CHARACTERS_MAX = 1_000
TEACHERS_CHARACTERS_MAX = 8_000
_NUMBER = re.compile(r"\+?[0-9][0-9 .()/-]{7,18}[0-9]")


class TeacherLinkOver(PasserelleError):
    """The link opens nothing any more: it was closed, replaced, or is too old."""

    status = 410
    code = "teacher-link-over"
    title = "Ce lien ne sert plus"


class TeacherLinkNotOpen(Conflict):
    """A link that is not open: there is nothing to close."""

    code = "teacher-link-not-open"
    title = "Ce lien ne sert déjà plus."


class NobodyNamed(Invalid):
    """A list of teachers has a line without a name, or one that is no address."""

    code = "nobody-named"


class TooManyTeachers(Invalid):
    """Links are given to one school's teachers at a time."""

    code = "too-many-teachers"
    title = f"Donnez {GIVEN_AT_ONCE_MAX} liens au plus à la fois\u202f: coupez la liste en deux."


class TooMuchBrought(Conflict):
    """The bureau has not looked yet at what was brought before."""

    code = "too-much-brought"
    title = "Le bureau n’a pas encore vu ce que vous avez déjà apporté\u202f: appelez-le."


@dataclass(frozen=True)
class Accepted:
    """On which card it is from now on."""

    company_id: UUID
    without_contact: bool = False
    """Whether who can be reached there objected (opposition) and is no contact."""


class AlreadySettled(Conflict):
    """A company or a call that somebody accepted or refused meanwhile."""

    code = "already-settled"
    title = "Quelqu’un vient de le traiter\u202f: voici ce qui reste."


@dataclass(frozen=True)
class TeacherLink:
    """One link given to one teacher; it holds no secret: link and code are derived from its id."""

    id: UUID
    uai: Uai
    name: str
    mail: str | None
    given_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it opens the page."""
        return self.revoked_at is None and now < self.expires_at

    def expect_open(self, now: datetime) -> None:
        """Raises TeacherLinkOver unless it opens the page."""
        if not self.is_open(now):
            raise TeacherLinkOver


class Settled(StrEnum):
    """What the bureau made of what was brought."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A company a teacher met, or a call they made: `outcome` tells a call."""

    id: UUID
    uai: Uai
    link_id: UUID
    teacher: str
    company: str
    town: str | None = None
    reach: str | None = None
    """How to reach it: a telephone, who to ask for, or both."""
    through: bool = False
    """Whether the teacher wants to be gone through before anybody calls."""
    outcome: InteractionOutcome | None = None
    note: str | None = None
    brought_at: datetime
    settled: Settled | None = None

    def expect_waiting(self) -> None:
        """Raises AlreadySettled."""
        if self.settled is not None:
            raise AlreadySettled


def who_and_number(reach: str) -> tuple[str, str]:
    """« Mme Roux, 05 36 49 00 00 » is somebody and a number; either may be empty."""
    found = _NUMBER.search(reach)
    if found is None:
        return reach.strip(" ,;:-"), ""
    who = (reach[: found.start()] + " " + reach[found.end() :]).strip(" ,;:-()")
    return " ".join(who.split()), found[0]


def teachers_of(text: str) -> list[tuple[str, str | None]]:
    """Names and mails, one teacher a line, separated as lists are: tab, semicolon, comma or brackets.

    Raises NobodyNamed, TooManyTeachers.
    """
    found: dict[tuple[str, str | None], None] = {}
    for rank, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        words = [word for word in re.split(r"[\s;,<>()]+", line) if word]
        mails = [word for word in words if "@" in word]
        name = " ".join(word for word in words if "@" not in word)
        if not name or len(mails) > 1:
            said = "écrivez un nom, puis une adresse mail si vous l’avez."
            raise NobodyNamed(f"Ligne {rank}\u202f: {said}", field="teachers")
        if len(name) > PERSON_CHARACTERS_MAX or len("".join(mails)) > MAIL_CHARACTERS_MAX:
            said = f"un nom a {PERSON_CHARACTERS_MAX} caractères au plus, une adresse {MAIL_CHARACTERS_MAX}."
            raise NobodyNamed(f"Ligne {rank}\u202f: {said}", field="teachers")
        found[name, mails[0] if mails else None] = None
    if len(found) > GIVEN_AT_ONCE_MAX:
        raise TooManyTeachers(field="teachers")
    return list(found)
