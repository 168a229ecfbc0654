"""The mails of signing in: links, codes, what became of a second factor, an account nobody uses."""

import asyncio

from contracts.identifiers import LetterId
from contracts.portal.accounts import SIGN_IN_LETTER, SignInLetterRequest
from contracts.portal.inactivity import (
    INACTIVITY_NOTICE,
    InactivityNoticeId,
    InactivityNoticeRequest,
)
from contracts.portal.second_factor import (
    SECOND_FACTOR_NOTICE,
    SecondFactorNoticeId,
    SecondFactorNoticeRequest,
)
from services.notifications.contents.model import Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Asked,
    Asking,
    OwnersAnswers,
    mail,
)
from services.notifications.mails.model.reasons import OVER
from services.notifications.mails.model.template import Template


@mail(Template.INVITATION, Template.FORGOTTEN, Template.ONE_TIME_CODE)
async def sign_in_letter(composer: Asking, due: Due) -> Asked:
    """To whom it lets in: a link, a code, or both."""
    bureau = composer.people(due)
    request = SignInLetterRequest(letter_id=LetterId(due.aggregate_id))
    letter = await composer.ask(SIGN_IN_LETTER, due.uai, request)
    if not letter.standing:
        return NotWanted(OVER)
    values = {"display_name": letter.display_name, "expires_at": letter.expires_at}
    secrets = {"url": letter.url, "code": letter.code}
    hidden = {name: secret for name, secret in secrets.items() if secret is not None}
    people = await asyncio.shield(bureau)
    return OwnersAnswers(letter.mail, people, values, hidden)


@mail(Template.SECOND_FACTOR)
async def second_factor(composer: Asking, due: Due) -> Asked:
    """To whom it protects: set, removed, a recovery code used."""
    bureau = composer.people(due)
    request = SecondFactorNoticeRequest(factor_notice_id=SecondFactorNoticeId(due.aggregate_id))
    notice = await composer.ask(SECOND_FACTOR_NOTICE, due.uai, request)
    if not notice.standing:
        return NotWanted(OVER)
    values = {
        "display_name": notice.display_name,
        "kind": notice.kind.value,
        "happened_at": notice.happened_at,
        "codes_left": notice.codes_left,
        "page_url": f"{composer.public_url}/compte/double-authentification",
    }
    return OwnersAnswers(notice.mail, await asyncio.shield(bureau), values)


@mail(Template.ACCOUNT_UNUSED)
async def account_unused(composer: Asking, due: Due) -> Asked:
    """To whose account it is, while nobody signed in."""
    bureau = composer.people(due)
    request = InactivityNoticeRequest(inactivity_notice_id=InactivityNoticeId(due.aggregate_id))
    notice = await composer.ask(INACTIVITY_NOTICE, due.uai, request)
    if not notice.standing:
        return NotWanted(OVER)
    values = {
        **notice.model_dump(exclude={"standing", "mail"}),
        "page_url": f"{composer.public_url}/connexion",
    }
    return OwnersAnswers(notice.mail, await asyncio.shield(bureau), values)
