"""The lycées' partnerships: some looked for, some active, an agreement to renew soon."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from contracts.partnerships.partnerships import PartnershipScope, PartnershipStage
from deploy.demo.calendar import Calendar
from deploy.demo.companies import DemoCompany, all_companies
from deploy.demo.invention.lots import drawn_for
from deploy.demo.lycees import DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.partnerships.commands import (
    agree_partnership,
    move_partnership,
    propose_partnership,
)
from services.partnerships.partnerships.model.partnership import Agreement, PartnershipAct

_ROLES = frozenset({"rbde"})
_STAGES = (
    PartnershipStage.ACTIVE,
    PartnershipStage.IN_DISCUSSION,
    PartnershipStage.ACTIVE,
    None,
    PartnershipStage.CONTACTED,
    PartnershipStage.ACTIVE,
    PartnershipStage.DORMANT,
    PartnershipStage.ENDED,
)
"""Where they get, one after the other; None: still to be contacted."""
_LASTS_DAYS = (330, 40, 500)
"""For how long the agreements of active ones still hold: one runs out soon."""


def partnerships(calendar: Calendar, lycee: DemoLycee) -> Step:
    """A lycée's partnerships, with the first companies it knows."""
    known = [one for one in all_companies() if lycee in one.lycees][: len(_STAGES)]
    day = calendar.today - timedelta(days=25)
    acts = list(_all(known, lycee, calendar.today))
    return Step(f"{lycee.uai}:partnerships", lycee.uai, calendar.at(day, 11), acts)


def _all(known: list[DemoCompany], lycee: DemoLycee, today: date) -> Iterator[Act]:
    lasts = iter(_LASTS_DAYS)
    for company, stage in zip(known, _STAGES, strict=False):
        random = drawn_for("partnership", lycee.uai, company.siret)
        scopes = tuple(random.sample(list(PartnershipScope), random.randint(1, 3)))
        until = today + timedelta(days=next(lasts)) if stage is PartnershipStage.ACTIVE else None
        yield _opens(company, scopes, stage, until)


def _opens(
    company: DemoCompany,
    scopes: tuple[PartnershipScope, ...],
    stage: PartnershipStage | None,
    until: date | None,
) -> Act:
    async def act(uow: UnitOfWork) -> None:
        known = await Companies(uow).site_by_key(company.key)
        if known is None:
            raise NotFound
        one = await propose_partnership(uow, company_id=known[0], scopes=scopes, now=uow.now)
        moves = dict.fromkeys([PartnershipStage.CONTACTED, stage] if stage else [])
        for version, to in enumerate(moves, start=1):
            await move_partnership(
                uow, partnership_id=one, version=version, to=to, roles=_ROLES, now=uow.now
            )
        if until is not None:
            await _sign(uow, one, len(moves) + 1, until)

    return act


async def _sign(uow: UnitOfWork, one: UUID, version: int, until: date) -> None:
    await agree_partnership(
        uow,
        partnership_id=one,
        version=version,
        act=PartnershipAct.SIGN,
        agreement=Agreement(signed_on=until - timedelta(days=730), until_on=until),
        roles=_ROLES,
        now=uow.now,
    )
