"""What the portal tells: which lycées take part, which mails of sign-in are due, who works where."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import AccountId, CommuneCode, LetterId, PublicText, Uai
from contracts.questions import Question, declare


class SignInLetterKind(StrEnum):
    """What a mail of sign-in is for (invitation, mot de passe oublié, code à usage unique)."""

    INVITATION = "invitation"
    FORGOTTEN = "forgotten"
    ONE_TIME_CODE = "one_time_code"


class LyceeOpenedV1(Event, audience="department", aggregate="uai"):
    """A lycée joined Passerelle, or its name or commune was corrected (lycée ouvert)."""

    uai: Uai
    name: PublicText
    commune: CommuneCode
    occurred_on: date


class SignInLetterAskedV1(Event, audience="bureau", aggregate="letter_id"):
    """Somebody is to get a mail that lets them sign in (courriel de connexion demandé).

    Neither the person nor the secret: both are asked when the mail leaves.
    """

    letter_id: LetterId
    kind: SignInLetterKind
    occurred_on: date


class SignInLetterRequest(BaseModel):
    letter_id: LetterId


class SignInLetter(BaseModel):
    """`standing` is false once the secret was used, replaced, or is over: no mail leaves then."""

    standing: bool
    kind: SignInLetterKind
    mail: str
    display_name: str
    url: str | None = None
    code: str | None = None
    expires_at: datetime


class BureauRequest(BaseModel):
    pass


class BureauMember(BaseModel):
    account_id: AccountId
    display_name: str
    mail: str


class BureauPeople(BaseModel):
    """Who runs the bureau of a lycée today (responsables du bureau des entreprises)."""

    lycee: str
    members: tuple[BureauMember, ...]


SIGN_IN_LETTER = declare(
    Question(
        "portal", "sign_in_letter", SignInLetterRequest, SignInLetter, frozenset({"notifications"})
    )
)
BUREAU_PEOPLE = declare(
    Question(
        "portal",
        "bureau_people",
        BureauRequest,
        BureauPeople,
        frozenset({"notifications", "partnerships"}),
    )
)
