"""Letting a program of somebody else read the department's facts, and putting an end to it."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nats
import nats.errors
from nats.js.errors import NotFoundError

from contracts.streams import stream_name
from deploy.embedded.reload import EmbeddedServer, ReloadRefused, embedded_server
from deploy.nats.config import write_config
from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import ensure_durable
from deploy.nats.subscribers import (
    FOLDER,
    NAME,
    STREAM_OF,
    Subscriber,
    SubscriptionRefused,
    checked_events,
    checked_name,
    durable_name,
    forget,
    handed_out,
    keep,
    mark_revoked,
    names_in,
    reader_is_gone,
    revoked_in,
    what_can_be_had,
)
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.security.credentials import OWNER_ONLY, nats_public_key, new_nats_seed

RELOADS_MAX = 5
"""The first opens the account, the second what crosses to it; measured on nats-server 2.15.1."""
ANSWER_WITHIN_SECONDS = 2.0
_ADDRESS = re.compile(r"(nats|tls|wss?)://[^\s/@]+/?")
_AWAY = (nats.errors.Error, OSError)
_RELOAD = (
    "Reste à faire là où tourne nats-server\u00a0:\n"
    "• «\u00a0passerelle provision --config DOSSIER\u00a0», le dossier de sa configuration\n"
    "• «\u00a0nats-server --signal reload=PID\u00a0»"
)
_TWICE = ", deux fois\u202f: la première ouvre le compte, la seconde ce qui lui parvient"


@dataclass(frozen=True)
class Wanted:
    """What the command line asks; `server` is where the program reaches NATS, when it is elsewhere."""

    name: str
    events: Sequence[str]
    audience: str
    file: Path
    server: str | None = None


async def add(settings: Settings, wanted: Wanted, *, now: datetime) -> str:
    """Write the file to hand out, and let its program in; what to tell. Raises SubscriptionRefused.

    When it cannot be let in, nothing is left of it.
    """
    if wanted.audience != STREAM_OF:
        raise SubscriptionRefused(
            "Personne d’extérieur ne reçoit les faits des bureaux\u202f: seulement ceux du "
            f"département (--audience department).\n{what_can_be_had()}"
        )
    name, events = checked_name(wanted.name), checked_events(wanted.events)
    if wanted.server and not _ADDRESS.fullmatch(wanted.server):
        raise SubscriptionRefused(
            f"«\u00a0{wanted.server}\u00a0» n’est pas une adresse de NATS\u202f: par exemple "
            "tls://bus.exemple.fr:4222."
        )
    with _alone(settings.credentials):
        await _expect_free(settings, name)
        seed = new_nats_seed()
        subscriber = Subscriber(name, nats_public_key(seed), events, now)
        _hand_out(settings, wanted, subscriber, seed)
        try:
            keep(settings.credentials, subscriber)
            state = await _let_in(settings, subscriber, seed)
        except BaseException as failure:  # stopped amid it too: a file without rights is a trap
            wanted.file.unlink(missing_ok=True)
            await _put_out(settings, name)
            if isinstance(failure, (*_AWAY, ReloadRefused)):
                raise SubscriptionRefused(f"Rien n’a été ajouté. {_why(failure)}") from None
            raise
    return (
        f"Fichier à remettre, sa clé n’est gardée nulle part ailleurs\u00a0: {wanted.file}\n"
        f"Faits, de tous les lycées et depuis le premier\u00a0: {', '.join(events)}.\n{state}"
    )


async def _expect_free(settings: Settings, name: str) -> None:
    if name in names_in(settings.credentials):
        raise SubscriptionRefused(
            f"{name} est déjà abonné. Choisissez un autre nom, ou retirez-le d’abord\u202f: "
            f"«\u00a0passerelle subscriber revoke {name}\u00a0»."
        )
    if name in revoked_in(settings.credentials) and not await _durable_removed(settings, name):
        raise SubscriptionRefused(
            "Rien n’a été ajouté. Le lecteur d’un abonné retiré porte encore ce nom, et NATS ne "
            "répond pas\u202f: recommencez quand il répondra, ou choisissez un autre nom."
        )


def _hand_out(settings: Settings, wanted: Wanted, subscriber: Subscriber, seed: str) -> None:
    server = wanted.server or settings.nats_url
    text = handed_out(subscriber, seed=seed, server=server, department=settings.department)
    try:
        descriptor = os.open(wanted.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        raise SubscriptionRefused(
            f"{wanted.file} existe déjà et n’a pas été touché\u202f: nommez-en un autre avec --file."
        ) from None
    except OSError as failure:
        raise SubscriptionRefused(
            f"{wanted.file} ne peut pas être écrit\u202f: {failure.strerror}."
        ) from None
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


async def _let_in(settings: Settings, subscriber: Subscriber, seed: str) -> str:
    server = embedded_server(settings)
    if server is None:
        made = await _durable_made(settings, subscriber)
        besides = "" if made else "\n• «\u00a0passerelle provision\u00a0», une fois NATS joignable"
        return f"{_RELOAD}{_TWICE}{besides}"
    async with operator_connection(settings) as operator:
        await ensure_durable(operator.jetstream(), subscriber.durable(settings.department))
    _write(settings, server)
    for _ in range(RELOADS_MAX):
        await server.reload()
        if await _is_answered(settings, subscriber, seed):
            return f"{subscriber.name} peut lire dès maintenant."
    raise ReloadRefused("nats-server n’a pas ouvert ce compte\u202f: lisez ce qu’il écrit.")


async def _durable_made(settings: Settings, subscriber: Subscriber) -> bool:
    """Whether a server that is run apart could be given the reader already."""
    try:
        async with operator_connection(settings) as operator:
            await ensure_durable(operator.jetstream(), subscriber.durable(settings.department))
    except _AWAY:
        return False
    return True


async def _is_answered(settings: Settings, subscriber: Subscriber, seed: str) -> bool:
    """Whether its key opens the server, and its reader answers it."""
    durable = subscriber.durable(settings.department)
    try:
        client = await nats.connect(
            settings.nats_url,
            nkeys_seed_str=seed,
            inbox_prefix=subscriber.inbox_prefix.encode(),
            allow_reconnect=False,
            error_cb=_unsaid,
        )
    except _AWAY:
        return False
    try:
        subject = f"$JS.API.CONSUMER.INFO.{durable.stream}.{durable.name}"
        await client.request(subject, timeout=ANSWER_WITHIN_SECONDS)
    except nats.errors.Error:
        return False
    else:
        return True
    finally:
        await client.close()


async def _unsaid(_error: Exception) -> None:
    """A refusal is what is being asked about."""


async def revoke(settings: Settings, name: str) -> str:
    """Take everything from a subscriber, at once; what to tell. Raises SubscriptionRefused."""
    with _alone(settings.credentials):
        names = names_in(settings.credentials)
        if name not in names:
            known = f"Abonnés\u00a0: {', '.join(names)}." if names else "Il n’y a aucun abonné."
            raise SubscriptionRefused(f"{name} n’est pas abonné. {known}")
        removed = await _put_out(settings, name)
    gone = f"{name} n’est plus abonné"
    if removed and embedded_server(settings):
        return f"{gone}\u202f: sa connexion est coupée, et sa clé n’ouvre plus rien."
    if removed:
        return f"{gone} et ne reçoit plus rien. Pour couper aussi sa connexion\u00a0:\n{_RELOAD}"
    return (
        f"{gone}, mais NATS ne répond pas. Celui de «\u00a0passerelle up\u00a0» ne le laissera plus "
        f"entrer quand il aura redémarré. S’il tourne à part\u00a0:\n{_RELOAD}\n"
        "• «\u00a0passerelle provision\u00a0», qui retire son lecteur"
    )


async def _put_out(settings: Settings, name: str) -> bool:
    """Remove it from the list, its reader and its rights; whether the server took it.

    A stray file, whose name no durable may have, had neither.
    """
    if not NAME.fullmatch(name):
        forget(settings.credentials, name)
        return True
    mark_revoked(settings.credentials, name)
    forget(settings.credentials, name)
    server = embedded_server(settings)
    if server is not None:
        _write(settings, server)
    removed = await _durable_removed(settings, name)
    try:
        if server is not None:
            await server.reload()
    except ReloadRefused:
        return False
    return removed


async def _durable_removed(settings: Settings, name: str) -> bool:
    stream = stream_name(STREAM_OF, settings.department)
    try:
        async with operator_connection(settings) as operator:
            with suppress(NotFoundError):
                await operator.jetstream().delete_consumer(stream, durable_name(name))
    except _AWAY:
        return False
    reader_is_gone(settings.credentials, name)
    return True


def _write(settings: Settings, server: EmbeddedServer) -> None:
    ports = {"port": server.port, "monitor_port": server.monitor_port}
    write_config(server.folder, settings, SERVICES, **ports)


def _why(failure: BaseException) -> str:
    return str(failure) if isinstance(failure, ReloadRefused) else "NATS ne répond pas."


@contextmanager
def _alone(credentials: Path) -> Iterator[None]:
    """One command at a time: each writes the server's configuration from the whole list."""
    folder = credentials / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
