"""What a notice says of a big account, asked each time it is read: codes and days, nothing a bureau wrote."""

from collections.abc import Sequence
from uuid import UUID

from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.accounts.labels import OUTCOMES, REASONS, STATES
from services.coordination.accounts.model import AccountState, KeyAccount, Party
from services.coordination.accounts.queries import read_some
from services.coordination.base.answers import notices_of
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees

ASKED, WORD_ASKED, DECIDED, *REVIEWS = KINDS = (
    NoticeKind.ACCOUNT_ASKED,
    NoticeKind.ACCOUNT_WORD_ASKED,
    NoticeKind.ACCOUNT_DECIDED,
    NoticeKind.ACCOUNT_REVIEW,
    NoticeKind.ACCOUNT_TO_REVIEW,
)


@notices_of(*KINDS)
async def notices_of_accounts(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Where it stands, to whom it concerns."""
    asked: set[UUID] = {one.about for one in request.asked if one.kind in KINDS}
    found = await read_some(uow, asked)
    names = await Lycees(uow).names() if found else {}
    return NoticesAnswer(
        facts=tuple(
            _facts(uow, one.kind, *found[one.about], names)
            if one.kind in KINDS and one.about in found
            else None
            for one in request.asked
        )
    )


def _facts(
    uow: UnitOfWork,
    kind: NoticeKind,
    account: KeyAccount,
    parties: Sequence[Party],
    names: dict[str, str],
) -> NoticeFacts:
    today = local_date(uow.now)
    state = account.state(parties, today)
    lines = [
        ("Entreprise", account.company),
        ("État", STATES[state][0]),
        *(
            (f"Demande\u00a0: {names.get(one.uai, one.uai)}", REASONS[one.reason])
            for one in parties
            if one.waits(account.decided_at) and one.reason is not None
        ),
    ]
    if account.outcome is not None and account.from_on is not None:
        lines.append(("Arbitrage", OUTCOMES[account.outcome]))
        if account.lead is not None:
            lines.append(("Chef de file", names.get(account.lead, account.lead)))
        lines.append(("À partir du", date_fr(account.from_on, weekday=False)))
    waits = state is AccountState.WAITING
    begun = kind is WORD_ASKED and account.outcome is None
    if account.review_on is not None and kind in REVIEWS:
        lines.append(("À revoir le", date_fr(account.review_on, weekday=False)))
    if kind is DECIDED:
        standing = account.outcome is not None
    elif kind in REVIEWS:
        standing = account.review_on is not None and account.review_on <= today
    else:
        standing = waits or begun
    return NoticeFacts(
        standing=standing,
        object=account.company,
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/grands-comptes/{account.id}",
    )
