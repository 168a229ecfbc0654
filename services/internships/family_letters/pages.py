"""The page a mail to a family leads to: where and when the pupil goes, and the agreement to print."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import Router
from services.internships.agreement_models.model.agreement_model import AgreementModel
from services.internships.agreement_models.store.agreement_models import AgreementModels
from services.internships.agreement_prints.model import AgreementFacts
from services.internships.agreement_prints.pages.built_in import as_pdf
from services.internships.agreement_prints.pages.own_texts import in_word, model_of, texts_of
from services.internships.agreement_prints.pages.parties import parties_of, profile_of
from services.internships.agreement_prints.queries import read_agreement
from services.internships.base.bureau import bureau_of
from services.internships.base.days import local_date
from services.internships.families.model import (
    PAGE,
    PAGE_PURPOSE,
    STOP_PAGE,
    STOP_PURPOSE,
    Family,
    FamilySlot,
)
from services.internships.families.store import Families
from services.internships.family_letters.model.pupil_stay import PupilStay
from services.internships.family_letters.queries import read_shown_stays

router = Router()
OWN = f"{PAGE}/{{family_token}}"
VISITS = Pace(times=300, seconds=60)
"""Families of a lycée may have one address for all."""


@dataclass(frozen=True)
class FamilyPage:
    """What the link of an address opens."""

    family: Family
    slot: FamilySlot
    address_id: UUID
    stays: Sequence[tuple[PupilStay, AgreementFacts]]


async def read_family_page(uow: UnitOfWork, address_id: UUID, today: date) -> FamilyPage:
    """What an open link shows.

    Raises NotFound when it opens nothing: the address is another one, its reader may read nothing any
    more, the lycée withdrew every place, or the last stay is over for a month.
    """
    family, address = await Families(uow).of_address(address_id)
    stays = await read_shown_stays(uow, family.pupil_year_id, today)
    if not stays or not family.may_read(address.slot, today):
        raise NotFound
    facts = [(stay, await read_agreement(uow, stay.placement_id)) for stay in stays]
    return FamilyPage(family, address.slot, address.id, facts)


@router.page(OWN, action=PUBLIC, secret=True)
async def page(request: Request, family_token: str) -> Response:
    """The stays of one pupil. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    work = runtime_of(request).work
    try:
        found = await _opened(request, family_token)
    except NotFound:
        return _over(request)
    uai, today = found.family.uai, local_date(work.now())
    (parties, _), profile, bureau = await asyncio.gather(
        parties_of(request, uai, [facts for _, facts in found.stays]),
        profile_of(request, uai),
        bureau_of(request, uai),
    )
    stop = work.links.token(STOP_PURPOSE, uai=uai, row_id=found.address_id)
    return render(
        request,
        "internships/family_letters/family_page.html",
        page=found,
        stays=[(*one, party) for one, party in zip(found.stays, parties, strict=True)],
        of_age=found.family.is_of_age(today),
        here=f"{PAGE}/{family_token}",
        stop=f"{STOP_PAGE}/{stop}",
        phone_of_lycee=profile.phone if profile else None,
        lycee=bureau.lycee if bureau else None,
        members=bureau.members if bureau else (),
        today=today,
    )


async def _opened(request: Request, family_token: str) -> FamilyPage:
    work = runtime_of(request).work
    opened = work.links.read(PAGE_PURPOSE, family_token)
    async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
        return await read_family_page(uow, opened.row_id, local_date(uow.now))


def _over(request: Request) -> Response:
    """The one answer of a link that opens nothing, whatever the reason."""
    return render(request, "internships/family_letters/family_page_over.html", status=404)


@router.page(f"{OWN}/convention", action=PUBLIC, secret=True)
async def agreement(request: Request, family_token: str, lieu: str = "") -> Response:
    """The agreement to print, as the bureau prints it; once it was issued. `lieu`: of which stay."""
    VISITS.count(visitor_of(request))
    texts: dict[Any, bytes] = {}
    serving: dict[Any, AgreementModel] = {}
    try:
        found = await _opened(request, family_token)
        shown = [one for one in found.stays if lieu in ("", str(one[0].placement_id))]
        if not shown:
            raise NotFound
        stay, facts = shown[0]
        work, uai = runtime_of(request).work, found.family.uai
        async with work.begin(Scope(frozenset({uai})), uai=uai) as uow:
            serving = await AgreementModels(uow).serving_all(uai)
            if own := model_of(facts, serving):
                texts = await texts_of(uow, {own})
    except NotFound:
        return _over(request)
    if not stay.prints or facts.why_not:
        told = "Cette convention ne s’imprime pas, ou plus. Appelez le bureau des entreprises."
        return see_other(f"{PAGE}/{family_token}", notice=told)
    if texts:
        return await in_word(request, [facts], serving, texts)
    return await as_pdf(request, [facts])
