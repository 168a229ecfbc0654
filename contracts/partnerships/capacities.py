"""Events published by the partnership registry about the places companies offer."""

from datetime import date

from contracts.event import Event, Facts
from contracts.identifiers import CapacityId, CompanyId, Seats, SiteId
from contracts.publication import FactFamily


class CapacityFacts(Facts):
    """Places a site offers a lycée, from a month to another; for which formation stays there.

    Told at night: beside the confirmation of a place, a host and a formation would say who goes where.
    """

    capacity_id: CapacityId
    company_id: CompanyId
    site_id: SiteId
    from_month: date
    to_month: date
    seats: Seats
    occurred_on: date


class HostingCapacityDeclaredV1(
    CapacityFacts,
    Event,
    audience="department",
    aggregate="capacity_id",
    family=FactFamily.COMPANIES,
):
    """A site offers places (places d'accueil déclarées)."""


class HostingCapacityWithdrawnV1(
    CapacityFacts,
    Event,
    audience="department",
    aggregate="capacity_id",
    family=FactFamily.COMPANIES,
):
    """A site offers them no more (places retirées)."""
