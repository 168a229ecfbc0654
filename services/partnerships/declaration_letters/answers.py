"""What is answered of a letter about declarations that run out."""

from contracts.identifiers import ContactId
from contracts.partnerships.declaration_letters import (
    DECLARATION_LETTER,
    DeclarationLetter,
    DeclarationLetterRequest,
    EndingDeclaration,
)
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import site_label
from services.partnerships.base.answers import answers
from services.partnerships.commitments.labels import WORKS
from services.partnerships.commitments.store.declarations import Declarations
from services.partnerships.commitments.store.letters import DeclarationLetters
from services.partnerships.declaration_letters.queries import read_site
from services.partnerships.mail_stops.queries import read_reach, stop_url


@answers.to(DECLARATION_LETTER)
async def letter_about_declarations(
    request: DeclarationLetterRequest, uow: UnitOfWork
) -> DeclarationLetter:
    """What still runs out of what the letter is about, and whom the lycée writes to there today."""
    about = await DeclarationLetters(uow).declarations_of(request.letter_id)
    first = await Declarations(uow).find(about[0]) if about else None
    if first is None:
        raise NotFound
    site = await read_site(uow, first.company_id, first.site_id)
    ending = [one for one in site.declarations if one.id in about]
    contact = site.contact
    reach = await read_reach(uow, contact.details if contact else None)
    return DeclarationLetter(
        standing=bool(ending) and not site.spared,
        company=site.company.details.name,
        site=site_label(site.company, site.company.site(site.site_id)),
        declarations=tuple(
            EndingDeclaration(
                works=tuple(WORKS[work] for work in one.works),
                filed_on=one.filed_on,
                valid_until=one.valid_until,
            )
            for one in ending
        ),
        hosts_next=site.hosts_next,
        site_keys=tuple(site.keys),
        contact_name=contact.details.name if contact else None,
        mail=contact.details.mail if contact else None,
        stopped=reach.stopped,
        returned=reach.returned,
        contact_id=ContactId(contact.id) if contact else None,
        contact_version=contact.version if contact else None,
        stop_url=stop_url(uow, contact) if contact else None,
    )
