"""Stays their hosts may be written to about: one statement for a morning, one for a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, exists, or_, select

from contracts.internships.agreements import AgreementStanding, Signer
from contracts.internships.host_letters import HostLetterKind
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import CURRENT, OF_PLACEMENT
from services.internships.agreements.tables import agreement_signatures, agreements
from services.internships.attestations.store import LAST, OF_PLACE
from services.internships.base.parameters import LYCEES, given
from services.internships.follow_ups.model import AlertMatter
from services.internships.follow_ups.tables import alerts
from services.internships.formations.tables import formations
from services.internships.host_letters.model.hosted_stay import StayAtHost
from services.internships.host_letters.model.thresholds import LOOKED_BACK
from services.internships.host_letters.tables import host_letter_stays
from services.internships.hosts.tables import host_sites
from services.internships.periods.tables import periods
from services.internships.personal_links.model import PersonalLink
from services.internships.personal_links.store import personal_link
from services.internships.personal_links.tables import personal_links
from services.internships.pupils.model import is_minor_on
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings, referents
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements

P, L, F = placements.c, personal_links.c, followings.c


@dataclass(frozen=True)
class WrittenStay:
    """A stay as a letter says it, and the day the letter counted to."""

    stay: StayAtHost
    counted_to: date
    reminder: int
    kind: HostLetterKind
    pupil_name: str
    formation: str
    minor: bool | None
    referent: str | None
    link: PersonalLink | None
    """None where the bureau closed it since."""

    def is_told(self, today: date) -> bool:
        """Whether the letter is still true of the stay: asked again when it leaves."""
        moved = {
            HostLetterKind.PUPIL_ARRIVES: self.stay.first_on,
            HostLetterKind.ATTESTATION_DUE: self.stay.last_on,
            HostLetterKind.STAY_THANKS: self.stay.last_on,
        }.get(self.kind, self.counted_to)
        return moved == self.counted_to and self.stay.is_told(self.kind, today)


async def read_stays_at_hosts(uow: UnitOfWork, today: date) -> Sequence[StayAtHost]:
    """The confirmed places of the lycée that are ahead, go on or were over a short while ago."""
    found = await STAYS_AT_HOSTS.of(
        uow, {**given(uow.scope.uais), "over_after": today - LOOKED_BACK}
    )
    return [_stay(row) for row in found]


async def read_written_stays(uow: UnitOfWork, letter_id: UUID) -> Sequence[WrittenStay]:
    """What a letter is about, of those that still stand, by first day; none for another lycée's."""
    asked = {**given(uow.scope.uais), "letter_id": letter_id}
    return [_written(row, uow) for row in await WRITTEN_STAYS.of(uow, asked)]


def _stay(row: Any) -> StayAtHost:
    return StayAtHost(
        placement_id=row.placement_id,
        site_id=row.site_id,
        site_key=row.site_key,
        tutor_id=row.tutor_id,
        first_on=row.first_on,
        last_on=row.last_on,
        issued_on=row.issued_on,
        awaits_host=row.awaits_host,
        awaits_tutor=row.awaits_tutor,
        attested=row.attested is not None,
        absent=row.absent,
    )


def _written(row: Any, uow: UnitOfWork) -> WrittenStay:
    stay = _stay(row)
    link = personal_link(row) if row.link_id else None
    return WrittenStay(
        stay=stay,
        counted_to=row.counted_to,
        reminder=row.reminder,
        kind=HostLetterKind(row.letter_kind),
        pupil_name=f"{row.first_name} {row.last_name}",
        formation=row.formation,
        minor=is_minor_on(row.born_on, stay.first_on) if row.born_on else None,
        referent=row.referent,
        link=link if link and link.is_open(uow.now) else None,
    )


def _awaits(signer: Signer) -> Any:
    """Whether an agreement that was issued waits for somebody."""
    signatures = agreement_signatures.alias(f"of_{signer.value}").c
    return (
        select(signatures.agreement_id)
        .where(
            signatures.uai == agreements.c.uai,
            signatures.agreement_id == agreements.c.agreement_id,
            signatures.signer == signer.value,
            signatures.signed_on.is_(None),
        )
        .exists()
    )


_WAITING = (AgreementStanding.ISSUED, AgreementStanding.PARTLY_SIGNED)
_OF_PUPIL = (pupils.c.uai == P.uai) & (pupils.c.pupil_year_id == P.pupil_year_id)
_ABSENT = exists().where(
    alerts.c.uai == P.uai,
    alerts.c.placement_id == P.placement_id,
    alerts.c.matter == AlertMatter.NOT_ARRIVED.value,
    alerts.c.closed_on.is_(None),
)
_READ = (
    *(P.placement_id, P.site_id, host_sites.c.site_key, P.tutor_id),
    *(FIRST_DAY.label("first_on"), LAST_DAY.label("last_on"), agreements.c.issued_on),
    _awaits(Signer.HOST).label("awaits_host"),
    _awaits(Signer.TUTOR).label("awaits_tutor"),
    LAST.c.placement_id.label("attested"),
    _ABSENT.label("absent"),
)
_STAYS = (
    placements.join(periods, SAME_PERIOD)
    .join(pupils, _OF_PUPIL)
    .join(host_sites, host_sites.c.site_id == P.site_id)
    .outerjoin(
        agreements,
        OF_PLACEMENT & CURRENT & or_(*(agreements.c.standing == one.value for one in _WAITING)),
    )
    .outerjoin(LAST, OF_PLACE)
)
_STANDING = (
    P.uai == LYCEES,
    P.status == PlacementStatus.CONFIRMED.value,
    pupils.c.last_name.is_not(None),
    # Who left the lycée before the end comes no more, or is gone.
    or_(pupils.c.left_on.is_(None), pupils.c.left_on > LAST_DAY),
)
STAYS_AT_HOSTS = Reading(
    select(*_READ)
    .select_from(_STAYS)
    .where(*_STANDING, bindparam("over_after", type_=Date) <= LAST_DAY)
    .order_by(FIRST_DAY, P.placement_id),
    lambda rows: rows,
)
"""The stays of a lycée, each with what its host still has to do."""
_FOLLOWED = (F.uai == P.uai) & (F.period_id == P.period_id) & (F.pupil_year_id == P.pupil_year_id)
_LINKED = (L.uai == P.uai) & (L.placement_id == P.placement_id) & L.revoked_at.is_(None)
WRITTEN_STAYS = Reading(
    select(
        *_READ,
        *(host_letter_stays.c.counted_to, host_letter_stays.c.reminder),
        host_letter_stays.c.kind.label("letter_kind"),
        *(pupils.c.first_name, pupils.c.last_name, pupils.c.born_on),
        formations.c.label.label("formation"),
        referents.c.name.label("referent"),
        *(L.link_id, L.uai, L.kind, L.pupil_year_id, L.class_id, L.referent_id),
        *(L.given_to, L.given_at, L.expires_at, L.revoked_at),
    )
    .select_from(
        _STAYS.join(
            host_letter_stays,
            (host_letter_stays.c.uai == P.uai)
            & (host_letter_stays.c.placement_id == P.placement_id),
        )
        .join(formations, (formations.c.uai == P.uai) & (formations.c.mef == P.mef))
        .outerjoin(followings, _FOLLOWED)
        .outerjoin(
            referents, (referents.c.uai == F.uai) & (referents.c.referent_id == F.referent_id)
        )
        .outerjoin(personal_links, _LINKED)
    )
    .where(*_STANDING, host_letter_stays.c.letter_id == bindparam("letter_id", type_=Uuid))
    .order_by(FIRST_DAY, P.placement_id),
    lambda rows: rows,
)
"""The stays of a letter that are still confirmed, of pupils who are still there and have a name."""
