"""What the portal answers other services: secrets and addresses of mails, whether an account stands."""

from base64 import b64encode
from uuid import UUID

from contracts.identifiers import AccountId
from contracts.portal.accounts import (
    ACCESS_NOTICE,
    ACCOUNT_NAMES,
    ACCOUNT_STANDING,
    BUREAU_PEOPLE,
    BUREAU_STAFF,
    ROLE_HOLDERS,
    SIGN_IN_LETTER,
    AccessNotice,
    AccessNoticeRequest,
    AccountNames,
    AccountNamesRequest,
    AccountRequest,
    AccountStanding,
    BureauPeople,
    BureauRequest,
    BureauStaff,
    NamedAccount,
    RoleHolder,
    RoleHolders,
    RoleHoldersRequest,
    SignInLetter,
    SignInLetterRequest,
    StaffMember,
)
from contracts.portal.inactivity import (
    INACTIVITY_NOTICE,
    InactivityNotice,
    InactivityNoticeRequest,
)
from contracts.portal.lycee_profile import (
    LYCEE_PROFILE,
    LyceeLogo,
    LyceeProfile,
    LyceeProfileRequest,
)
from contracts.portal.second_factor import (
    SECOND_FACTOR_NOTICE,
    SecondFactorNotice,
    SecondFactorNoticeRequest,
)
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.questions import Answers
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.queries import account_stands
from services.portal.accesses.store import Accesses
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import PARIS
from services.portal.inactivity.queries import notice_to_send as unused_notice_to_send
from services.portal.letters.queries import letter_to_send
from services.portal.lycee_profile.queries import bureau_people
from services.portal.lycee_profile.store import LyceeProfiles
from services.portal.proposals.queries import notice_to_send
from services.portal.second_factor.queries import notice_to_send as factor_notice_to_send

answers = Answers("portal")


@answers.to(SIGN_IN_LETTER)
async def letter_of_sign_in(request: SignInLetterRequest, uow: UnitOfWork) -> SignInLetter:
    """To whom a letter goes, with its link or code while it opens something."""
    return await letter_to_send(uow, letter_id=request.letter_id, now=uow.now)


@answers.to(ACCESS_NOTICE)
async def notice_of_an_access(request: AccessNoticeRequest, uow: UnitOfWork) -> AccessNotice:
    """Who is told about an access, and what."""
    return await notice_to_send(uow, notice_id=request.notice_id, kind=request.kind, now=uow.now)


@answers.to(SECOND_FACTOR_NOTICE)
async def notice_of_a_second_factor(
    request: SecondFactorNoticeRequest, uow: UnitOfWork
) -> SecondFactorNotice:
    """Who is told what happened to their second factor."""
    return await factor_notice_to_send(uow, notice_id=request.factor_notice_id)


# Whether others hold the same role is known in the scope of the department alone.
@answers.to(INACTIVITY_NOTICE, department_wide=True)
async def notice_of_an_unused_account(
    request: InactivityNoticeRequest, uow: UnitOfWork
) -> InactivityNotice:
    """Who is told that their account goes, and when: to the DSDEN alone, which tells them."""
    if uow.writing_for() != uow.department_uai:
        raise NotFound
    return await unused_notice_to_send(uow, notice_id=request.inactivity_notice_id, now=uow.now)


@answers.to(BUREAU_PEOPLE)
async def people_of_a_bureau(request: BureauRequest, uow: UnitOfWork) -> BureauPeople:  # noqa: ARG001 - the lycée is in the subject
    """Who runs the bureau of the lycée asked about."""
    return await bureau_people(uow, uai=uow.writing_for(), now=uow.now)


@answers.to(BUREAU_STAFF)
async def staff_of_a_bureau(request: BureauRequest, uow: UnitOfWork) -> BureauStaff:  # noqa: ARG001 - the lycée is in the subject
    """Who may be given a task of the bureau of the lycée asked about, its responsables first."""
    found: dict[UUID, StaffMember] = {}
    today = uow.now.astimezone(PARIS).date()
    held = {
        role: await Accounts(uow).holding(role, uow.writing_for(), on=today)
        for role in (Role.RBDE, Role.DDFPT, Role.ATCT)
    }
    running = Role.RBDE if held[Role.RBDE] else Role.DDFPT
    for role, members in held.items():
        for member in members:
            told = StaffMember(
                account_id=AccountId(member.id),
                display_name=member.display_name,
                mail=member.mail,
                runs=role is running,
            )
            found.setdefault(member.id, told)
    return BureauStaff(members=tuple(found.values()))


# Asked for the DSDEN, who holds a role of the department is seen: their accesses are of no lycée.
@answers.to(ROLE_HOLDERS, department_wide=True)
async def holders_of_roles(request: RoleHoldersRequest, uow: UnitOfWork) -> RoleHolders:
    """Who is told something at the lycée asked about: by their role there or in the department."""
    today = uow.now.astimezone(PARIS).date()
    found = await Accounts(uow).working_at(uow.writing_for(), on=today)
    asked, named = frozenset(request.roles), frozenset(request.accounts)
    return RoleHolders(
        holders=tuple(
            RoleHolder(
                account_id=AccountId(one.id),
                display_name=one.display_name,
                mail=one.mail,
                roles=tuple(sorted(roles)),
            )
            for one, roles in found
            if roles & asked or one.id in named
        )
    )


@answers.to(ACCOUNT_NAMES)
async def names_of_accounts(request: AccountNamesRequest, uow: UnitOfWork) -> AccountNames:
    """What those who have, or had, access to the lycée are called."""
    holders = await Accesses(uow).holders(uai=uow.writing_for())
    named = {one.access.account_id: one.display_name for one in holders}
    return AccountNames(
        people=tuple(
            NamedAccount(account_id=asked, display_name=named[asked])
            for asked in request.accounts
            if asked in named
        )
    )


@answers.to(LYCEE_PROFILE)
async def profile_of_a_lycee(request: LyceeProfileRequest, uow: UnitOfWork) -> LyceeProfile:  # noqa: ARG001 - the lycée is in the subject
    """What the lycée says of itself, for its agreements."""
    profiles, uai = LyceeProfiles(uow), uow.writing_for()
    known, logo = await profiles.of(uai), await profiles.logo(uai)
    return LyceeProfile(
        address=known.place,
        phone=known.phone,
        mail=known.mail,
        head_name=known.head_name,
        head_title=known.head_title,
        insurer=known.insurer,
        policy=known.policy,
        hours=known.hours,
        complete=not known.missing,
        logo=LyceeLogo(content=b64encode(logo.content).decode(), kind=logo.kind) if logo else None,
    )


@answers.to(ACCOUNT_STANDING)
async def standing_of_an_account(request: AccountRequest, uow: UnitOfWork) -> AccountStanding:
    """Whether a link given to this account may still open something."""
    standing = await account_stands(
        uow, account_id=request.account_id, uai=uow.writing_for(), now=uow.now
    )
    return AccountStanding(standing=standing)
