"""Rules and states of recipients: pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.chassis.base.errors import Invalid
from services.partnerships.companies.model.company import Company
from services.partnerships.contacts.model import Contact, written_to


class Excluded(StrEnum):
    """Why a company is not written to."""

    GONE = "gone"
    NOT_ON_THE_LIST = "not_on_the_list"
    CLOSED = "closed"
    NO_ADDRESS = "no_address"
    OBJECTED = "objected"
    STOPPED = "stopped"
    RETURNED = "returned"
    PAUSED = "paused"
    COURTESY = "courtesy"
    SAME_ADDRESS = "same_address"
    THROUGH = "through"
    LED = "led"
    THROUGH_AND_LED = "through_and_led"
    WITH_HELD = "with_held"


HELD = (Excluded.THROUGH, Excluded.LED, Excluded.THROUGH_AND_LED, Excluded.WITH_HELD)
"""Why a company is written to only once somebody says so of it."""


class NobodyTicked(Invalid):
    """All who can be written to wait for somebody to say so."""

    code = "nobody-ticked"
    title = "Cochez au moins une entreprise à qui écrire quand même, ou abandonnez ce courriel."


@dataclass(frozen=True)
class Marks:
    """Marks of one company, as one lycée knows it."""

    through: str | None = None
    """The colleague to go through."""
    led_by: str | None = None
    """Another lycée, which speaks for all with it (chef de file)."""

    def holds(self, *, solicits: bool) -> Excluded | None:
        """Why it waits for somebody to say so. `solicits`: what asks nothing goes past a lead."""
        led = solicits and self.led_by is not None
        if self.through:
            return Excluded.THROUGH_AND_LED if led else Excluded.THROUGH
        return Excluded.LED if led else None


def says(shown: Excluded | None, now: Excluded) -> bool:
    """Whether who read the one reason was told the other: what came up since was not."""
    both = shown is Excluded.THROUGH_AND_LED
    return shown is now or (both and now in (Excluded.THROUGH, Excluded.LED))


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
    """Addressees by company, each address written to once: the first company that has it.

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
