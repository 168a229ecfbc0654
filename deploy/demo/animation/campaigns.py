"""Campaigns of the demonstration: one under way, one that is over, and objectives of the year."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from contracts.coordination.campaigns import CampaignMeasure
from contracts.coordination.objectives import ObjectiveIndicator
from contracts.identifiers import SchoolYear, Uai
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import LAVANDIERES, PEUPLIERS, TERMINALE, TILLEULS, VIEUX_PONT
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.campaigns.commands import (
    close_campaign,
    comment_campaign,
    draft_campaign,
    open_campaign,
)
from services.coordination.campaigns.model import Campaign, CampaignDetails
from services.coordination.campaigns.queries import read_drafts, read_open
from services.coordination.objectives.commands import set_objective
from services.coordination.objectives.model import Wanted

SPRING, AUTUMN = "Des places pour les départs du printemps", "Reprendre contact à l’automne"
_SPRING_TEXT = (
    "Les terminales repartent au printemps. Appelez d’abord les entreprises qui ont accueilli "
    "l’an dernier.\n\nDites ici ce que vous rencontrez."
)
_AUTUMN_TEXT = "Un appel à chaque entreprise qui n’a pas eu de nouvelles depuis l’été."
_AUTUMN_CLOSING = "Les bureaux ont repris contact avec leurs entreprises, merci à tous."
_COMMENT = "Les ateliers de maintenance sont déjà pris par les stages d’autres lycées."
_I = ObjectiveIndicator
_OBJECTIVES: Sequence[tuple[Uai | None, ObjectiveIndicator, int, str | None]] = (
    (None, _I.COVERAGE_RATE, 95, "Vu au comité de pilotage."),
    (None, _I.ACTIONS_HELD, 12, None),
    (TILLEULS.uai, _I.COVERAGE_RATE, 95, "Vu avec le bureau à la rentrée."),
    (TILLEULS.uai, _I.ACTIONS_HELD, 4, None),
    (LAVANDIERES.uai, _I.COVERAGE_RATE, 90, "Un point est prévu après les vacances."),
)
"""Whose (none: the department’s), on what, how much, and what was agreed."""


def campaigns(calendar: Calendar) -> list[Step]:
    """The one that is over, then the one under way, and what is aimed at this year."""
    today = calendar.today
    begun, ended = today - timedelta(days=60), today - timedelta(days=20)
    at = calendar.at
    return [
        Step("dsden:campaign:autumn", None, at(begun, 9), [_drafts(_autumn(begun, ended))]),
        Step("dsden:campaign:autumn:open", None, at(begun, 10), [_opens(AUTUMN)]),
        Step("dsden:campaign:autumn:closed", None, at(ended, 17), [_closes(AUTUMN)]),
        Step("dsden:campaign:spring", None, at(today, 9), [_drafts(_spring(calendar))]),
        Step("dsden:campaign:spring:open", None, at(today, 10), [_opens(SPRING)]),
        Step("lycee:campaign:spring:comment", TILLEULS.uai, at(today, 11), [_comments]),
        Step("dsden:objectives", None, at(today, 9), [_aims]),
    ]


def _autumn(begun: date, ended: date) -> CampaignDetails:
    return CampaignDetails(
        AUTUMN,
        _AUTUMN_TEXT,
        CampaignMeasure.EXCHANGES,
        begun,
        ended,
        targets={TILLEULS.uai: 10, LAVANDIERES.uai: 8, PEUPLIERS.uai: 8, VIEUX_PONT.uai: 6},
    )


def _spring(calendar: Calendar) -> CampaignDetails:
    """Of the next departure of the last year, or the last one where none comes."""
    starts = [one.starts_on for one in calendar.slots(TERMINALE)]
    leaving = next((one for one in starts if one > calendar.today), starts[-1])
    targets: Mapping[Uai, int] = {TILLEULS.uai: 40, LAVANDIERES.uai: 30, PEUPLIERS.uai: 20}
    return CampaignDetails(
        SPRING,
        _SPRING_TEXT,
        CampaignMeasure.PLACES,
        calendar.today - timedelta(days=3),
        max(leaving - timedelta(days=3), calendar.today + timedelta(days=21)),
        stays_from=leaving - timedelta(days=14),
        stays_until=leaving + timedelta(days=14),
        targets=targets,
    )


def _drafts(details: CampaignDetails) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await draft_campaign(uow, details=details, now=uow.now)

    return act


def _opens(title: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        draft = _called(await read_drafts(uow), title)
        await open_campaign(uow, campaign_id=draft.id, version=draft.version, now=uow.now)

    return act


def _closes(title: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        known = _called(await read_open(uow), title)
        await close_campaign(
            uow,
            campaign_id=known.id,
            version=known.version,
            closing=_AUTUMN_CLOSING,
            now=uow.now,
        )

    return act


async def _comments(uow: UnitOfWork) -> None:
    campaign_id: UUID = _called(await read_open(uow), SPRING).id
    await comment_campaign(uow, campaign_id=campaign_id, text=_COMMENT, now=uow.now)


async def _aims(uow: UnitOfWork) -> None:
    year = SchoolYear.of(uow.now.date())
    for owner, indicator, target, note in _OBJECTIVES:
        wanted = Wanted(owner or uow.department_uai, year, indicator)
        await set_objective(uow, wanted=wanted, target=target, note=note, now=uow.now)


def _called(found: Sequence[Campaign], title: str) -> Campaign:
    for one in found:
        if one.details.title == title:
            return one
    raise NotFound
