"""Who is signing in, who a session belongs to, and what letters of sign-in say."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import AccountId, Uai
from contracts.portal.accounts import (
    AccessNotice,
    AccessNoticeKind,
    BureauMember,
    BureauPeople,
    NoticedPerson,
    SignInLetter,
    SignInLetterKind,
)
from services.chassis.base.identity import Identity, Role, TokenLimits
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.domain.access import Standing
from services.portal.domain.account import Account
from services.portal.domain.api_token import USED_EVERY, ApiToken, secret_hash
from services.portal.domain.letter import (
    CHOOSE_PASSWORD,
    ONE_TIME_CODE,
    Letter,
    LetterUnknown,
    LinkOver,
)
from services.portal.domain.proposal import Status
from services.portal.domain.session import SEEN_EVERY, is_over, over_at, token_hash
from services.portal.lycee_profile.store import LyceeProfiles
from services.portal.permissions import Powers
from services.portal.storage.accesses import Accesses, Holder
from services.portal.storage.accounts import Accounts
from services.portal.storage.api_tokens import ApiTokens
from services.portal.storage.letters import Letters
from services.portal.storage.lycees import Lycees
from services.portal.storage.proposals import Proposals
from services.portal.storage.sessions import Sessions

PARIS = ZoneInfo("Europe/Paris")


async def identity_of_session(
    uow: UnitOfWork, *, token: str, required: AbstractSet[Role] = frozenset(), now: datetime
) -> Identity | None:
    """The identity behind a session's secret; None when the session is unknown or over.

    It is over, too, once the account holds a role that is `required` to have a second factor and
    has none: the next sign-in leads to setting it up. Notes its use, at most once a minute.
    """
    hashed = token_hash(token)
    session = await Sessions(uow).get(hashed, on=_day(now))
    if session is None:
        return None
    lacking = not session.by_second_factor and bool(required & session.identity.roles)
    if lacking or is_over(began_at=session.began_at, seen_at=session.seen_at, now=now):
        await Sessions(uow).end(hashed)
        return None
    if now - session.seen_at >= SEEN_EVERY:
        await Sessions(uow).seen(hashed, now=now)
    ends_at = over_at(began_at=session.began_at, seen_at=now)
    role_ends_at = session.identity.until
    return replace(session.identity, until=min(ends_at, role_ends_at or ends_at))


async def identity_of_token(
    uow: UnitOfWork, *, token: str, required: AbstractSet[Role] = frozenset(), now: datetime
) -> Identity | None:
    """The account behind a program's token, with what the token leaves of its rights of today.

    None when it is unknown, expired or revoked, or while its owner lacks a second factor that is
    `required` of a role they hold. Notes its use, at most once a minute.
    """
    found = await ApiTokens(uow).behind(secret_hash(token), on=_day(now))
    if found is None or not found[0].stands(now):
        return None
    one, identity = found
    if required & identity.roles and not await _has_second_factor(uow, identity.account_id):
        return None
    if one.last_used_at is None or now - one.last_used_at >= USED_EVERY:
        await ApiTokens(uow).used(one.id, now=now)
    return _within(identity, one)


async def _has_second_factor(uow: UnitOfWork, account_id: UUID) -> bool:
    account = await Accounts(uow).get(account_id)
    return account is not None and account.second_factor_at is not None


def _within(identity: Identity, token: ApiToken) -> Identity:
    """What is left of an account's rights of today: never more than it holds now."""
    return replace(
        identity,
        grants=tuple(grant for grant in identity.grants if grant.uai == token.uai),
        token=TokenLimits(token.id, token.service, token.writes),
    )


async def person_with_mail(
    uow: UnitOfWork, *, mail: str, now: datetime
) -> tuple[UUID, Uai | None] | None:
    """The account with this mail and a lycée it works for, if any; None when nobody has it."""
    account = await Accounts(uow).by_mail(mail)
    if account is None:
        return None
    return account.id, await Accounts(uow).lycee_of(account.id, on=_day(now))


async def letter_behind(uow: UnitOfWork, *, token: str, now: datetime) -> Letter:
    """The letter a link to choose a password comes from.

    Raises LinkUnknown for a link that is not ours, LinkOver for one that opens nothing any more.
    """
    opened = uow.links.read(CHOOSE_PASSWORD, token)
    letter = await Letters(uow).get(opened.row_id)
    if letter is None or letter.uai != opened.uai or not letter.stands(now):
        raise LinkOver
    if letter.kind is SignInLetterKind.ONE_TIME_CODE:
        raise LinkOver
    return letter


async def person_behind(uow: UnitOfWork, *, token: str, now: datetime) -> tuple[Letter, Account]:
    """The letter of a link to choose a password, and whose account it opens.

    Raises LinkUnknown, LinkOver.
    """
    letter = await letter_behind(uow, token=token, now=now)
    account = await Accounts(uow).get(letter.account_id)
    if account is None:
        raise LinkOver
    return letter, account


async def own_words(uow: UnitOfWork, account: Account) -> Sequence[str]:
    """What somebody who knows the person would try as a password: names, mail, lycées."""
    return (account.mail, account.display_name, *await Lycees(uow).around(account.id))


async def letter_to_send(uow: UnitOfWork, *, letter_id: UUID, now: datetime) -> SignInLetter:
    """What a mail of sign-in says; its secret only while it opens something.

    Raises LetterUnknown for a letter nobody asked for in the lycée that is asked about.
    """
    letter = await Letters(uow).get(letter_id)
    account = await Accounts(uow).get(letter.account_id) if letter else None
    if letter is None or account is None:
        raise LetterUnknown
    standing = letter.stands(now)
    by_code = letter.kind is SignInLetterKind.ONE_TIME_CODE
    secret: dict[str, str] = {}
    if standing and by_code:
        secret["code"] = uow.links.code(ONE_TIME_CODE, row_id=letter.id)
    elif standing:
        secret["url"] = uow.links.url(
            CHOOSE_PASSWORD, "/mot-de-passe/choisir", uai=letter.uai, row_id=letter.id
        )
    return SignInLetter(
        standing=standing,
        kind=letter.kind,
        mail=account.mail,
        display_name=account.display_name,
        expires_at=letter.expires_at,
        **secret,
    )


async def notice_to_send(
    uow: UnitOfWork, *, notice_id: UUID, kind: AccessNoticeKind, now: datetime
) -> AccessNotice:
    """What a mail about an access says, and to whom. Raises NotFound, outside the lycée too."""
    if kind is AccessNoticeKind.GRANTED:
        holder = await Accesses(uow).holder(notice_id)
        known = await Accounts(uow).get(holder.access.account_id)
        return AccessNotice(
            standing=holder.access.standing(_day(now)) is not Standing.OVER,
            people=_told([known]),
            person=holder.display_name,
            role=holder.role.label,
            lycee=holder.lycee,
            from_on=holder.access.from_on,
            last_day=holder.access.last_day,
        )
    proposal = await Proposals(uow).get(notice_id)
    people: Sequence[Account | None]
    if kind is AccessNoticeKind.PROPOSED:
        people = await _deciders(uow, proposal.uai, on=_day(now))
    else:
        people = [await Accounts(uow).get(proposal.proposed_by)]
    return AccessNotice(
        standing=proposal.status is _TOLD_WHILE[kind],
        people=_told(people),
        person=proposal.display_name,
        role=Role(proposal.role).label,
        lycee=await Lycees(uow).name(proposal.uai) or "",
        from_on=proposal.from_on,
        last_day=proposal.last_day,
    )


_TOLD_WHILE = {
    AccessNoticeKind.PROPOSED: Status.WAITING,
    AccessNoticeKind.ACCEPTED: Status.ACCEPTED,
    AccessNoticeKind.REFUSED: Status.REFUSED,
}


async def _deciders(uow: UnitOfWork, uai: Uai, *, on: date) -> Sequence[Account]:
    """The head; the delegates where there is none today."""
    heads = await Accounts(uow).holding(Role.HEAD, uai, on=on)
    return heads or await Accounts(uow).holding(Role.DELEGATE, uai, on=on)


def _told(people: Iterable[Account | None]) -> tuple[NoticedPerson, ...]:
    return tuple(
        NoticedPerson(account_id=AccountId(one.id), display_name=one.display_name, mail=one.mail)
        for one in people
        if one is not None
    )


async def bureau_people(uow: UnitOfWork, *, uai: Uai, now: datetime) -> BureauPeople:
    """Who runs the bureau of a lycée today; the DSDEN, which is no lycée, has none."""
    name = await Lycees(uow).name(uai)
    members = await Accounts(uow).holding(Role.RBDE, uai, on=_day(now))
    profile = await LyceeProfiles(uow).of(uai)
    return BureauPeople(
        lycee=name or f"DSDEN {uow.department}",
        address=profile.on_one_line,
        members=tuple(
            BureauMember(
                account_id=AccountId(member.id), display_name=member.display_name, mail=member.mail
            )
            for member in members
        ),
    )


async def account_stands(uow: UnitOfWork, *, account_id: UUID, uai: Uai, now: datetime) -> bool:
    """Whether the account is open and works today for the lycée in scope.

    The roles of the department are out of the scope of a question: for the DSDEN, being open does.
    """
    if await Accounts(uow).get(account_id) is None:
        return False
    if await Lycees(uow).name(uai) is None:
        return True
    return await Accounts(uow).lycee_of(account_id, on=_day(now)) is not None


async def own_accesses(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> list[Holder]:
    """What the account holds or will hold."""
    return [
        one
        for one in await Accesses(uow).holders(account_id=account_id)
        if one.access.standing(_day(now)) is not Standing.OVER
    ]


async def is_theirs_alone(
    uow: UnitOfWork, *, account_id: UUID, powers: Powers, now: datetime
) -> bool:
    """Whether each role the account holds or will hold, in the whole department, is theirs to end."""
    held = await own_accesses(uow, account_id=account_id, now=now)
    return bool(held) and all(
        one.access.uai is not None and one.role in powers.roles(one.access.uai) for one in held
    )


async def coming_accesses(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> list[Holder]:
    """What the account will hold one day."""
    own = await own_accesses(uow, account_id=account_id, now=now)
    return [one for one in own if one.access.standing(_day(now)) is Standing.COMING]


def _day(now: datetime) -> date:
    return now.astimezone(PARIS).date()
