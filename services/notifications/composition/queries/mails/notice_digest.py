"""The digest: what somebody wants to hear of in one mail, each morning or on Mondays."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.notices import NoticeFacts
from services.notifications.composition.model import Due, NotWanted
from services.notifications.composition.queries.mails.notice import (
    SETTINGS,
    holder_named,
    reader_of,
    still_told,
)
from services.notifications.composition.queries.owners_answers import (
    Asked,
    Asking,
    OwnersAnswers,
    mail,
)
from services.notifications.mails.model.mail import Template
from services.notifications.mails.model.reasons import NO_ACCESS, OVER
from services.notifications.notices.model.kinds import KINDS
from services.notifications.notices.queries.facts import Thing, facts_of

SHOWN_MAX = 10
"""Things a digest names of one kind; the others are counted."""
CENTRE = "/avis"


@mail(Template.NOTICE_DIGEST, for_whom=holder_named)
async def notice_digest(composer: Asking, due: Due) -> Asked:
    """What is still worth telling of what was gathered; nothing leaves when that is nothing."""
    bureau = composer.people(due)
    things: list[Thing] = [(one.kind, one.about) for one in await composer.gathered(due)]
    facts = await facts_of(composer.ask, due.uai, things)
    standing = {thing: one for thing, one in facts.items() if one is not None and one.standing}
    if not standing:
        return NotWanted(OVER)
    reader = await reader_of(composer, due)
    if reader is not None:
        standing = {of: one for of, one in standing.items() if still_told(of[0], one, reader)}
    if reader is None or not standing:
        return NotWanted(NO_ACCESS)
    sections, hidden = _sections(standing)
    values = {
        "reader_name": reader.display_name,
        "many": len(standing),
        "sections": sections,
        "page_url": f"{composer.public_url}{CENTRE}",
        "settings_url": f"{composer.public_url}{SETTINGS}",
    }
    return OwnersAnswers(reader.mail, await asyncio.shield(bureau), values, hidden=hidden)


def _sections(
    standing: Mapping[Thing, NoticeFacts],
) -> tuple[Sequence[Mapping[str, Any]], Mapping[str, str]]:
    """What is told of each kind, and what of it may name a pupil."""
    hidden: dict[str, str] = {}
    sections = []
    for kind, words in KINDS.items():
        told = [facts for (of, _), facts in standing.items() if of is kind]
        if not told:
            continue
        shown = []
        for facts in told[:SHOWN_MAX]:
            name = f"object{len(hidden)}"
            hidden[name] = facts.object
            shown.append(name)
        sections.append(
            {
                "subject": words.subject,
                "many": len(told),
                "objects": shown,
                "more": len(told) - len(shown),
            }
        )
    return sections, hidden
