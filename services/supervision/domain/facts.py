"""The part of each event that is folded: other fields are never decoded."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from contracts import internships, partnerships, portal
from contracts.event import Event


class LyceeOpened(Struct):
    uai: str
    name: str
    commune: str
    occurred_on: date


class FormationOpened(Struct):
    formation_id: UUID
    mef: str
    label: str
    occurred_on: date


class PeriodPublished(Struct):
    period_id: UUID
    mefs: tuple[str, ...]
    starts_on: date
    ends_on: date
    weeks: int
    occurred_on: date


class CoverageChanged(Struct):
    coverage_id: UUID
    period_id: UUID
    mef: str
    concerned: int
    exempted: int
    left: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int


class PlacementConfirmed(Struct):
    period_id: UUID
    mef: str
    origin: str
    new_host: bool
    occurred_on: date


class PlacementWithdrawn(Struct):
    period_id: UUID
    mef: str
    reason: str
    occurred_on: date


class Site(Struct):
    commune: str | None = None


class CompanyTold(Struct):
    """A company registered or corrected: both tell its whole public state."""

    company_id: UUID
    occurred_on: date
    naf: str | None = None
    public_name: str | None = None
    sites: tuple[Site, ...] = ()


class CompanyRegistered(CompanyTold):
    pass


class CompanyCorrected(CompanyTold):
    pass


class CompanyOnboarded(Struct):
    company_id: UUID
    reason: str
    occurred_on: date


class InteractionLogged(Struct):
    company_id: UUID
    kind: str
    purpose: str
    occurred_on: date


class ImportCompleted(Struct):
    created: int
    updated: int
    rejected: int
    occurred_on: date


class SeatsTallied(Struct):
    """Only that a lycée counted its seats: beside its coverage, hosts would name pupils."""


FACTS: Mapping[type[Event], type[Struct]] = {
    portal.LyceeOpenedV1: LyceeOpened,
    internships.FormationOpenedV1: FormationOpened,
    internships.PfmpPeriodPublishedV1: PeriodPublished,
    internships.CoverageChangedV1: CoverageChanged,
    internships.PlacementConfirmedV1: PlacementConfirmed,
    internships.PlacementWithdrawnV1: PlacementWithdrawn,
    internships.SiteHostingTalliedV1: SeatsTallied,
    partnerships.CompanyRegisteredV1: CompanyRegistered,
    partnerships.CompanyCorrectedV1: CompanyCorrected,
    partnerships.CompanyOnboardedV1: CompanyOnboarded,
    partnerships.InteractionLoggedV1: InteractionLogged,
    partnerships.ImportCompletedV1: ImportCompleted,
}
"""Every event of the department, and what is folded of it."""
