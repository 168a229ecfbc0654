"""Whom a teacher calls at a host and where it is (coordonnées): asked when a page is drawn, kept nowhere."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import Request

from contracts.identifiers import ContactId
from contracts.partnerships.host_party import HostPartyRequest
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.pages import host_names, host_parties, named
from services.internships.referent_desk.queries import OwnPupil


@dataclass(frozen=True)
class ReachedPupils:
    """Pupils of a page, each at its host by name and with whom to call there."""

    pupils: Sequence[OwnPupil]
    told: bool
    """Whether the registry answered: what it did not tell is not known to be missing."""


async def with_places(request: Request, pupils: Sequence[OwnPupil]) -> ReachedPupils:
    """Pupils, each with the telephone and the address of its host: what a personal link shows.

    A link may be read by who found the paper: it names nobody of the company.
    """
    return await _told(request, pupils, tutors=False)


async def with_tutors(
    request: Request, uow: UnitOfWork, pupils: Sequence[OwnPupil]
) -> ReachedPupils:
    """The same for a teacher who is signed in, with the tutor; that each was read is noted."""
    shown = await _told(request, pupils, tutors=True)
    read = {
        (one.uai, one.tutor_id)
        for one in shown.pupils
        if one.tutor_id and one.party and one.party.tutor
    }
    for uai, tutor_id in sorted(read):
        await note_reading(uow, action="see-contact", resource_id=tutor_id, uai=uai)
    return shown


async def _told(request: Request, pupils: Sequence[OwnPupil], *, tutors: bool) -> ReachedPupils:
    """Names and whom to call, asked together: a registry that is silent is waited for once."""
    if not pupils:
        return ReachedPupils((), told=True)
    asked = [
        (
            one.uai,
            HostPartyRequest(
                site_key=one.host.site_key,
                tutor_id=ContactId(one.tutor_id) if tutors and one.tutor_id else None,
            ),
        )
        for one in pupils
    ]
    names, (parties, told) = await asyncio.gather(
        host_names(request, pupils[0].uai, [one.host for one in pupils]),
        host_parties(request, asked),
    )
    reached = [replace(one, party=party) for one, party in zip(pupils, parties, strict=True)]
    return ReachedPupils(named(reached, names), told)
