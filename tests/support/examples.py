"""One example of everything an address can name, made for the lycée `HERE`.

A new kind of path parameter needs an example here; a new route does not.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

from contracts.identifiers import SiteKey
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.domain.contact_check import LINK_PURPOSE
from services.partnerships.domain.import_row import RefusedRow
from services.partnerships.use_cases.add_contact import add_contact
from services.partnerships.use_cases.ask_contact_check import ask_contact_check
from tests.internships.world import CARE, Lycee
from tests.notifications.world import Post
from tests.partnerships.world import Bureau, row
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases


@dataclass(frozen=True)
class Example:
    """The value of a path parameter; `own`: nobody outside the lycée may learn that it exists."""

    value: str
    own: bool
    unknown: str = field(default_factory=lambda: str(uuid4()))
    """A value of the same kind that names nothing."""


@dataclass(frozen=True)
class Examples:
    """What one service holds for the tests."""

    parameters: Mapping[str, Example]
    secrets: tuple[str, ...] = ()
    """Words nobody outside the lycée may read anywhere."""


async def of_the_portal(network: Network, databases: ServiceDatabases) -> Examples:
    return Examples(
        {
            "path": Example("passerelle.css", own=False, unknown="absent.css"),
            "token": Example("not-a-link-of-ours", own=False),
            "mail_id": Example(str(uuid4()), own=False),
        }
    )


async def of_partnerships(network: Network, databases: ServiceDatabases) -> Examples:
    bureau = Bureau(HERE, network.runtime("partnerships").work, databases.published)
    company_id = await bureau.registers()
    superuser = await databases.superuser("partnerships")
    [site] = await superuser.fetch("SELECT site_id, site_key FROM sites")
    await superuser.close()
    details = ContactDetails(
        name="Hortense Delbosc", phone="05 36 49 12 34", mail="h.delbosc@quercy.example"
    )
    contact_id = await bureau.do(
        add_contact, company_id=company_id, site_id=site["site_id"], details=details
    )
    await bureau.logs(company_id, note="Rappeler après la foire de Moissac.")
    refused = RefusedRow(3, "Scierie", "Le SIRET est faux.", ("Scierie", "732"))
    import_id = await bureau.previews(row(2, "Menuiserie Anselme"), refused=(refused,))
    check_id = await bureau.do(ask_contact_check, contact_id=contact_id, now=bureau.now)
    links = bureau.units.links
    return Examples(
        {
            "token": Example(
                links.token(LINK_PURPOSE, uai=HERE, row_id=check_id),
                own=True,
                unknown=links.token(LINK_PURPOSE, uai=HERE, row_id=uuid4()),
            ),
            "company_id": Example(str(company_id), own=False),
            "site_id": Example(str(site["site_id"]), own=False),
            "site_key": Example(site["site_key"], own=False, unknown=SiteKey.local(uuid4())),
            "contact_id": Example(str(contact_id), own=True),
            "import_id": Example(str(import_id), own=True),
        },
        ("Delbosc", "05 36 49 12 34", "la foire de Moissac", "Menuiserie Anselme"),
    )


async def of_internships(network: Network, databases: ServiceDatabases) -> Examples:
    superuser = await databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    formation = await lycee.opens(CARE, "Formation d’ici")
    [pupil] = await lycee.imports("DUVERNET Ismérie 1ASSP", classes={"1ASSP": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    placement = await lycee.proposes(pupil, period, site)
    await superuser.close()
    return Examples(
        {
            "period_id": Example(str(period), own=True),
            "pupil_year_id": Example(str(pupil), own=True),
            "placement_id": Example(str(placement), own=True),
            "site_key": Example(site, own=False, unknown=SiteKey.local(uuid4())),
            "site": Example(site, own=False, unknown=SiteKey.local(uuid4())),
        },
        ("DUVERNET", "Ismérie", "Formation d’ici"),
    )


async def of_notifications(network: Network, databases: ServiceDatabases) -> Examples:
    superuser = await databases.superuser("notifications")
    post = Post(network.runtime("notifications").work, superuser)
    mail_id = await post.asks("host", uai=HERE)
    await post.composed(mail_id, to="hortense@peyrusse.example", subject="PFMP de Peyrusse")
    await superuser.close()
    return Examples(
        {"mail_id": Example(str(mail_id), own=True)},
        ("hortense@peyrusse.example", "PFMP de Peyrusse"),
    )


async def of_supervision(network: Network, databases: ServiceDatabases) -> Examples:
    return Examples({})


async def _of_operations(word: str, databases: ServiceDatabases) -> dict[str, Example]:
    """A fact of any service's journal, and one it set aside."""
    superuser = await databases.superuser(word)
    subject = f"department.82.{HERE}.{word}.thing_done.v1"
    event_id = await superuser.fetchval(
        "INSERT INTO journal (event_id, uai, source, audience, sequence, subject, headers, payload,"
        " recorded_at, sent_at) VALUES (gen_random_uuid(), $1, $2, 'department', 1000000, $3, '{}',"
        " '{}', now(), now()) RETURNING event_id",
        HERE,
        f"/82/{HERE}/{word}",
        subject,
    )
    parked_id = await superuser.fetchval(
        "INSERT INTO parked_events (parked_id, consumer, stream, stream_sequence, uai, subject,"
        " headers, payload, reason, detail, parked_at) VALUES (gen_random_uuid(), 'gone__gone',"
        " 'DEPARTMENT_82', 1, $1, $2, '{}', '{}', 'unknown-type', 'v1 is not handled', now())"
        " RETURNING parked_id",
        HERE,
        subject,
    )
    await superuser.close()
    return {
        "event_id": Example(str(event_id), own=False),
        "parked_id": Example(str(parked_id), own=False),
    }


Made = Callable[[Network, ServiceDatabases], Awaitable[Examples]]


def _with_operations(word: str, make: Made) -> Made:
    async def made(network: Network, databases: ServiceDatabases) -> Examples:
        own = await make(network, databases)
        return replace(own, parameters={**own.parameters, **await _of_operations(word, databases)})

    return made


_OWN: dict[str, Made] = {
    "portal": of_the_portal,
    "partnerships": of_partnerships,
    "internships": of_internships,
    "notifications": of_notifications,
    "supervision": of_supervision,
}

EXAMPLES = {word: _with_operations(word, make) for word, make in _OWN.items()}
