"""What the portal answers to the service that writes mails: secrets and addresses, never kept there."""

from contracts.portal import (
    BUREAU_PEOPLE,
    SIGN_IN_LETTER,
    BureauPeople,
    BureauRequest,
    SignInLetter,
    SignInLetterRequest,
)
from services.chassis.questions import Answers
from services.chassis.work import UnitOfWork
from services.portal.queries import bureau_people, letter_to_send

answers = Answers("portal")


@answers.to(SIGN_IN_LETTER)
async def letter_of_sign_in(request: SignInLetterRequest, uow: UnitOfWork) -> SignInLetter:
    """To whom a letter goes, with its link or code while it opens something."""
    return await letter_to_send(uow, letter_id=request.letter_id, now=uow.now)


@answers.to(BUREAU_PEOPLE)
async def people_of_a_bureau(request: BureauRequest, uow: UnitOfWork) -> BureauPeople:  # noqa: ARG001 - the lycée is in the subject
    """Who runs the bureau of the lycée asked about."""
    return await bureau_people(uow, uai=uow.writing_for(), now=uow.now)
