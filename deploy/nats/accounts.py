"""One account of NATS for each identity, and what crosses from one account to another.

nats-server checks the subject of a publication and never its reply subject: within one account any
request makes the server, or whoever answers, publish the answer wherever the asker says, in a stream
too. So the streams are in an account of their own, with the operator, and each service and each edge
has its own, as has each subscriber from outside. Only what the services declare is exported to another account and imported there; an
answer comes back in the account of who asked, where no stream listens.

Rights (`permissions`) stay as a second wall inside each account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.event import AUDIENCES
from contracts.identifiers import Uai
from contracts.published import declared_questions
from deploy.nats.durables import BusService
from deploy.nats.permissions import (
    OPERATOR,
    SESSIONS_SERVICE,
    SHOWN_BY_OPERATOR,
    Permissions,
    changed_subject,
    edge_permissions,
    revoked_subject,
    service_permissions,
    subscriber_permissions,
)
from deploy.nats.subscribers import subscribers_of
from services.chassis.base.settings import Settings
from services.chassis.security.credentials import (
    EdgeCredentials,
    OperatorCredentials,
    ServiceCredentials,
)

BUS = "BUS"
"""The account of the streams."""

_API = "$JS.API."
_PULLS = f"{_API}CONSUMER.MSG.NEXT."


@dataclass(frozen=True)
class Limits:
    """What an account from outside may take of the server, at once."""

    connections: int
    subscriptions: int
    """Of one connection."""
    payload: int
    """Of one message, in bytes: requests to the API and acknowledgements are short."""


SUBSCRIBER_LIMITS = Limits(connections=8, subscriptions=32, payload=16 * 1024)
"""A program reads on one connection, or on a few replicas; no subscriber keeps the services out."""
EDGE_LIMITS = Limits(connections=64, subscriptions=1000, payload=256 * 1024)
"""A lycée runs six services of a few processes."""


@dataclass(frozen=True)
class Account:
    """One account: who signs in to it, and with which rights there."""

    name: str
    public_key: str
    """Public nkey of its only user."""
    rights: Permissions
    limits: Limits | None = None
    """None: of this installation itself, held by the server's own."""

    @property
    def keeps_streams(self) -> bool:
        """Whether JetStream is enabled there."""
        return self.name == BUS


@dataclass(frozen=True)
class Crossing:
    """A subject one account exports to others, which import it.

    A service goes from the importers to the exporter and is answered, once or (`streamed`) several
    times; a signal goes from the exporter to the importers, and is not answered.
    """

    subject: str
    exporter: str
    importers: tuple[str, ...]
    signal: bool = False

    @property
    def streamed(self) -> bool:
        """A pull is answered by messages and heartbeats, everything else by one message."""
        return self.subject.startswith(_PULLS)

    @property
    def local(self) -> str:
        """What importers map it to: in each account the server itself answers the API of JetStream
        first, that nothing is enabled there.
        """
        if not self.subject.startswith(_API):
            return self.subject
        return f"{self.exporter}.{self.subject.removeprefix(_API)}"


@dataclass(frozen=True)
class BusAccounts:
    """Every account of a server, and all that crosses between them."""

    accounts: tuple[Account, ...]
    crossings: tuple[Crossing, ...]


def service_account(service: str) -> str:
    """The account of a service."""
    return service.upper()


def edge_account(uai: str) -> str:
    """The account of a lycée that runs its own services."""
    return f"EDGE_{uai}"


def subscriber_account(name: str) -> str:
    """The account of a program of somebody else."""
    return f"SUBSCRIBER_{name.upper()}"


def accounts_of(settings: Settings, services: Iterable[BusService]) -> BusAccounts:
    """The accounts of every service, edge, subscriber and of the operator; reads their credentials."""
    served = tuple(services)
    accounts = (
        _operator(settings),
        *_services(settings, served),
        *_edges(settings),
        *_subscribers(settings),
    )
    names = [service.name for service in served]
    return BusAccounts(
        accounts,
        (*_asked(accounts, settings.department), *_signals(names, settings.department)),
    )


def _operator(settings: Settings) -> Account:
    return Account(BUS, OperatorCredentials.load(settings.credentials).nats_public_key, OPERATOR)


def _services(settings: Settings, services: Sequence[BusService]) -> list[Account]:
    return [
        Account(
            service_account(service.name),
            ServiceCredentials.load(settings.credentials, service.name).nats_public_key,
            service_permissions(service, settings.department),
        )
        for service in services
    ]


def _edges(settings: Settings) -> list[Account]:
    return [
        Account(
            edge_account(edge.uai),
            edge.nats_public_key,
            edge_permissions(settings.department, Uai(edge.uai)),
            EDGE_LIMITS,
        )
        for edge in EdgeCredentials.all(settings.credentials)
    ]


def _subscribers(settings: Settings) -> list[Account]:
    return [
        Account(
            subscriber_account(one.name),
            one.public_key,
            subscriber_permissions(one, settings.department),
            SUBSCRIBER_LIMITS,
        )
        for one in subscribers_of(settings.credentials)
    ]


def _asked(accounts: Sequence[Account], department: str) -> list[Crossing]:
    """What each may publish and another account receives: facts, JetStream, questions."""
    answering = {
        question.filter_subject(department): service_account(question.service)
        for question in declared_questions()
    }
    known = {account.name for account in accounts}
    importers: dict[tuple[str, str], list[str]] = {}
    for account in accounts:
        for subject in account.rights.publish:
            exporter = _receiver(subject, answering)
            if exporter in known and exporter != account.name:
                importers.setdefault((subject, exporter), []).append(account.name)
    return [Crossing(*whose, tuple(names)) for whose, names in importers.items()]


def _receiver(subject: str, answering: Mapping[str, str]) -> str | None:
    """The account that receives what is said there; None for a signal."""
    first = subject.partition(".")[0]
    return BUS if first in {*AUDIENCES, "$JS"} else answering.get(subject)


def _signals(names: Sequence[str], department: str) -> list[Crossing]:
    """What is told to other accounts: revoked sessions to all, and read models made again."""
    told = []
    others = tuple(service_account(name) for name in names if name != SESSIONS_SERVICE)
    if SESSIONS_SERVICE in names and others:
        revoked = revoked_subject(department)
        told.append(Crossing(revoked, service_account(SESSIONS_SERVICE), others, signal=True))
    if SHOWN_BY_OPERATOR in names:
        shown = (service_account(SHOWN_BY_OPERATOR),)
        changed = changed_subject(SHOWN_BY_OPERATOR, department)
        told.append(Crossing(changed, BUS, shown, signal=True))
    return told
