"""People of actors of the network: that one is to be informed by mail, objected, was erased, or has an access no more; and what that mail says."""

from datetime import date
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import AccountId
from contracts.partnerships.actors import ActorId
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


class ActorAccountEndedV1(Event, audience="bureau", aggregate="account_id"):
    """The access opened for a person of an actor is over (accès d’un partenaire retiré). Said by the DSDEN.

    `erased`: the person was erased, or objected: nothing of them is kept by whoever opened it.
    """

    account_id: AccountId
    erased: bool
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


class ActorPersonAccessRequest(BaseModel):
    actor_person_id: ActorPersonId


class ActorPersonAccess(BaseModel):
    """For whom an access is opened; `standing` is false once the person left or objected.

    `ended`: the accounts whose access was theirs and was ended by the directory.
    """

    standing: bool
    actor_id: ActorId
    person: str
    mail: str | None
    ended: tuple[AccountId, ...] = ()


ACTOR_PERSON_ACCESS = declare(
    Question(
        "coordination",
        "actor_person_access",
        ActorPersonAccessRequest,
        ActorPersonAccess,
        frozenset({"portal"}),
    )
)
