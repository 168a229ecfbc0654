"""The agreements of a placement or of a period, and what is written on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import SchoolYear, SiteKey, Uai
from contracts.partnerships.host_party import HostParty, HostPerson
from contracts.portal.lycee_profile import LyceeProfile
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import business_number, date_fr, date_range, phone
from services.internships.agreement_models.model.agreement_fields import AgreementField as F
from services.internships.agreement_models.store.agreement_models import AgreementModels
from services.internships.agreement_prints.model import AgreementFacts
from services.internships.formations.tables import classes, formations
from services.internships.hosts.store.hosts import HOST_COLUMNS, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings, referents
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY
from services.internships.stays.tables import placements

Values = Mapping[F, str | None]


@dataclass(frozen=True)
class Printed:
    """Whose paper it is, and when it is printed; `profile` is None while nobody tells of it."""

    lycee: str
    today: date
    profile: LyceeProfile | None = None


async def read_agreement(uow: UnitOfWork, placement_id: UUID) -> AgreementFacts:
    """One agreement. Raises NotFound, for another lycée's too."""
    found = await _read(uow, placements.c.placement_id == placement_id)
    if not found:
        raise NotFound
    return found[0]


async def has_own_text(uow: UnitOfWork, uai: Uai, placement_id: UUID) -> bool:
    """Whether a text of the lycée serves for the formation of one placement."""
    serving = await AgreementModels(uow).serving_all(uai)
    if not serving or None in serving:
        return bool(serving)
    return (await read_agreement(uow, placement_id)).formation_id in serving


async def read_agreements(
    uow: UnitOfWork, period_id: UUID, label: str = ""
) -> Sequence[AgreementFacts]:
    """Those of a period whose host agreed, by class and name; of one class when a label is given."""
    of_period = placements.c.period_id == period_id
    found = await _read(uow, of_period & (placements.c.status == PlacementStatus.CONFIRMED.value))
    return [one for one in found if label in ("", one.class_label)]


async def read_last_agreements(
    uow: UnitOfWork, uai: Uai, formation_id: UUID | None
) -> Sequence[AgreementFacts]:
    """Those of the last period of a formation whose host agreed, or of all: to try a text on."""
    agreed = (placements.c.uai == uai) & (placements.c.status == PlacementStatus.CONFIRMED.value)
    if formation_id is not None:
        agreed &= formations.c.formation_id == formation_id
    found = await _read(uow, agreed)
    return sorted(found, key=lambda one: one.first_on, reverse=True)


def _all_there_is() -> Any:
    own = placements.c.uai
    return (
        placements.join(
            periods, (periods.c.uai == own) & (periods.c.period_id == placements.c.period_id)
        )
        .join(
            pupils, (pupils.c.uai == own) & (pupils.c.pupil_year_id == placements.c.pupil_year_id)
        )
        .join(classes, (classes.c.uai == own) & (classes.c.class_id == pupils.c.class_id))
        .join(formations, (formations.c.uai == own) & (formations.c.mef == placements.c.mef))
        .join(host_sites, host_sites.c.site_id == placements.c.site_id)
        .join(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .outerjoin(
            followings,
            (followings.c.uai == own)
            & (followings.c.period_id == placements.c.period_id)
            & (followings.c.pupil_year_id == placements.c.pupil_year_id),
        )
        .outerjoin(
            referents,
            (referents.c.uai == own) & (referents.c.referent_id == followings.c.referent_id),
        )
    )


async def _read(uow: UnitOfWork, condition: Any) -> Sequence[AgreementFacts]:
    statement = (
        select(
            *(placements.c.placement_id, placements.c.uai, placements.c.status),
            *(placements.c.period_id, placements.c.tutor_id),
            *(periods.c.school_year, periods.c.weeks),
            *(FIRST_DAY.label("first_on"), LAST_DAY.label("until_on")),
            *(pupils.c.pupil_year_id, pupils.c.last_name, pupils.c.first_name, pupils.c.left_on),
            *(pupils.c.born_on, referents.c.name.label("referent")),
            classes.c.label.label("class_label"),
            *(formations.c.formation_id, formations.c.label.label("formation")),
            *HOST_COLUMNS,
        )
        .select_from(_all_there_is())
        .where(condition)
        .order_by(classes.c.label, *BY_NAME, placements.c.placement_id)
    )
    return [_facts(row) for row in await uow.execute(statement)]


def _facts(row: Any) -> AgreementFacts:
    site = host(row)
    return AgreementFacts(
        placement_id=row.placement_id,
        uai=Uai(row.uai),
        status=PlacementStatus(row.status),
        period_id=row.period_id,
        school_year=SchoolYear(row.school_year),
        weeks=row.weeks,
        first_on=row.first_on,
        last_on=row.until_on,
        pupil_year_id=row.pupil_year_id,
        last_name=row.last_name,
        first_name=row.first_name,
        left_on=row.left_on,
        born_on=row.born_on,
        referent=row.referent,
        class_label=row.class_label,
        formation_id=row.formation_id,
        formation=row.formation,
        site_key=SiteKey(row.site_key),
        host_label=site.label,
        host_named=site.named,
        commune=site.commune,
        activity=site.activity,
        tutor_id=row.tutor_id,
    )


def values_of(
    facts: AgreementFacts, party: HostParty | None, printed: Printed, voted_on: date | None
) -> Values:
    """What each field says; None where nothing is known. `party` is None while nobody tells of it."""
    return {
        F.PUPIL: facts.pupil,
        F.PUPIL_LAST_NAME: facts.last_name,
        F.PUPIL_FIRST_NAME: facts.first_name,
        F.CLASS: facts.class_label,
        F.FORMATION: facts.formation,
        F.BIRTH_DATE: date_fr(facts.born_on, weekday=False) if facts.born_on else None,
        F.REFERENT: facts.referent,
        F.SCHOOL_YEAR: facts.school_year,
        F.DATES: date_range(facts.first_on, facts.last_on, weekday=False),
        F.FIRST_DAY: date_fr(facts.first_on, weekday=False),
        F.LAST_DAY: date_fr(facts.last_on, weekday=False),
        F.WEEKS: str(facts.weeks),
        F.LYCEE: printed.lycee,
        F.UAI: facts.uai,
        F.VOTED_ON: date_fr(voted_on, weekday=False) if voted_on else None,
        F.TODAY: date_fr(printed.today, weekday=False),
        F.ACTIVITY: facts.activity,
        **_of_the_lycee(printed.profile),
        **_of_the_host(facts, party),
        **_of(party.signatory if party else None, F.SIGNATORY, F.SIGNATORY_FUNCTION),
        **_of(party.tutor if party else None, F.TUTOR, F.TUTOR_FUNCTION),
        F.TUTOR_PHONE: phone(party.tutor.phone) if party and party.tutor else None,
        F.TUTOR_MAIL: party.tutor.mail if party and party.tutor else None,
    }


def _of_the_lycee(profile: LyceeProfile | None) -> Values:
    if profile is None:
        return {}
    return {
        F.LYCEE_ADDRESS: profile.address,
        F.LYCEE_PHONE: profile.phone,
        F.LYCEE_MAIL: profile.mail,
        F.LYCEE_HOURS: profile.hours,
        F.HEAD: profile.head_name,
        F.HEAD_TITLE: profile.head_title,
        F.INSURER: profile.insurer,
        F.POLICY: profile.policy,
    }


def _of_the_host(facts: AgreementFacts, party: HostParty | None) -> Values:
    if party is None:
        siret = facts.site_key.siret
        return {
            F.COMPANY: facts.host_label if facts.host_named else None,
            F.COMPANY_TOWN: facts.commune,
            F.SIRET: business_number(siret) if siret else None,
        }
    town = " ".join(part for part in (party.postcode, party.town) if part)
    return {
        F.COMPANY: party.company,
        F.SIRET: business_number(party.siret) if party.siret else None,
        F.NAF: party.naf,
        F.COMPANY_ADDRESS: f"{party.address}, {town}".strip(", ") if party.address else None,
        F.COMPANY_TOWN: party.town or facts.commune,
        F.COMPANY_PHONE: phone(party.phone) if party.phone else None,
    }


def _of(person: HostPerson | None, name: F, function: F) -> Values:
    if person is None:
        return {name: None, function: None}
    return {name: person.name, function: person.function}
