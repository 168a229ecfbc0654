"""What has a contact check its card."""

from contracts.internships.periods import HostAgreedV1
from services.chassis.reactions import NotYet
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions
from services.partnerships.companies.model.company import SiteUnknown
from services.partnerships.contact_checks.commands import ask_agreed_host


# Hosts agreed to before this was there are not written to.
@reactions.on(HostAgreedV1, group="contact_checks", since="now")
async def ask_the_host_to_check_its_card(event: HostAgreedV1, uow: UnitOfWork) -> None:
    """A host that takes a pupil is the one whose address must be right."""
    try:
        await ask_agreed_host(
            uow, site_key=event.site_key, placement_id=event.placement_id, now=uow.now
        )
    except SiteUnknown as absent:
        raise NotYet(f"no company has the site {event.site_key} so far") from absent
