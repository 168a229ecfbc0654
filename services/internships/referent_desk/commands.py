"""A lycée gives a referent teacher the link by which they tell how their pupils are."""

from datetime import datetime
from uuid import UUID

from contracts.personal_links import FOLLOWED_PUPILS
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.personal_links.model import PersonalLink
from services.internships.personal_links.store import PersonalLinks
from services.internships.referents.store.referents import Referents


async def give_referent_link(uow: UnitOfWork, *, referent_id: UUID, now: datetime) -> UUID:
    """Give a new link (lien de suivi) and return its id; the earlier one ends. Raises NotFound."""
    referent = await Referents(uow).get(referent_id, lock=True)
    links = PersonalLinks(uow)
    await links.revoke_of_referent(referent.id, now=now)
    ends = now + FOLLOWED_PUPILS.lasts
    link = PersonalLink(uow.new_id(), referent.uai, FOLLOWED_PUPILS.word, referent.id, now, ends)
    await links.add(link)
    return link.id
