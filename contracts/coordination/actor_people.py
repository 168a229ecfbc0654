"""People of actors of the network: that one is to be informed by mail, objected, or was erased; and what that mail says."""

from datetime import date
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.questions import Question, declare

ActorPersonId = NewType("ActorPersonId", UUID)
ActorPersonLetterId = NewType("ActorPersonLetterId", UUID)


class ActorPersonLetterAskedV1(Event, audience="bureau", aggregate="letter_id"):
    """A person of an actor is to be told that they are noted (courriel d’information demandé). Said by the DSDEN.

    What it says, and to which address, is asked when it leaves.
    """

    letter_id: ActorPersonLetterId
    occurred_on: date


class ActorPersonObjectedV1(Event, audience="bureau", aggregate="person_id"):
    """A person of an actor objected to be noted (opposition d’une personne). Said in the name of the DSDEN."""

    person_id: ActorPersonId
    occurred_on: date


class ActorPersonErasedV1(Event, audience="bureau", aggregate="person_id"):
    """A person of an actor was erased (personne effacée): so is what the mails that informed them said."""

    person_id: ActorPersonId
    letters: tuple[ActorPersonLetterId, ...]
    occurred_on: date


class ActorPersonLetterRequest(BaseModel):
    actor_letter_id: ActorPersonLetterId


class ActorPersonLetter(BaseModel):
    """What the mail says; `standing` is false once the person left, objected, or a later one says it.

    `kept`: what is noted of them, each under its heading.
    """

    standing: bool
    actor: str
    person: str
    kept: tuple[tuple[str, str], ...]
    noted_on: date
    mail: str | None = None
    stopped: bool = False
    returned: bool = False
    stop_url: str


ACTOR_PERSON_LETTER = declare(
    Question(
        "coordination",
        "actor_person_letter",
        ActorPersonLetterRequest,
        ActorPersonLetter,
        frozenset({"notifications"}),
    )
)
