"""The words of notices, asked of the owners of what they are about."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.identifiers import Uai
from contracts.notices import (
    ASKED_MAX,
    OF_THE_NETWORK,
    OWNERS,
    AskedNotice,
    NoticeFacts,
    NoticeKind,
    NoticesRequest,
)
from services.chassis.base.identity import Role
from services.chassis.questions import Asker, QuestionRefused
from services.notifications.mails.model.template import Template
from services.notifications.notices.model import default_rhythm

Thing = tuple[Template, UUID]
"""A kind of notice, and the id of what it is about."""


async def facts_of(
    ask: Asker, uai: Uai, things: Sequence[Thing], *, department: Uai
) -> Mapping[Thing, NoticeFacts | None]:
    """Facts of notices; None: the thing is gone. One question for each owner, of a hundred at most.

    `department`: the DSDEN, in whose name words about the whole network are asked.
    Of more, one after the other: what is asked in one turn is answered in one message, and a
    thousand would be too long for it. Raises QuestionUnanswered while an owner cannot be asked.
    """
    by_owner: dict[tuple[str, Uai], list[Thing]] = defaultdict(list)
    for thing in dict.fromkeys(things):
        kind = NoticeKind(thing[0].value)
        of = department if kind in OF_THE_NETWORK else uai
        by_owner[OWNERS[kind].service, of].append(thing)
    told = await asyncio.gather(
        *(_all_asked(ask, of, owned) for (_, of), owned in by_owner.items())
    )
    said = {thing: facts for part in told for thing, facts in part}
    return {thing: said[thing] for thing in things}


async def _all_asked(
    ask: Asker, uai: Uai, things: Sequence[Thing]
) -> Sequence[tuple[Thing, NoticeFacts | None]]:
    told: list[tuple[Thing, NoticeFacts | None]] = []
    for start in range(0, len(things), ASKED_MAX):
        told += await _asked(ask, uai, things[start : start + ASKED_MAX])
    return told


def page_of(kind: Template, facts: NoticeFacts, roles: frozenset[Role]) -> str:
    """Where somebody with these roles acts: who is told as concerned alone may have another page."""
    if facts.concerned_path is None or default_rhythm(kind, roles) is not None:
        return facts.path
    return facts.concerned_path


async def _asked(
    ask: Asker, uai: Uai, things: Sequence[Thing]
) -> Sequence[tuple[Thing, NoticeFacts | None]]:
    question = OWNERS[NoticeKind(things[0][0].value)]
    asked = tuple(AskedNotice(kind=NoticeKind(kind.value), about=about) for kind, about in things)
    try:
        answer = await ask(question, uai, NoticesRequest(asked=asked))
    except QuestionRefused:
        return [(thing, None) for thing in things]
    return list(zip(things, answer.facts, strict=True))
