"""Events published by the partnership registry about what companies declare and pledge."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.event import Event, Facts
from contracts.identifiers import CompanyId, Count, DeclarationId, SiteId, TaxTotalsId
from contracts.publication import FactFamily

Euros = Annotated[int, Field(ge=0, le=100_000_000)]
TaxYear = Annotated[int, Field(ge=2000, le=2100)]


class RegulatedWork(StrEnum):
    """Work a minor does only where it was declared (travaux réglementés, D.4153-15 and after)."""

    MACHINES = "machines"
    LIFTING = "lifting"
    HEIGHT = "height"
    ELECTRICITY = "electricity"
    CHEMICALS = "chemicals"
    EARTHWORKS = "earthworks"
    CONFINED = "confined"
    PRESSURE = "pressure"
    HEAT = "heat"
    RADIATION = "radiation"


class DeclarationFacts(Facts):
    """The whole published state of a declaration (déclaration de dérogation)."""

    declaration_id: DeclarationId
    company_id: CompanyId
    site_id: SiteId
    works: tuple[RegulatedWork, ...]
    valid_until: date
    occurred_on: date


class RegulatedWorkDeclarationFiledV1(
    DeclarationFacts,
    Event,
    audience="department",
    aggregate="declaration_id",
    family=FactFamily.COMPANIES,
):
    """A site may have minors do regulated work until a day (déclaration faite)."""


class RegulatedWorkDeclarationExpiryAnnouncedV1(
    DeclarationFacts,
    Event,
    audience="department",
    aggregate="declaration_id",
    family=FactFamily.COMPANIES,
):
    """A declaration runs out in two months (déclaration à renouveler)."""


class RegulatedWorkDeclarationExpiredV1(
    DeclarationFacts,
    Event,
    audience="department",
    aggregate="declaration_id",
    family=FactFamily.COMPANIES,
):
    """A declaration has run out (déclaration expirée)."""


class RegulatedWorkDeclarationWithdrawnV1(
    DeclarationFacts,
    Event,
    audience="department",
    aggregate="declaration_id",
    family=FactFamily.COMPANIES,
):
    """A declaration was noted by mistake and taken back (déclaration retirée)."""


class TaxPledgesTotalledV1(
    Event, audience="department", aggregate="totals_id", family=FactFamily.COMPANIES
):
    """What companies pledge a lycée in a year, all together (promesses de taxe d’apprentissage)."""

    totals_id: TaxTotalsId
    year: TaxYear
    companies: Count
    amount_euros: Euros
    occurred_on: date


class TaxPledgesSuppressedV1(
    Event, audience="department", aggregate="totals_id", family=FactFamily.COMPANIES
):
    """The total of a year is of too few companies to be told (promesses trop peu nombreuses).

    It takes the place of the total that was told before, if any; no count and no amount is in it.
    """

    totals_id: TaxTotalsId
    year: TaxYear
    occurred_on: date
