"""Who may say and hear what on the bus: computed from what the services declare, never granted by hand.

A service publishes its own events and signals, asks what it was declared to ask, pulls from its own
durables, and receives replies under its own inbox prefix. It replies to questions of its own, once each,
and can say nothing else to another's inbox. It can neither create nor read nor delete a stream or a consumer.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.event import AUDIENCES, Audience
from contracts.identifiers import Uai
from contracts.published import declared_questions, published
from contracts.streams import services_that, stream_name
from contracts.subjects import publish_filter
from deploy.nats.durables import BusService, projected_streams, service_durables
from deploy.nats.subscribers import Subscriber
from services.chassis.nats.durables import Durable

RUN_BY_LYCEES = "RUN_BY_LYCEES"
"""Said by the contracts of a service that a lycée may run by itself; the others are the department's."""
SESSIONS_SERVICE = "portal"
"""The service that tells the others which sessions were revoked."""
SHOWN_BY_OPERATOR = "supervision"
"""The service whose read models the operator makes again, and whose open pages he tells."""


@dataclass(frozen=True)
class Permissions:
    """Subjects one identity may publish to and subscribe to; everything else is denied."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]
    replies: bool = False
    """Whether it may reply, once, to what it was asked."""


OPERATOR = Permissions(
    # it makes streams and consumers and reads any event, but can speak for no lycée; it tells open
    # pages that read models were made again
    publish=("$JS.ACK.>", "$JS.API.>", f"changed.{SHOWN_BY_OPERATOR}.*"),
    subscribe=("_INBOX.operator.>",),
)


def service_permissions(service: BusService, department: str) -> Permissions:
    """The rights of one service. Raises ReaderRefused when it declares to read what it may not."""
    audiences = published_audiences(service.name)
    publish = {publish_filter(audience, department, service.name) for audience in audiences}
    informed = {stream_name(audience, department) for audience in audiences}
    informed |= projected_streams(service, department)
    publish |= {f"$JS.API.STREAM.INFO.{stream}" for stream in informed}
    for durable in service_durables(service, department):
        publish |= _reading(durable)
    own = {changed_subject(service.name, department), f"wake.{service.name}"}
    revoked = revoked_subject(department)
    publish |= own | ({revoked} if service.name == SESSIONS_SERVICE else set())
    publish |= {
        q.filter_subject(department) for q in declared_questions() if service.name in q.askers
    }
    answered = {
        q.filter_subject(department) for q in declared_questions() if q.service == service.name
    }
    subscribe = own | answered | {revoked, f"_INBOX.{service.name}.>"}
    return Permissions(tuple(sorted(publish)), tuple(sorted(subscribe)), replies=bool(answered))


def edge_permissions(department: str, uai: Uai) -> Permissions:
    """The rights of a lycée that runs its own services: it speaks for itself, and hears nothing here.

    Whoever runs it has the key in hand: what keeps it from speaking for another is the server.
    """
    publish = {
        publish_filter(audience, department, service, uai)
        for service in services_that(RUN_BY_LYCEES)
        for audience in published_audiences(service)
    }
    return Permissions(tuple(sorted(publish)), (f"_INBOX.edge-{uai}.>",))


def subscriber_permissions(subscriber: Subscriber, department: str) -> Permissions:
    """The rights of a program of somebody else: it reads its own durable, and says nothing."""
    publish = _reading(subscriber.durable(department))
    return Permissions(tuple(sorted(publish)), (f"{subscriber.inbox_prefix}.>",))


def _reading(durable: Durable) -> set[str]:
    """What whoever reads a durable says: asks about it, pulls, acknowledges."""
    where = f"{durable.stream}.{durable.name}"
    return {
        f"$JS.API.CONSUMER.INFO.{where}",
        f"$JS.API.CONSUMER.MSG.NEXT.{where}",
        f"$JS.ACK.{where}.>",
        # the form with a domain and an account in front, which newer servers use
        f"$JS.ACK.*.*.{where}.>",
    }


def changed_subject(service: str, department: str) -> str:
    """Where it is told that what a service shows has changed."""
    return f"changed.{service}.{department}"


def revoked_subject(department: str) -> str:
    """Where it is told that sessions were revoked."""
    return f"revoked.{SESSIONS_SERVICE}.{department}"


def published_audiences(service: str) -> frozenset[Audience]:
    """The audiences a service publishes to."""
    spoken = {event.audience() for event in published() if event.service() == service}
    return frozenset(audience for audience in AUDIENCES if audience in spoken)
