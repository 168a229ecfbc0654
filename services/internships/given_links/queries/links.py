"""Links given to pupils, parents, teachers and hosts: as their bureau lists them, and what those about a pupil open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from contracts.personal_links import PUPIL_PERIODS, LinkKind
from services.chassis.base.errors import NotFound
from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.short_code_rows import coded_row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.families.model import REPRESENTATIVES, Family, FamilySlot
from services.internships.families.store import Families, FamilyWritings
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import Host
from services.internships.participations.model import PupilSituation
from services.internships.participations.queries import PupilPeriod, read_periods_of_pupil
from services.internships.personal_links.model import (
    KINDS,
    OF_PUPILS,
    LinkStanding,
    PersonalLink,
    purpose_of,
)
from services.internships.personal_links.store import (
    PersonalLinks,
    open_ids,
    opening,
    personal_link,
)
from services.internships.personal_links.tables import personal_links
from services.internships.placements.queries.placements import (
    PlacementCard,
    read_placements_of_pupil,
)
from services.internships.pupils.store.names import NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.referents.store.referents import GONE
from services.internships.referents.tables import referents
from services.internships.stays.model.states import HOSTED, PlacementStatus
from services.internships.stays.tables import placements


@dataclass(frozen=True)
class GivenLink:
    """One link as the list of its bureau shows it."""

    link: PersonalLink
    kind: LinkKind
    whom: str
    """The pupil, of a link about their stay too; of a link about a class, the teacher."""
    class_label: str
    standing: LinkStanding

    @property
    def is_open(self) -> bool:
        """Whether it opens its page."""
        return self.standing is LinkStanding.OPEN


@dataclass(frozen=True)
class OwnPeriod:
    """A published period, as the pupil reads it: nobody is named."""

    starts_on: date
    ends_on: date
    standing: PupilSituation
    host: Host | None


@dataclass(frozen=True)
class OwnPage:
    """What a link opens."""

    expires_at: datetime
    periods: Sequence[OwnPeriod]
    family: Family
    """Where its family is written to; pages of a link on paper show no address whole."""
    writes: bool
    """Whether the lycée writes to families at all."""


_PUPIL = func.coalesce(personal_links.c.pupil_year_id, placements.c.pupil_year_id)


async def read_given_links(uow: UnitOfWork, *, limit: int) -> Sequence[GivenLink]:
    """The links of the lycées in scope, those that open something first; then the last given, stays after the others."""
    is_open = opening(uow.now)
    statement = (
        select(
            personal_links,
            *NAMED,
            classes.c.label.label("class_label"),
            referents.c.name.label("referent"),
            placements.c.status.label("stay"),
        )
        .outerjoin(
            placements,
            (placements.c.uai == personal_links.c.uai)
            & (placements.c.placement_id == personal_links.c.placement_id),
        )
        .outerjoin(
            pupils,
            (pupils.c.uai == personal_links.c.uai) & (pupils.c.pupil_year_id == _PUPIL),
        )
        .outerjoin(
            referents,
            (referents.c.uai == personal_links.c.uai)
            & (referents.c.referent_id == personal_links.c.referent_id),
        )
        .outerjoin(
            classes,
            (classes.c.uai == personal_links.c.uai)
            & (classes.c.class_id == func.coalesce(pupils.c.class_id, personal_links.c.class_id)),
        )
        .order_by(
            (is_open[0] & is_open[1]).desc(),
            # Each stay has one by itself, on the page of its place too: they hide no other.
            personal_links.c.placement_id.is_not(None),
            personal_links.c.given_at.desc(),
            personal_links.c.link_id,
        )
        .limit(limit)
    )
    return [_given(row, uow.now) for row in await uow.execute(statement)]


def _given(row: Any, now: datetime) -> GivenLink:
    link = personal_link(row)
    whom = (row.referent or GONE) if link.of_referent else link.given_to or shown_name(row)
    # Of a place that was lost it opens nothing, until somebody takes the loss back.
    lost = link.of_stay and row.stay not in HOSTED
    standing = LinkStanding.REVOKED if lost else link.standing(now)
    return GivenLink(link, KINDS[link.kind], whom, row.class_label or "", standing)


async def read_links_of_pupil(
    uow: UnitOfWork, pupil_year_id: UUID
) -> Sequence[tuple[LinkKind, PersonalLink | None]]:
    """For each kind, the link that opens the pupil's page, if there is one."""
    given = await PersonalLinks(uow).of_pupil(pupil_year_id)
    found = {link.kind: link for link in given if link.is_open(uow.now)}
    return [(kind, found.get(word)) for word, kind in OF_PUPILS.items()]


async def read_coded_link(uow: UnitOfWork, kind: LinkKind, typed: TypedCode) -> UUID | None:
    """Which open link of this kind, of the lycée in scope, has the code that was typed."""
    return await coded_row(uow, purpose_of(kind), typed, open_ids(kind.word, now=uow.now))


async def read_own_page(uow: UnitOfWork, link_id: UUID, kind: LinkKind) -> OwnPage:
    """What an open link shows. Raises NotFound when it opens nothing, whatever the reason."""
    link = await read_open_link(uow, link_id, kind)
    stays = {
        one.period_id: one
        for one in await read_placements_of_pupil(uow, link.about)
        if one.status is PlacementStatus.CONFIRMED
    }
    return OwnPage(
        link.expires_at,
        [
            _own_period(one, stays.get(one.period_id))
            for one in await read_periods_of_pupil(uow, link.about)
            if one.published
        ],
        await Families(uow).of_pupil(link.about),
        (await FamilyWritings(uow).of(link.uai)).is_open,
    )


async def read_open_link(uow: UnitOfWork, link_id: UUID, kind: LinkKind) -> PersonalLink:
    """The link about a pupil that opens its page. Raises NotFound when it opens nothing, whatever the reason."""
    link = await PersonalLinks(uow).get(link_id)
    if link.kind != kind.word or not link.of_pupil or not link.is_open(uow.now):
        raise NotFound
    return link


def slots_of(kind: LinkKind) -> Sequence[FamilySlot]:
    """The addresses whoever holds such a link says."""
    return (FamilySlot.PUPIL,) if kind is PUPIL_PERIODS else REPRESENTATIVES


def _own_period(period: PupilPeriod, stay: PlacementCard | None) -> OwnPeriod:
    """The days are those at the host, once there is one."""
    if stay is None:
        return OwnPeriod(period.starts_on, period.ends_on, period.standing, None)
    return OwnPeriod(stay.first_on, stay.until_on, period.standing, stay.host)
