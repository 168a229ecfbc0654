"""What the portal tells: which lycées take part, which mails of sign-in are due, who works where."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import AccessNoticeId, AccountId, CommuneCode, LetterId, PublicText, Uai
from contracts.questions import Question, declare


class SignInLetterKind(StrEnum):
    """What a mail of sign-in is for (invitation, mot de passe oublié, code à usage unique)."""

    INVITATION = "invitation"
    FORGOTTEN = "forgotten"
    ONE_TIME_CODE = "one_time_code"


class LyceeOpenedV1(Event, audience="department", aggregate="uai", family=None):
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


class AccessNoticeKind(StrEnum):
    """What became of an access to a lycée, for whoever it matters to (avis sur un accès)."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    GRANTED = "granted"


class AccessNoticeAskedV1(Event, audience="bureau", aggregate="notice_id"):
    """Somebody is to be told about an access (avis sur un accès): proposed, accepted, refused, given.

    `notice_id` is the proposal's, or the access's. Neither the person nor the role: both are asked
    when the mail leaves.
    """

    notice_id: AccessNoticeId
    kind: AccessNoticeKind
    occurred_on: date


class AccessNoticeRequest(BaseModel):
    notice_id: AccessNoticeId
    kind: AccessNoticeKind


class NoticedPerson(BaseModel):
    account_id: AccountId
    display_name: str
    mail: str


class AccessNotice(BaseModel):
    """`people`: to whom it is told, one mail each. `standing` is false once it is no longer so."""

    standing: bool
    people: tuple[NoticedPerson, ...]
    person: str
    """Who holds, or would hold, the access."""
    role: str
    lycee: str
    from_on: date
    last_day: date | None


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
    address: str | None = None
    """Of the lycée, on one line, with its telephone; None while nobody said it."""


class StaffMember(BaseModel):
    """`runs`: whether what nobody was given goes there: to its responsables, else to the DDFPT."""

    account_id: AccountId
    display_name: str
    mail: str
    runs: bool


class BureauStaff(BaseModel):
    """Who works at the bureau of a lycée today: its responsables, the DDFPT, the ATCT."""

    members: tuple[StaffMember, ...]


class RoleHoldersRequest(BaseModel):
    """Whom to tell: who holds one of `roles` at the lycée or in the department, and `accounts`."""

    roles: tuple[str, ...]
    accounts: tuple[AccountId, ...] = ()


class RoleHolder(BaseModel):
    """Somebody with an access today; `roles` are those they hold at this lycée or the department."""

    account_id: AccountId
    display_name: str
    mail: str
    roles: tuple[str, ...]


class RoleHolders(BaseModel):
    """Those of the accounts asked about who have no access to the lycée any more are not among them."""

    holders: tuple[RoleHolder, ...]


class AccountNamesRequest(BaseModel):
    accounts: tuple[AccountId, ...]


class NamedAccount(BaseModel):
    account_id: AccountId
    display_name: str


class AccountNames(BaseModel):
    """Those of the accounts that have, or had, access to the lycée asked about; no other is told."""

    people: tuple[NamedAccount, ...]


class AccountRequest(BaseModel):
    account_id: AccountId


class AccountStanding(BaseModel):
    """`standing`: the account is open and still works for the lycée asked about (or the DSDEN)."""

    standing: bool


SIGN_IN_LETTER = declare(
    Question(
        "portal", "sign_in_letter", SignInLetterRequest, SignInLetter, frozenset({"notifications"})
    )
)
ACCESS_NOTICE = declare(
    Question(
        "portal", "access_notice", AccessNoticeRequest, AccessNotice, frozenset({"notifications"})
    )
)
BUREAU_PEOPLE = declare(
    Question(
        "portal",
        "bureau_people",
        BureauRequest,
        BureauPeople,
        frozenset({"internships", "notifications", "partnerships"}),
    )
)
BUREAU_STAFF = declare(
    Question(
        "portal",
        "bureau_staff",
        BureauRequest,
        BureauStaff,
        frozenset({"notifications", "partnerships"}),
    )
)
ROLE_HOLDERS = declare(
    Question(
        "portal",
        "role_holders",
        RoleHoldersRequest,
        RoleHolders,
        frozenset({"coordination", "internships", "notifications"}),
    )
)
ACCOUNT_STANDING = declare(
    Question(
        "portal", "account_standing", AccountRequest, AccountStanding, frozenset({"coordination"})
    )
)
ACCOUNT_NAMES = declare(
    Question(
        "portal",
        "account_names",
        AccountNamesRequest,
        AccountNames,
        frozenset({"internships", "notifications", "partnerships"}),
    )
)
