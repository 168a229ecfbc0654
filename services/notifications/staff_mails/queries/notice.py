"""The mails of notices: one for each person a fact concerns, in the words of its owner."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from contracts.identifiers import AccountId
from contracts.notices import NoticeFacts, NoticeLine
from contracts.portal.accounts import (
    ACCOUNT_NAMES,
    ROLE_HOLDERS,
    AccountNamesRequest,
    RoleHolder,
    RoleHoldersRequest,
)
from services.chassis.base.identity import Role
from services.notifications.contents.model import Due, NotWanted, Several
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    mail,
)
from services.notifications.mails.model.reasons import (
    FOR_SEVERAL,
    GATHERED,
    GONE,
    NO_ACCESS,
    NOBODY,
    NOT_CHOSEN,
    OVER,
    OWN_DOING,
)
from services.notifications.mails.model.recipients import CONCERNED, account, account_of
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notice_kinds.model.rhythm import Rhythm, fastest
from services.notifications.notices.model import Telling, default_rhythm
from services.notifications.notices.queries.facts import facts_of, page_of
from services.notifications.rests.model import NOBODY_AWAY, PARIS, Rest, leaves_at

SETTINGS = "/avis/reglages"
DRAWN_AS = "notice"
ELSEWHERE = "Ouvrir Passerelle"
"""On the button of who may not open the page the others act on."""


async def holder_named(composer: Asking, due: Due) -> Addressee:
    """To whom it goes, or should have gone: who left is still named."""
    reader = account_of(due.recipient)
    if reader is None:
        return Addressee()
    names = await composer.ask(ACCOUNT_NAMES, due.uai, AccountNamesRequest(accounts=(reader,)))
    found = (one.display_name for one in names.people if one.account_id == reader)
    return Addressee(next(found, None))


@mail(*(kind for kind, words in KINDS.items() if not words.own_text), for_whom=holder_named)
async def notice(composer: Asking, due: Due) -> Asked:
    """To each whom it concerns: a notice, and a mail to who wants it at once."""
    if due.recipient == CONCERNED:
        return await told_to_each(composer, due)
    bureau = composer.people(due)
    facts = await _facts(composer, due)
    if isinstance(facts, NotWanted):
        return facts
    reader = await reader_of(composer, due)
    if reader is None or not still_told(due.template, facts, reader):
        return NotWanted(NO_ACCESS)
    values, hidden = _said(composer, due.template, facts, reader)
    people = await asyncio.shield(bureau)
    return OwnersAnswers(reader.mail, people, values, hidden=hidden, drawn_as=DRAWN_AS)


async def told_to_each(composer: Asking, due: Due) -> Asked:
    """Whom a fact concerns, as their roles are told, or as they chose."""
    facts = await _facts(composer, due)
    if isinstance(facts, NotWanted):
        return facts
    roles = tuple(sorted(KINDS[due.template].readers))
    asked = RoleHoldersRequest(roles=roles, accounts=facts.concerned)
    holders = (await composer.ask(ROLE_HOLDERS, due.uai, asked)).holders
    return await _each(composer, due, facts, holders)


async def reader_of(composer: Asking, due: Due) -> RoleHolder | None:
    """To whom a mail goes; None once they have no access any more."""
    reader = account_of(due.recipient)
    if reader is None:
        return None
    asked = RoleHoldersRequest(roles=(), accounts=(AccountId(reader),))
    found = (await composer.ask(ROLE_HOLDERS, due.uai, asked)).holders
    return next((one for one in found if one.account_id == reader), None)


def still_told(kind: Template, facts: NoticeFacts, reader: RoleHolder) -> bool:
    """Whether it concerns a reader today: one who changed roles since it was told may not see it."""
    by_role = frozenset(reader.roles) & frozenset(KINDS[kind].readers)
    return bool(by_role) or reader.account_id in facts.concerned


def roles_of(reader: RoleHolder) -> frozenset[Role]:
    """The roles somebody holds, as far as this version knows them."""
    known = {role.value for role in Role}
    return frozenset(Role(role) for role in reader.roles if role in known)


async def _facts(composer: Asking, due: Due) -> NoticeFacts | NotWanted:
    thing = (due.template, due.aggregate_id)
    facts = (await facts_of(composer.ask, due.uai, [thing], department=composer.department_uai))[
        thing
    ]
    if facts is None:
        return NotWanted(GONE)
    return facts if facts.standing else NotWanted(OVER)


async def _each(
    composer: Asking, due: Due, facts: NoticeFacts, holders: Iterable[RoleHolder]
) -> Asked:
    told = {one.account_id: one for one in holders if one.account_id != facts.by}
    otherwise = await _told_otherwise(composer, facts, told.values())
    if otherwise and otherwise == told.keys():
        return NotWanted(GATHERED)
    told = {who: one for who, one in told.items() if who not in otherwise}
    if not told and not KINDS[due.template].readers:
        # Told to whom its owner names, and nobody was: no list shows it.
        return NotWanted(FOR_SEVERAL)
    if not told:
        return NotWanted(OWN_DOING if facts.by else NOBODY)
    kind = KINDS[due.template]
    chosen = {} if kind.duty else await composer.chosen(due.template, list(told))
    rests = {} if kind.duty else await composer.rests(list(told))
    tellings = [
        _telling(one.account_id, rhythm, due, rests.get(one.account_id, NOBODY_AWAY))
        for one in told.values()
        if (rhythm := _rhythm(due.template, one, facts, chosen)) is not Rhythm.NONE
    ]
    if not tellings:
        return NotWanted(NOT_CHOSEN)
    at_once = [one.account_id for one in tellings if one.rhythm is Rhythm.AT_ONCE]
    return Several(tuple(map(account, at_once)), tuple(tellings))


def _telling(reader: UUID, rhythm: Rhythm, due: Due, rest: Rest) -> Telling:
    """Who comes back finds one mail: what happened while they were away waits for it."""
    urgent = KINDS[due.template].duty
    leaving = leaves_at(due.queued_at, urgent=urgent, rest=rest)
    held = leaving > leaves_at(due.queued_at, urgent=urgent, rest=replace(rest, away=None))
    away = held or rest.away_on(due.queued_at.astimezone(PARIS).date())
    if away and rhythm is Rhythm.AT_ONCE:
        rhythm = Rhythm.MORNING
    return Telling(reader, rhythm, leaving)


async def _told_otherwise(
    composer: Asking, facts: NoticeFacts, told: Collection[RoleHolder]
) -> Collection[AccountId]:
    """Accounts that are told the same today by another notice, as they want to be."""
    if facts.said_by is None:
        return frozenset()
    other = Template(facts.said_by.value)
    chosen = await composer.chosen(other, [one.account_id for one in told])
    rhythms = {one.account_id: _rhythm(other, one, facts, chosen) for one in told}
    return {who for who, rhythm in rhythms.items() if rhythm is not Rhythm.NONE}


def _rhythm(
    template: Template, reader: RoleHolder, facts: NoticeFacts, chosen: Mapping[UUID, Rhythm]
) -> Rhythm:
    if reader.account_id in chosen:
        return chosen[reader.account_id]
    by_role = default_rhythm(template, roles_of(reader))
    named = KINDS[template].concerned if reader.account_id in facts.concerned else None
    return fastest(one for one in (by_role, named) if one is not None)


def _said(
    composer: Asking, template: Template, facts: NoticeFacts, reader: RoleHolder
) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """What the text is filled with; lines may name a pupil, and are kept nowhere."""
    kind, page = KINDS[template], page_of(template, facts, roles_of(reader))
    if page != facts.path:
        kind = replace(kind, action=ELSEWHERE)
    lines = _named_lines(facts.lines)
    hidden = {"object": facts.object} | {name: line.text for name, line in lines.items()}
    values = {
        "reader_name": reader.display_name,
        "words": kind,
        "number": facts.number,
        "facts": [(line.label, name) for name, line in lines.items()],
        "page_url": f"{composer.public_url}{page}",
        "settings_url": f"{composer.public_url}{SETTINGS}",
    }
    return values, hidden


def _named_lines(lines: Iterable[NoticeLine]) -> Mapping[str, NoticeLine]:
    """Lines by a name that says their label: in a copy that leaves again, none stands under another’s."""
    named: dict[str, NoticeLine] = {}
    for line in lines:
        name = f"line_{line.label.encode().hex()}"
        named[name if name not in named else f"{name}_{len(named)}"] = line
    return named
