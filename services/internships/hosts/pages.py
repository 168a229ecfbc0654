"""Hosts by the name the partnership registry knows them by: asked when a page is drawn, kept nowhere.

Where the registry does not answer, a host is called by its activity and commune, as the bus tells it.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from fastapi import Request

from contracts.identifiers import CompanyId, Uai
from contracts.partnerships.host_names import (
    FOUND_AT_MOST,
    HOST_NAMES,
    HOST_SEARCH,
    NAMED_AT_MOST,
    SOUGHT_CHARACTERS_MAX,
    HostNames,
    HostNamesRequest,
    HostSearchRequest,
)
from contracts.partnerships.host_party import HOST_PARTY, HostParty, HostPartyRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.internships.hosts.queries import search_hosts
from services.internships.hosts.store.hosts import Host, Hosts

Names = Mapping[UUID, str]
"""The name of each company that was asked about and is known."""
SOUGHT_AT_ONCE = 5
"""Searches that leave as one message: all of them are answered within the time of one question."""


class AtAHost(Protocol):
    """A dataclass that says at which host something is, or is to be."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def host(self) -> Host | None:
        """The host, if there is one."""


Line = TypeVar("Line", bound=AtAHost)


async def host_names(request: Request, uai: Uai, hosts: Iterable[Host | None]) -> Names:
    """The names the bus did not tell of some hosts; nothing of those the registry is silent about."""
    unnamed = sorted({one.company_id for one in hosts if one is not None and not one.named})
    pieces = [
        HostNamesRequest(company_ids=tuple(map(CompanyId, unnamed[at : at + NAMED_AT_MOST])))
        for at in range(0, len(unnamed), NAMED_AT_MOST)
    ]
    told = await asyncio.gather(*(_names(request, uai, piece) for piece in pieces))
    return {one.company_id: one.name for names in told for one in names.names}


async def with_host_names(request: Request, uai: Uai, lines: Sequence[Line]) -> Sequence[Line]:
    """Lines of a list, each host by its company's name where the registry tells it."""
    return named(lines, await host_names(request, uai, [one.host for one in lines]))


def named(lines: Sequence[Line], names: Names) -> Sequence[Line]:
    """Lines with these names for their hosts."""
    return [
        replace(one, host=one.host.called(names.get(one.host.company_id))) if one.host else one
        for one in lines
    ]


async def host_parties(
    request: Request, asked: Iterable[tuple[Uai, HostPartyRequest]]
) -> tuple[Sequence[HostParty | None], bool]:
    """What the registry tells of each host as an agreement names it, and whether it answered at all.

    None of a host it does not know.
    """
    questions = (runtime_of(request).ask(HOST_PARTY, uai, one) for uai, one in asked)
    outcomes = await asyncio.gather(*questions, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(
            outcome, QuestionUnanswered | QuestionRefused
        ):
            raise outcome
    told = not any(isinstance(one, QuestionUnanswered) for one in outcomes)
    return [one if isinstance(one, HostParty) else None for one in outcomes], told


async def _names(request: Request, uai: Uai, asked: HostNamesRequest) -> HostNames:
    try:
        return await runtime_of(request).ask(HOST_NAMES, uai, asked)
    except (QuestionUnanswered, QuestionRefused):
        return HostNames()


@dataclass(frozen=True)
class FoundHosts:
    """What a search found; not by every name while the registry does not answer."""

    items: Sequence[Host] = ()
    by_all_names: bool = True


async def search_by_name(request: Request, uow: UnitOfWork, uai: Uai, words: str) -> FoundHosts:
    """The open hosts that have all these words, in a name of the registry or in what the bus tells.

    Those the registry found come first, in its order.
    """
    return (await search_by_names(request, uow, uai, [words])).get(words, FoundHosts())


async def search_by_names(
    request: Request, uow: UnitOfWork, uai: Uai, texts: Iterable[str]
) -> Mapping[str, FoundHosts]:
    """What each of these texts finds, as one search does; nothing of a text without a word."""
    sought = sorted({text for text in texts if text.strip()})
    told = await _found(request, uai, sought)
    sites = {site for named in told.values() for site in named}
    known = {one.site_id: one for one in await Hosts(uow).open_with_ids(sites)}
    others = {
        text: [
            one for one in await search_hosts(uow, text) if one.site_id not in told.get(text, {})
        ]
        for text in sought
    }
    unnamed = [one for hosts in others.values() for one in hosts]
    # A registry that just did not answer is not asked again: each time somebody waits for it.
    names = await host_names(request, uai, unnamed) if told else {}
    return {
        text: FoundHosts(
            [
                *(known[site].called(name) for site, name in _of(told, text) if site in known),
                *(one.called(names.get(one.company_id)) for one in others[text]),
            ][:FOUND_AT_MOST],
            by_all_names=text in told,
        )
        for text in sought
    }


def _of(told: Mapping[str, Names], text: str) -> Iterable[tuple[UUID, str]]:
    return told.get(text, {}).items()


async def _found(request: Request, uai: Uai, sought: Sequence[str]) -> Mapping[str, Names]:
    """The name of the company of each site found, by text; nothing of those it did not answer."""
    told: dict[str, Names] = {}
    for at in range(0, len(sought), SOUGHT_AT_ONCE):
        piece = sought[at : at + SOUGHT_AT_ONCE]
        answers = await asyncio.gather(*(_found_by(request, uai, text) for text in piece))
        answered = {text: one for text, one in zip(piece, answers, strict=True) if one is not None}
        if not answered:
            break
        told |= answered
    return told


async def _found_by(request: Request, uai: Uai, words: str) -> Names | None:
    sought = HostSearchRequest(words=words[:SOUGHT_CHARACTERS_MAX])
    try:
        answer = await runtime_of(request).ask(HOST_SEARCH, uai, sought)
    except (QuestionUnanswered, QuestionRefused):
        return None
    return {one.site_id: one.name for one in answer.hosts}
