"""When people outside are written to: what is asked for by the owners of what a letter says."""

from contracts.coordination.actor_people import ActorPersonErasedV1, ActorPersonLetterAskedV1
from contracts.coordination.need_letters import NeedErasedV1, NeedLetterAskedV1, NeedLetterKind
from contracts.envelope import Envelope
from contracts.internships.family_letters import FamilyLetterAskedV1, FamilyLetterKind
from contracts.internships.host_letters import HostLetterAskedV1, HostLetterKind
from contracts.partnerships.declaration_letters import DeclarationLetterAskedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.base.reactions import reactions
from services.notifications.mails.commands import enqueue_mail, forget_mails
from services.notifications.mails.model.recipients import FAMILY, HOST, OUTSIDE
from services.notifications.mails.model.template import Template
from services.notifications.mails.store.subjects import MailSubjects
from services.notifications.rests.model import leaves_at

HOST_LETTERS = {
    HostLetterKind.AGREEMENT_READY: Template.HOST_AGREEMENT_READY,
    HostLetterKind.PUPIL_ARRIVES: Template.HOST_PUPIL_ARRIVES,
    HostLetterKind.ATTESTATION_DUE: Template.HOST_ATTESTATION_DUE,
    HostLetterKind.STAY_THANKS: Template.HOST_STAY_THANKS,
}


FAMILY_LETTERS = {
    FamilyLetterKind.PLACE_FOUND: Template.FAMILY_PLACE_FOUND,
    FamilyLetterKind.AGREEMENT_READY: Template.FAMILY_AGREEMENT_READY,
    FamilyLetterKind.AGREEMENT_SIGNED: Template.FAMILY_AGREEMENT_SIGNED,
    FamilyLetterKind.DEPARTURE: Template.FAMILY_DEPARTURE,
    FamilyLetterKind.INTERRUPTED: Template.FAMILY_INTERRUPTED,
}

NEED_LETTERS = {
    NeedLetterKind.CONFIRM: Template.NEED_LETTER_CONFIRM,
    NeedLetterKind.RECEIVED: Template.NEED_LETTER_RECEIVED,
    NeedLetterKind.TAKEN: Template.NEED_LETTER_TAKEN,
    NeedLetterKind.LATE: Template.NEED_LETTER_LATE,
    NeedLetterKind.ANSWERED: Template.NEED_LETTER_ANSWERED,
    NeedLetterKind.AGAIN: Template.NEED_LETTER_AGAIN,
    NeedLetterKind.ENTRUSTED: Template.NEED_LETTER_ENTRUSTED,
    NeedLetterKind.RECALLED: Template.NEED_LETTER_RECALLED,
    NeedLetterKind.SETTLED: Template.NEED_LETTER_SETTLED,
    NeedLetterKind.REOPENED: Template.NEED_LETTER_REOPENED,
    NeedLetterKind.PROMISE_PASSED: Template.NEED_LETTER_PROMISE_PASSED,
    NeedLetterKind.PRECISED: Template.NEED_LETTER_PRECISED,
}


@reactions.on(HostLetterAskedV1, group="host_letters", since="now")
async def write_to_who_hosts(event: HostLetterAskedV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """In the morning of a working day, and forgotten with any of those it is about."""
    about = {*event.placements, *((event.tutor_id,) if event.tutor_id else ())}
    await MailSubjects(uow).add(event.letter_id, about, now=uow.now)
    await enqueue_mail(
        uow,
        template=HOST_LETTERS[event.kind],
        recipient=HOST,
        cause=envelope.id,
        aggregate_id=event.letter_id,
        leaves_at=leaves_at(uow.now, urgent=False),
        now=uow.now,
    )


@reactions.on(DeclarationLetterAskedV1, group="declaration_letters", since="now")
async def write_of_a_declaration(
    event: DeclarationLetterAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """In the morning of a working day."""
    await enqueue_mail(
        uow,
        template=Template.DECLARATION_RENEWAL,
        recipient=HOST,
        cause=envelope.id,
        aggregate_id=event.letter_id,
        leaves_at=leaves_at(uow.now, urgent=False),
        now=uow.now,
    )


@reactions.on(FamilyLetterAskedV1, group="family_letters", since="now")
async def write_to_a_family(
    event: FamilyLetterAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """In the morning of a working day, that a PFMP was interrupted at once by day; forgotten with the pupil."""
    await MailSubjects(uow).add(event.letter_id, event.placements, now=uow.now)
    await enqueue_mail(
        uow,
        template=FAMILY_LETTERS[event.kind],
        recipient=FAMILY,
        cause=envelope.id,
        aggregate_id=event.letter_id,
        leaves_at=leaves_at(uow.now, urgent=False),
        now=uow.now,
    )


@reactions.on(NeedLetterAskedV1, group="need_letters", since="now")
async def write_of_a_need(event: NeedLetterAskedV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """By day; what asks for a confirmation at once, at any hour: somebody waits for it before a page."""
    await enqueue_mail(
        uow,
        template=NEED_LETTERS[event.kind],
        recipient=OUTSIDE,
        cause=envelope.id,
        aggregate_id=event.letter_id,
        leaves_at=leaves_at(uow.now, urgent=event.kind is NeedLetterKind.CONFIRM),
        now=uow.now,
    )


@reactions.on(ActorPersonLetterAskedV1, group="actor_letters", since="now")
async def inform_a_person_of_an_actor(
    event: ActorPersonLetterAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """By day, on a working day."""
    await enqueue_mail(
        uow,
        template=Template.ACTOR_PERSON_INFORMED,
        recipient=OUTSIDE,
        cause=envelope.id,
        aggregate_id=event.letter_id,
        leaves_at=leaves_at(uow.now, urgent=False),
        now=uow.now,
    )


# With the other erasures: what is forgotten does not wait behind what is written.
@reactions.on(NeedErasedV1, group="erasures", since="beginning")
async def forget_mails_about_the_need(event: NeedErasedV1, uow: UnitOfWork) -> None:
    """Forget mails about a need: they name who told it, and were sent to their address."""
    await forget_mails(uow, about=event.letters, now=uow.now)


@reactions.on(ActorPersonErasedV1, group="erasures", since="beginning")
async def forget_mails_to_the_person(event: ActorPersonErasedV1, uow: UnitOfWork) -> None:
    """Forget mails to a person: they say all that was noted of them."""
    await forget_mails(uow, about=event.letters, now=uow.now)
