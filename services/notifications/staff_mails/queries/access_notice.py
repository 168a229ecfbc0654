"""The mails about an access: proposed, accepted, refused, given."""

import asyncio

from contracts.identifiers import AccessNoticeId
from contracts.portal.accounts import ACCESS_NOTICE, AccessNoticeKind, AccessNoticeRequest
from services.notifications.contents.model import Due, NotWanted, Several
from services.notifications.contents.queries.owners_answers import (
    Asked,
    Asking,
    OwnersAnswers,
    mail,
)
from services.notifications.mails.model.reasons import NOBODY, OVER
from services.notifications.mails.model.recipients import CONCERNED, account, account_of
from services.notifications.mails.model.template import Template

_NOTICES = {
    Template.ACCESS_PROPOSED: AccessNoticeKind.PROPOSED,
    Template.ACCESS_ACCEPTED: AccessNoticeKind.ACCEPTED,
    Template.ACCESS_REFUSED: AccessNoticeKind.REFUSED,
    Template.ACCESS_GRANTED: AccessNoticeKind.GRANTED,
}
_NOTICE_PAGES = {
    Template.ACCESS_PROPOSED: "/acces",
    Template.ACCESS_ACCEPTED: "/acces/propositions",
    Template.ACCESS_REFUSED: "/acces/propositions",
    Template.ACCESS_GRANTED: "/",
}


@mail(*_NOTICES)
async def access_notice(composer: Asking, due: Due) -> Asked:
    """To each whom it concerns: the head, who proposed it, who holds it."""
    bureau = composer.people(due)
    request = AccessNoticeRequest(
        notice_id=AccessNoticeId(due.aggregate_id), kind=_NOTICES[due.template]
    )
    notice = await composer.ask(ACCESS_NOTICE, due.uai, request)
    if not notice.standing:
        return NotWanted(OVER)
    if due.recipient == CONCERNED:
        one_each = tuple(account(one.account_id) for one in notice.people)
        return Several(one_each) if one_each else NotWanted(NOBODY)
    reader = next(
        (one for one in notice.people if one.account_id == account_of(due.recipient)), None
    )
    if reader is None:
        return NotWanted(OVER)
    values = {
        "reader_name": reader.display_name,
        "person": notice.person,
        "role": notice.role,
        "lycee": notice.lycee,
        "from_on": notice.from_on,
        "last_day": notice.last_day,
        "page_url": f"{composer.public_url}{_NOTICE_PAGES[due.template]}",
    }
    return OwnersAnswers(reader.mail, await asyncio.shield(bureau), values)
