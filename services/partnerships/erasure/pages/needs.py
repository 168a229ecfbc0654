"""Which needs of the network name a contact: asked where they are erased, and where they ask what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from contracts.coordination.needs import NEED_TRACES, NeedTrace, NeedTracesRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.views.french import plural
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.queries.erasure import ContactToErase


@dataclass(frozen=True)
class NeedsNaming:
    """Those the lycée may open, and the others; `more`: there are others still, that were not counted."""

    own: Sequence[NeedTrace] = ()
    others: Sequence[NeedTrace] = ()
    more: bool = False

    def __len__(self) -> int:
        return len(self.own) + len(self.others)


async def ask_needs(request: Request, uow: UnitOfWork, found: ContactToErase) -> NeedsNaming | None:
    """The needs that name the contact, by their address or phone; None while nobody answers."""
    details = found.contact.details
    if not (details.mail or details.phone):
        return NeedsNaming()
    asked = NeedTracesRequest(mail=details.mail, phone=details.phone)
    try:
        answer = await runtime_of(request).ask(NEED_TRACES, uow.department_uai, asked)
    except (QuestionUnanswered, QuestionRefused):
        return None
    own = [one for one in answer.needs if found.uai in one.lycees]
    others = [one for one in answer.needs if found.uai not in one.lycees]
    return NeedsNaming(own, others, answer.more)


def in_words(needs: NeedsNaming | None, details: ContactDetails) -> str:
    """How many there are, and who tells what they say."""
    if needs is None:
        return "ne répondent pas pour le moment\u202f: rechargez la page"
    if not (details.mail or details.phone):
        return "pas cherchés\u202f: ni adresse ni téléphone ne sont notés ici"
    if not len(needs):
        return "aucun ne porte son adresse ni son téléphone"
    many = f"{'plus de ' if needs.more else ''}{plural(len(needs), 'besoin')}"
    return f"{many}, dont la supervision départementale dit le texte («\u00a0Droits d’une personne\u00a0»)"
