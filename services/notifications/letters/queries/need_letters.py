"""The mails about a company’s need: to who told it, and to the actor of the network that has it."""

import asyncio
from typing import Any

from contracts.coordination.need_letters import (
    NEED_LETTER,
    NeedLetter,
    NeedLetterId,
    NeedLetterRequest,
)
from contracts.coordination.needs import NeedOutcome
from contracts.portal.accounts import ROLE_HOLDERS, RoleHoldersRequest, StaffMember
from services.notifications.contents.model import Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    address_of,
    mail,
)
from services.notifications.mails.model.reasons import SETTLED
from services.notifications.mails.model.template import Template

OUTCOMES = {
    NeedOutcome.HELPED: "Une solution a été trouvée.",
    NeedOutcome.NO_SOLUTION: "Aucune solution n’a été trouvée.",
    NeedOutcome.UNREACHABLE: "Nous n’avons pas réussi à vous joindre.",
    NeedOutcome.NOT_FOR_US: "Cette demande ne relève pas de nous.",
}
SUPERVISOR = "supervisor"
_EXAMPLE = {
    "code": "N82FC-00000-00000",
    "handler": "Lycée de l’Exemple",
    "outcome": OUTCOMES[NeedOutcome.HELPED],
    "answer_lines": ("Un élève de CAP peut commencer en janvier.",),
    "by_supervisor": False,
    "withdrawn": False,
    "promised": False,
}


async def _reader(composer: Asking, due: Due) -> Addressee:
    letter = await _asked(composer, due)
    return Addressee(letter.reader, letter.company)


@mail(
    Template.NEED_LETTER_CONFIRM,
    Template.NEED_LETTER_RECEIVED,
    Template.NEED_LETTER_TAKEN,
    Template.NEED_LETTER_LATE,
    Template.NEED_LETTER_ANSWERED,
    Template.NEED_LETTER_AGAIN,
    Template.NEED_LETTER_ENTRUSTED,
    Template.NEED_LETTER_RECALLED,
    Template.NEED_LETTER_SETTLED,
    Template.NEED_LETTER_REOPENED,
    Template.NEED_LETTER_PROMISE_PASSED,
    Template.NEED_LETTER_PRECISED,
    for_whom=_reader,
    example=_EXAMPLE,
)
async def need_letter(composer: Asking, due: Due) -> Asked:
    """What the letter says, in the name of the bureau or of the DSDEN, while it is so."""
    bureau = composer.people(due)
    letter = await _asked(composer, due)
    if not letter.standing or not await composer.told_last(due, letter.undoes, letter.repeats):
        return NotWanted(SETTLED)
    address = address_of(letter)
    if not isinstance(address, str):
        return address
    answers = (
        await supervisor_who_answers(composer, due) if due.uai == composer.department_uai else None
    )
    return OwnersAnswers(
        address,
        await asyncio.shield(bureau),
        _values(composer, due, letter),
        hidden={"url": letter.url, "code": letter.code},
        answers=answers,
    )


def _values(composer: Asking, due: Due, letter: NeedLetter) -> dict[str, Any]:
    return {
        "contact_name": letter.reader if letter.proven else None,
        "company": letter.company if letter.proven else None,
        "told_on": letter.told_on,
        "handler": letter.handler,
        "by_when": letter.by_when,
        "promised": letter.promised,
        "outcome": OUTCOMES[letter.outcome] if letter.outcome else None,
        "answer_lines": tuple(filter(None, (letter.answer or "").split("\n"))),
        "by_supervisor": due.uai == composer.department_uai,
        "withdrawn": letter.withdrawn,
    }


async def supervisor_who_answers(composer: Asking, due: Due) -> StaffMember | None:
    """Who reads what is answered to the DSDEN."""
    request = RoleHoldersRequest(roles=(SUPERVISOR,))
    holders = (await composer.ask(ROLE_HOLDERS, due.uai, request)).holders
    return next(
        (
            StaffMember(
                account_id=one.account_id,
                display_name=one.display_name,
                mail=one.mail,
                runs=False,
            )
            for one in holders
            if SUPERVISOR in one.roles
        ),
        None,
    )


async def _asked(composer: Asking, due: Due) -> NeedLetter:
    request = NeedLetterRequest(letter_id=NeedLetterId(due.aggregate_id))
    return await composer.ask(NEED_LETTER, due.uai, request)
