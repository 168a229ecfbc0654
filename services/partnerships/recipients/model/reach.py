"""Whom a mail to many companies goes to at each, as one lycée knows them; or why to nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.partnerships.companies.model.company import Company
from services.partnerships.contacts.model import Contact, written_to
from services.partnerships.recipients.model.excluded import Excluded


@dataclass(frozen=True)
class Held:
    """Who would be written to once somebody says so of the company, and why they have to."""

    contact: Contact
    because: Excluded


Addressed = Contact | Held | Excluded


@dataclass(frozen=True)
class Reach:
    """What decides whether a company is written to, as one lycée knows it."""

    company: Company
    followed: bool
    contacts: Sequence[Contact]
    """The lycée's own there."""
    objected: Collection[UUID] = ()
    """Contacts who asked not to be written to, whichever bureau they told."""
    stopped: Collection[str] = ()
    """Addresses that want no mail of any lycée."""
    lost: Collection[str] = ()
    """Addresses nothing arrives at."""
    closed: Collection[UUID] = ()
    paused: Collection[UUID] = ()
    courtesy: Collection[UUID] = ()
    """Sites another lycée has just asked."""
    held: Excluded | None = None
    """Why somebody has to say first that it is written to all the same; None once they did."""


def addressee(reach: Reach, *, solicits: bool) -> Addressed:
    """Whom the lycée writes to at a company, at its main site first; or why to nobody.

    `solicits`: something is asked, so that another lycée's delay counts.
    """
    if not reach.followed:
        return Excluded.NOT_ON_THE_LIST
    open_sites = [site.id for site in reach.company.sites if site.id not in reach.closed]
    if not open_sites:
        return Excluded.CLOSED
    reachable = [one for one in reach.contacts if one.site_id in open_sites and one.details.mail]
    if not reachable:
        return Excluded.NO_ADDRESS
    willing = [one for one in reachable if one.id not in reach.objected]
    chosen = _first(open_sites, willing)
    if chosen is None:
        return Excluded.OBJECTED
    if chosen.details.mail in reach.stopped:
        return Excluded.STOPPED
    if chosen.details.mail in reach.lost:
        return Excluded.RETURNED
    if chosen.site_id in reach.paused:
        return Excluded.PAUSED
    if solicits and chosen.site_id in reach.courtesy:
        return Excluded.COURTESY
    return Held(chosen, reach.held) if reach.held else chosen


def _first(sites: Sequence[UUID], contacts: Sequence[Contact]) -> Contact | None:
    for site in sites:
        if chosen := written_to(one for one in contacts if one.site_id == site):
            return chosen
    return None


def once_each(
    found: Sequence[tuple[UUID, Addressed]], knowingly: Collection[UUID] = ()
) -> Sequence[tuple[UUID, Addressed]]:
    """The same by company, each address written to once: the first company that has it.

    An address somebody has to say a word of waits for all the companies that have it. Of those,
    the one the word was said of (`knowingly`) is written to.
    """
    held = {_address(one.contact) for _, one in found if isinstance(one, Held)}
    asked = {
        _address(one)
        for company_id, one in found
        if isinstance(one, Contact) and company_id in knowingly
    }
    written: set[str] = set()
    kept: list[tuple[UUID, Addressed]] = []
    for company_id, one in found:
        if not isinstance(one, Contact):
            kept.append((company_id, one))
            continue
        address = _address(one)
        if address in written or (address in asked and company_id not in knowingly):
            kept.append((company_id, Excluded.SAME_ADDRESS))
        elif address in held and company_id not in knowingly:
            kept.append((company_id, Held(one, Excluded.WITH_HELD)))
        else:
            written.add(address)
            kept.append((company_id, one))
    return kept


def _address(contact: Contact) -> str:
    return (contact.details.mail or "").casefold()
