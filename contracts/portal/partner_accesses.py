"""What the portal tells of accesses of partners: that one was opened for a person of an actor, or closed unused."""

from datetime import date

from contracts.coordination.actor_people import ActorPersonId
from contracts.event import Event
from contracts.identifiers import AccountId
from contracts.partnerships.actors import ActorId


class PartnerAccessOpenedV1(Event, audience="bureau", aggregate="account_id"):
    """An access was opened for a person of an actor (accès de partenaire ouvert). Said by the DSDEN.

    Ids alone: who it is and where they are written to stays with the directory and the account.
    """

    account_id: AccountId
    actor_id: ActorId
    person_id: ActorPersonId
    occurred_on: date


class PartnerAccountUnusedV1(Event, audience="bureau", aggregate="account_id"):
    """The account of a partner was closed because nobody used it (compte de partenaire inutilisé). Said by the DSDEN."""

    account_id: AccountId
    occurred_on: date
