"""What the page of a company reads ahead for the features it is made of, in two round trips.

Each feature asks for its own as anywhere else, and finds it there; one that asks something else
than was read ahead asks the database itself.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.database.readings import Answers, Reading, Rows, Together
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.queries import OFFERS, this_month
from services.partnerships.cards.queries import CARD, card_parameters
from services.partnerships.closures.store import CLOSED
from services.partnerships.companies.store.companies import COMPANY_ROW, SITES
from services.partnerships.companies.store.former_cards import FORMER_KEYS
from services.partnerships.company_notes.store import NOTES_ON
from services.partnerships.contacts.store.contacts import CONTACTS_AT
from services.partnerships.directory_entries.store.entries import ENTRIES, KEPT_OURS
from services.partnerships.exchanges.store.exchanges import LAST_REFUSAL
from services.partnerships.host_pages.store import LAST_DOINGS, OPEN_PAGES
from services.partnerships.mail_stops.store import STANDING, MailStops
from services.partnerships.merges.store.merges import MERGED_INTO
from services.partnerships.partnerships.store import PARTNERSHIPS_WITH
from services.partnerships.pauses.store import PAUSES
from services.partnerships.pressure.store.hosting_limits import STAFF
from services.partnerships.pressure.store.rules import STEPS
from services.partnerships.pressure.store.solicitations import SOLICITED, within_window
from services.partnerships.sharing.store import (
    OBJECTIONS,
    Objections,
)
from services.partnerships.tasks.queries import tasks_with
from services.partnerships.territories.store import CLAIMS, DECIDED_LEADS, LEADS
from services.partnerships.timeline.model import TimelineFilter
from services.partnerships.timeline.queries import entry_ids, entry_readings, page_of, parameters_of


@cache
def _of_company(page: Reading[Rows]) -> Together:
    """What is known by the company alone. Once all features are loaded (`tasks_with`)."""
    return Together(
        *CARD,
        *(page, LAST_REFUSAL, NOTES_ON, tasks_with()),
        *(OFFERS, LAST_DOINGS, PARTNERSHIPS_WITH, LEADS, DECIDED_LEADS, STEPS, MERGED_INTO),
    )


@cache
def _of_what_was_found() -> Together:
    """What is known by its sites, its contacts and the entries of its timeline. Once all are loaded."""
    return Together(
        *(OBJECTIONS, OPEN_PAGES, STANDING),
        *entry_readings(),
        *(CLOSED, CLAIMS, STAFF, PAUSES, SOLICITED, FORMER_KEYS, ENTRIES, KEPT_OURS),
    )


async def read_ahead(
    uow: UnitOfWork, company_id: UUID, asked: TimelineFilter, tasks_of: Collection[Uai]
) -> None:
    """Read all its page shows; of tasks, those of the lycées `tasks_of`."""
    page = page_of(asked)
    known = {
        **parameters_of(uow, company_id, asked, {"tasks_of": list(tasks_of)}),
        **card_parameters(uow, company_id),
        "month": this_month(uow),
    }
    found = await _of_company(page).ahead(uow, known)
    if found[COMPANY_ROW]:
        await _of_what_was_found().ahead(
            uow, {**known, **_of_found(uow, found), **entry_ids(found[page])}
        )


def _of_found(uow: UnitOfWork, found: Answers) -> Mapping[str, Any]:
    sites = [site for _, site in found[SITES]]
    people = found[CONTACTS_AT]
    return {
        "site_ids": [one.id for one in sites],
        "communes": [one.details.commune for one in sites if one.details.commune],
        "contact_ids": [one.id for one in people],
        "marks": Objections(uow).asked(one.details for one in people),
        "digests": MailStops(uow).asked(one.details.mail for one in people if one.details.mail),
        "now": uow.now,
        **within_window(local_date(uow.now)),
    }
