"""What the tracker is asked about notices, and a class at hosts they are about."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Actor, Scope, UnitOfWork
from services.internships.notices.answers import notices
from services.internships.referents.commands import assign_referents, name_referents, tie_account
from services.internships.signatures.commands.issue_agreements import issue_agreements
from services.internships.signatures.commands.prepare_agreements import prepare_agreements
from tests.internships.world import ELEC, TODAY, Lycee

DURING = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
Asked = tuple[NoticeKind, UUID]


async def told(lycee: Lycee, *asked: Asked) -> list[NoticeFacts | None]:
    """What the lycée's service says of each, in order."""
    request = NoticesRequest(
        asked=tuple(AskedNotice(kind=kind, about=about) for kind, about in asked)
    )
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=lycee.now) as uow:
        return list((await notices.facts_of_notices(request, uow)).facts)


async def told_of(lycee: Lycee, kind: NoticeKind, about: UUID) -> NoticeFacts:
    """What it says of one that is there."""
    (facts,) = await told(lycee, (kind, about))
    assert facts is not None
    return facts


@asynccontextmanager
async def acting(lycee: Lycee, account: UUID) -> AsyncIterator[UnitOfWork]:
    """What somebody of the bureau does."""
    who = Actor(account, Role.RBDE.value)
    scope = Scope(frozenset({lycee.uai}))
    async with lycee.units.begin(scope, uai=lycee.uai, actor=who, now=lycee.now) as uow:
        yield uow


def said(facts: NoticeFacts) -> dict[str, str]:
    """The lines of a notice, by label, with plain spaces."""
    return {plain(one.label): plain(one.text) for one in facts.lines}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Winter:
    """A class of three for a period: two are placed at a garage, the third is not."""

    lycee: Lycee
    formation: UUID
    class_id: UUID
    period: UUID
    pupils: list[UUID]
    placements: list[UUID]

    def at(self, now: datetime) -> Lycee:
        """The lycée at another time."""
        return replace(self.lycee, now=now)

    async def issues(self, on: date = TODAY) -> list[UUID]:
        """The agreements of the class, issued that day, in the order of the placements."""
        lycee = self.lycee
        await lycee.do(
            prepare_agreements, period_id=self.period, class_id=self.class_id, now=lycee.now
        )
        rows = await lycee.superuser.fetch("SELECT agreement_id, placement_id FROM agreements")
        of_place = {row["placement_id"]: row["agreement_id"] for row in rows}
        ids = [of_place[one] for one in self.placements]
        await lycee.do(issue_agreements, agreement_ids=ids, on=on, now=lycee.now)
        return ids

    async def names_a_referent(self, account: UUID | None = None) -> UUID:
        lycee, pupil = self.lycee, self.pupils[0]
        (roux,) = await lycee.do(name_referents, names=["Mme Roux"], now=lycee.now)
        if account:
            await lycee.do(
                tie_account,
                referent_id=roux,
                account_id=account,
                there={account},
                now=lycee.now,
            )
        await lycee.do(
            assign_referents, period_id=self.period, shown={}, chosen={pupil: roux}, now=lycee.now
        )
        return roux


async def a_winter(lycee: Lycee) -> Winter:
    formation = await lycee.opens(ELEC)
    names = ("FABRE Inès 2ELEC", "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC")
    pupils = list(await lycee.imports(*names, classes={"2ELEC": formation}))
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host(name="Garage du Pont")
    placements = [await lycee.places(one, period, site) for one in pupils[:2]]
    class_id = await lycee.superuser.fetchval(
        "SELECT class_id FROM classes WHERE uai = $1", lycee.uai
    )
    return Winter(lycee, formation, class_id, period, pupils, placements)
