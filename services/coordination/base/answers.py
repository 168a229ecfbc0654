"""What the features of coordination declare their answers into, and what each says of its own notices."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from contracts.notices import (
    COORDINATION_NOTICES,
    NoticeFacts,
    NoticeKind,
    NoticesAnswer,
    NoticesRequest,
)
from services.chassis.questions import Answers
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

answers = Answers("coordination")

Tell: TypeAlias = Callable[[NoticesRequest, UnitOfWork], Awaitable[NoticesAnswer]]
_TELLERS: list[tuple[frozenset[NoticeKind], Tell]] = []


def notices_of(*kinds: NoticeKind) -> Callable[[Tell], Tell]:
    """Declare what a feature says of its kinds of notices; of the others it says nothing (None)."""

    def declare(tell: Tell) -> Tell:
        _TELLERS.append((frozenset(kinds), tell))
        return tell

    return declare


# Asked for the DSDEN, it says what a thing says whichever bureau it is of.
@answers.to(COORDINATION_NOTICES, department_wide=True)
async def notices_of_the_network(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Each notice in the words of the feature that keeps the thing it is about."""
    facts: list[NoticeFacts | None] = [None] * len(request.asked)
    for kinds, tell in _TELLERS:
        if any(one.kind in kinds for one in request.asked):
            told = (await tell(request, uow)).facts
            facts = [known or said for known, said in zip(facts, told, strict=True)]
    return NoticesAnswer(facts=tuple(facts))
