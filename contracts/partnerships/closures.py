"""Events of the partnership registry about sites that closed for good."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import CompanyId, SiteId, SiteKey


# The same as for a pause: whoever places a pupil has to know.
class SiteClosedV1(Event, audience="department", aggregate="site_id", family=None):
    """A bureau says that a site closed (lieu fermé): nobody is placed there any more."""

    site_id: SiteId
    site_key: SiteKey
    company_id: CompanyId
    closed_on: date
    occurred_on: date


class SiteReopenedV1(Event, audience="department", aggregate="site_id", family=None):
    """A site is open after all, or again (lieu rouvert)."""

    site_id: SiteId
    site_key: SiteKey
    company_id: CompanyId
    occurred_on: date
