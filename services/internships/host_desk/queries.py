"""The stay of a pupil that a link of their host opens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select

from contracts.identifiers import Uai
from contracts.internships.agreements import Signer
from contracts.personal_links import HOSTED_STAY
from services.chassis.base.errors import NotFound
from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.short_code_rows import coded_row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreement_prints.model import AgreementFacts
from services.internships.agreement_prints.queries import read_agreement
from services.internships.agreements.model.agreement_states import COUNTED
from services.internships.agreements.store.agreements import CURRENT, OF_PLACEMENT
from services.internships.agreements.tables import agreement_signatures, agreements
from services.internships.base.days import local_date
from services.internships.follow_ups.model import HOST, Alert
from services.internships.follow_ups.store import Alerts, Arrivals, FollowUps
from services.internships.host_desk.model import HostAgreement, HostOpinion, StayDays, may_be_minor
from services.internships.host_desk.store import HostOpinions
from services.internships.periods.tables import periods
from services.internships.personal_links.model import PersonalLink, purpose_of
from services.internships.personal_links.queries import read_open_stay_link
from services.internships.personal_links.store import PersonalLinks, open_ids
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import HOSTED
from services.internships.stays.store.days import FIRST_DAY, LEFT_ON, SAME_PERIOD
from services.internships.stays.tables import placements
from services.internships.visits.model import Visit
from services.internships.visits.store import Visits

S = agreement_signatures.c
OF_THE_HOST = (Signer.HOST, Signer.TUTOR, Signer.SECOND_TUTOR)


@dataclass(frozen=True)
class HostedStay:
    """What the link of a host opens; of `facts`, the last day is the one the pupil leaves or left."""

    link: PersonalLink
    facts: AgreementFacts
    agreement: HostAgreement | None
    arrived_at: datetime | None
    """When the host said that the pupil came."""
    alerts: Sequence[Alert]
    """What the host told is wrong, until the lycée closes it; what others told is not theirs to read."""
    opinion: HostOpinion | None
    visit: Visit | None
    """The one that is planned."""

    @property
    def days(self) -> StayDays:
        """When the pupil is there."""
        return StayDays(self.facts.first_on, self.facts.last_on)

    @property
    def opens_until(self) -> date:
        """The last day the link opens it, by the stay's own days and by those of the link."""
        return min(self.days.closes_on, self.link.last_day)

    @property
    def minor(self) -> bool:
        """Whether the pupil is a minor on the first day, as far as is known."""
        return may_be_minor(self.facts.born_on, self.facts.first_on)


async def read_hosted_stay(uow: UnitOfWork, link_id: UUID) -> HostedStay:
    """What an open link shows. Raises NotFound when it opens nothing, whatever the reason."""
    link = await PersonalLinks(uow).get(link_id)
    if not link.of_stay or not link.is_open(uow.now):
        raise NotFound
    facts = await read_agreement(uow, link.about)
    row = (await uow.execute(_moving(link.about))).one()
    stay = HostedStay(
        link,
        replace(facts, last_on=row.until_on),
        _agreement(row),
        await Arrivals(uow).of_placement(link.about),
        await _own_alerts(uow, link.about),
        await HostOpinions(uow).of_placement(link.about),
        await Visits(uow).standing(link.about),
    )
    gone = facts.last_name is None or not _is_hosted(row)
    if gone or not stay.days.is_open(local_date(uow.now)):
        raise NotFound
    return stay


async def read_coded_stay(uow: UnitOfWork, typed: TypedCode) -> UUID | None:
    """Which open link of the lycée in scope has the code that was typed."""
    wanted = open_ids(HOSTED_STAY.word, now=uow.now)
    return await coded_row(uow, purpose_of(HOSTED_STAY), typed, wanted)


@dataclass(frozen=True)
class GivenSpace:
    """What the bureau sees of the page a host may open: its link, and what was said by it."""

    uai: Uai
    placement_id: UUID
    hosted: bool
    """Whether the host agreed, and the pupil came."""
    until_on: date
    """The last day of the stay."""
    closes_on: date | None
    """The last day the page opens; None when it opens no more, or not yet."""
    link: PersonalLink | None
    """The link that opens it, if one was given."""
    arrived_at: datetime | None
    opinion: HostOpinion | None

    @property
    def opens_until(self) -> date | None:
        """The last day the link opens it: a stay that was moved since ends later than its link."""
        if self.link is None or self.closes_on is None:
            return None
        return min(self.closes_on, self.link.last_day)


async def read_given_space(uow: UnitOfWork, placement_id: UUID) -> GivenSpace:
    """The page of one stay, for the bureau. Raises NotFound, for another lycée's too."""
    row = (await uow.execute(_moving(placement_id))).first()
    if row is None:
        raise NotFound
    days = StayDays(row.until_on, row.until_on)
    hosted = _is_hosted(row)
    opens = hosted and days.is_open(local_date(uow.now))
    return GivenSpace(
        Uai(row.uai),
        placement_id,
        hosted,
        days.until_on,
        days.closes_on if opens else None,
        await read_open_stay_link(uow, placement_id) if opens else None,
        await Arrivals(uow).of_placement(placement_id),
        await HostOpinions(uow).of_placement(placement_id),
    )


async def _own_alerts(uow: UnitOfWork, placement_id: UUID) -> Sequence[Alert]:
    found = await Alerts(uow).of_placement(await FollowUps(uow).stay(placement_id))
    return [one for one in found if one.opened_as == HOST and one.closed_on is None]


def _moving(placement_id: UUID) -> Any:
    unsigned = exists().where(
        S.uai == agreements.c.uai,
        S.agreement_id == agreements.c.agreement_id,
        S.signer.in_(OF_THE_HOST),
        S.signed_on.is_(None),
    )
    issued = OF_PLACEMENT & CURRENT & agreements.c.standing.in_(COUNTED)
    return (
        select(
            *(placements.c.uai, placements.c.status),
            *(FIRST_DAY.label("first_on"), _UNTIL.label("until_on")),
            *(agreements.c.issued_on, unsigned.label("unsigned")),
        )
        .select_from(
            placements.join(periods, SAME_PERIOD)
            .join(pupils, _OF_PUPIL)
            .outerjoin(agreements, issued)
        )
        .where(placements.c.placement_id == placement_id)
    )


_OF_PUPIL = (pupils.c.uai == placements.c.uai) & (
    pupils.c.pupil_year_id == placements.c.pupil_year_id
)
_UNTIL = func.least(LEFT_ON, pupils.c.left_on)
"""Who leaves the lycée leaves the host."""


def _is_hosted(row: Any) -> bool:
    """Whether the host agreed, and the pupil came or will."""
    return row.status in HOSTED and row.first_on <= row.until_on


def _agreement(row: Any) -> HostAgreement | None:
    return HostAgreement(row.issued_on, row.unsigned) if row.issued_on else None
