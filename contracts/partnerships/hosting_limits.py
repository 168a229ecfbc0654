"""Events of the partnership registry about how many pupils a site may host at once (R. 124-10)."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import Count, RuleId, SiteId, SiteKey
from contracts.publication import FactFamily


class SiteStaffStatedV1(
    Event, audience="department", aggregate="site_id", family=FactFamily.COMPANIES
):
    """How many people work at a site (effectif): what its ceiling depends on."""

    site_id: SiteId
    site_key: SiteKey
    staff: Count
    occurred_on: date


class HostingLimitDecidedV1(Event, audience="department", aggregate="rule_id", family=None):
    """How many pupils a site may host in one week (plafond d'accueil), from a day on.

    `percent` of its staff, rounded up; `small` where it has fewer than `small_under` people.
    """

    rule_id: RuleId
    percent: Count
    small: Count
    small_under: Count
    from_on: date
    occurred_on: date
