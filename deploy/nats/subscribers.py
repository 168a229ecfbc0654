"""Programs of others that read the department's facts, each with a key, a durable and rights of its own.

The folder `credentials/subscribers` is the list, one file each: who is taken out of it is let in no
more. It holds the public half of a key and the events; the private half is handed out once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contracts.event import Audience, Event
from contracts.published import published
from contracts.streams import stream_name
from contracts.subjects import filter_subject
from services.chassis.nats.durables import Durable
from services.chassis.security.credentials import (
    CredentialsExposed,
    CredentialsMissing,
    read_closed,
    write_closed,
)

FOLDER = "subscribers"
STREAM_OF: Audience = "department"
"""What can be subscribed to. Facts for a bureau stay with the services that work for it."""
DURABLE_PREFIX = "subscriber__"
_REVOKED = ".revoked"
"""How the file ends that stands for one whose reader is still to be removed from the server."""
ACK_WAIT_SECONDS = 30.0
"""What was delivered and not acknowledged for so long is delivered again."""
MAX_ACK_PENDING = 256
NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_VERSION = re.compile(r"V\d+$")


class SubscriptionRefused(ValueError):
    """What was asked cannot be had; the message says, in French, what can."""


@dataclass(frozen=True)
class Subscriber:
    """A program that may read these events, of every lycée and in every version."""

    name: str
    public_key: str
    events: tuple[str, ...]
    """Their names without version."""
    since: datetime

    @property
    def inbox_prefix(self) -> str:
        """Where alone it may receive answers."""
        return f"_INBOX.subscriber-{self.name}"

    def durable(self, department: str, *, ack_wait_seconds: float = ACK_WAIT_SECONDS) -> Durable:
        """Its reader. Raises SubscriptionRefused when its file names no event that can be had."""
        known = offered()
        chosen = [known[name] for name in checked_events(self.events)]
        return Durable(
            durable_name(self.name),
            stream_name(STREAM_OF, department),
            tuple(filter_subject(event, department) for event in chosen),
            "explicit",
            ack_wait_seconds,
            MAX_ACK_PENDING,
        )


def durable_name(name: str) -> str:
    """The reader of a subscriber."""
    return f"{DURABLE_PREFIX}{name}"


def offered() -> dict[str, type[Event]]:
    """The events that can be had, by name without version."""
    return {
        _VERSION.sub("", event.__name__): event
        for event in published()
        if event.audience() == STREAM_OF
    }


def checked_events(asked: Iterable[str]) -> tuple[str, ...]:
    """Names of events, once each and in order. Raises SubscriptionRefused."""
    names = sorted({_VERSION.sub("", name.strip()) for name in asked if name.strip()})
    known = offered()
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        why = (
            f"Le département n’a pas {'ce fait' if len(unknown) == 1 else 'ces faits'}\u202f: "
            f"{', '.join(unknown)}."
            if unknown
            else "Dites à quels faits s’abonner, séparés par des virgules."
        )
        raise SubscriptionRefused(f"{why}\n{what_can_be_had()}")
    return tuple(names)


def what_can_be_had() -> str:
    """The sentence that lists the events, in French."""
    return f"On peut s’abonner à\u00a0: {', '.join(sorted(offered()))}."


def checked_name(text: str) -> str:
    """A name NATS takes in an account, a durable and a subject. Raises SubscriptionRefused."""
    if not NAME.fullmatch(text):
        raise SubscriptionRefused(
            f"«\u00a0{text}\u00a0» ne peut pas être un nom d’abonné\u202f: une lettre minuscule sans "
            "accent, puis des lettres minuscules, des chiffres et des tirets, quarante signes au plus."
        )
    return text


@dataclass(frozen=True)
class Unsound:
    """A file of the list that lets nobody in; `why` is French."""

    name: str
    why: str


def subscribers_of(directory: Path) -> list[Subscriber]:
    """Every subscriber, by name. A file that is not sound lets nobody in, and keeps nobody out."""
    found = (_read(path) for path in _files(directory))
    return [one for one in found if isinstance(one, Subscriber)]


def unsound_in(directory: Path) -> list[Unsound]:
    """The files of the list that are not sound, for whoever can mend them."""
    found = (_read(path) for path in _files(directory))
    return [one for one in found if isinstance(one, Unsound)]


def names_in(directory: Path) -> list[str]:
    """Who is on the list, sound or not: what is theirs on the server stays."""
    return [path.stem for path in _files(directory)]


def _files(directory: Path) -> list[Path]:
    return sorted((directory / FOLDER).glob("*.json"))


def _read(path: Path) -> Subscriber | Unsound:
    try:
        content = read_closed(path)
        return Subscriber(
            checked_name(path.stem),
            str(content["public_key"]),
            checked_events(content["events"]),
            datetime.fromisoformat(content["since"]),
        )
    except CredentialsExposed:
        return Unsound(path.stem, "d’autres que son propriétaire peuvent le lire (chmod 600)")
    except SubscriptionRefused as refusal:
        return Unsound(path.stem, str(refusal).partition("\n")[0])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, CredentialsMissing):
        return Unsound(path.stem, "il n’est pas ce que «\u00a0subscriber add\u00a0» écrit")


def keep(directory: Path, subscriber: Subscriber) -> None:
    """Put a subscriber on the list."""
    folder = directory / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content: dict[str, object] = {
        "public_key": subscriber.public_key,
        "events": list(subscriber.events),
        "since": subscriber.since.isoformat(),
    }
    write_closed(folder / f"{subscriber.name}.json", content)


def forget(directory: Path, name: str) -> None:
    """Take a subscriber off the list."""
    (directory / FOLDER / f"{name}.json").unlink(missing_ok=True)


def mark_revoked(directory: Path, name: str) -> None:
    """Remember that this one's reader goes, until the server says that it is gone.

    What no file here names was never revoked here: it may be of another folder of credentials,
    and stays.
    """
    folder = directory / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_closed(folder / f"{name}{_REVOKED}", {})


def revoked_in(directory: Path) -> list[str]:
    """Identities that were revoked and whose reader may still exist."""
    names = [path.stem for path in sorted((directory / FOLDER).glob(f"*{_REVOKED}"))]
    return [name for name in names if NAME.fullmatch(name)]


def reader_is_gone(directory: Path, name: str) -> None:
    """The server has no reader of this one any more."""
    (directory / FOLDER / f"{name}{_REVOKED}").unlink(missing_ok=True)


def handed_out(subscriber: Subscriber, *, seed: str, server: str, department: str) -> str:
    """All its program needs, as JSON: where, with which key, and what to read."""
    durable = subscriber.durable(department)
    content = {
        "server": server,
        "nkey_seed": seed,
        "inbox_prefix": subscriber.inbox_prefix,
        "stream": durable.stream,
        "durable": durable.name,
        "subjects": list(durable.filter_subjects),
    }
    return json.dumps(content, indent=1) + "\n"
