"""Events of the partnership registry about cards that turned out to be one company's."""

from datetime import date

from contracts.event import Event, Facts
from contracts.identifiers import CompanyId, SiteKey
from contracts.publication import FactFamily


class SamePlace(Facts):
    """A site that was on both cards: the key it had on the one that went, and the one it has now."""

    former_key: SiteKey
    site_key: SiteKey


class CompanyMergedV1(
    Event, audience="department", aggregate="company_id", family=FactFamily.COMPANIES
):
    """Two cards were one company’s (fiches fusionnées): `company_id` stays, `absorbed_id` goes.

    Sites that are in no `same_places` keep their key, at the company that stays. The new state of
    both cards is told by CompanyCorrected.
    """

    company_id: CompanyId
    absorbed_id: CompanyId
    same_places: tuple[SamePlace, ...] = ()
    occurred_on: date


class MergeUndoneV1(
    Event, audience="department", aggregate="company_id", family=FactFamily.COMPANIES
):
    """The cards were two companies’ after all (fusion annulée): `restored_id` is back."""

    company_id: CompanyId
    restored_id: CompanyId
    occurred_on: date
