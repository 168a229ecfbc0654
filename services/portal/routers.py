"""The HTML pages: the way in, the home page and its components, access to lycées, the demo mailbox, what operators, auditors and the curious read."""

from services.chassis.web.router import Router
from services.portal.accesses.pages import accesses, grant
from services.portal.api_tokens import pages as api_tokens
from services.portal.calendar.pages import own_account
from services.portal.connections import pages as connections
from services.portal.demo_mailbox import pages as mailbox
from services.portal.desk import pages as access_today
from services.portal.events import pages as events
from services.portal.gallery.pages import gallery
from services.portal.handover_dossiers import pages as handover_dossiers
from services.portal.handovers import pages as handing_over
from services.portal.home.pages import home, palette, shown_lycee
from services.portal.installation.pages import audit, operation, register
from services.portal.installation.pages import retention as retaining
from services.portal.legal import pages as legal
from services.portal.partner_accesses import pages as partner_accesses
from services.portal.passwords.pages import change, choice
from services.portal.people import pages as accounts
from services.portal.personal_links import pages as personal_links
from services.portal.proposals import pages as proposing
from services.portal.sign_in.pages import codes, sign_in

ROUTERS: tuple[Router, ...] = (
    sign_in.router,
    codes.router,
    choice.router,
    mailbox.router,
    home.router,
    own_account.router,
    api_tokens.router,
    connections.router,
    change.router,
    # Before the page of one access: their addresses begin alike.
    grant.router,
    handing_over.router,
    handover_dossiers.router,
    proposing.router,
    partner_accesses.router,
    access_today.router,
    accesses.router,
    # After it: an account that was closed has no access left.
    accounts.router,
    gallery.router,
    events.router,
    legal.router,
    palette.router,
    personal_links.router,
    operation.router,
    audit.router,
    register.router,
    retaining.router,
    shown_lycee.router,
)

__all__ = ["ROUTERS"]
