"""Secrets of the services: one file per service, readable by its owner alone (0600)."""

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import nkeys

OPERATOR = "operator"
EDGES = "edges"
"""The folder of the lycées that run their own services, one file each: taking one away revokes it."""
OWNER_ONLY = 0o600
SECRET_BYTES = 32


class CredentialsMissing(Exception):
    """The file of a service is absent: `passerelle provision` was not run here."""


class CredentialsExposed(Exception):
    """A file of secrets that somebody else than the owner may read: they are no longer secret."""


def new_secret() -> str:
    """Draw a password nobody has to remember (256 bits)."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_nats_seed() -> str:
    """Draw a NATS user key; the server is only ever given its public half."""
    seed: bytes = nkeys.encode_seed(secrets.token_bytes(32), nkeys.PREFIX_BYTE_USER)
    return seed.decode()


def nats_public_key(seed: str) -> str:
    """Public half (`U…`) of a NATS user key."""
    public: bytes = nkeys.from_seed(bytearray(seed.encode())).public_key
    return public.decode()


@dataclass(frozen=True)
class ServiceCredentials:
    """What one service proves its identity with, to PostgreSQL and to NATS."""

    service: str
    app_password: str = field(repr=False)
    relay_password: str = field(repr=False)
    reader_password: str = field(repr=False)
    nats_seed: str = field(repr=False)
    link_key: str = field(repr=False)
    """What the links it sends are derived from, see `services.chassis.security.secret_links`."""

    @classmethod
    def new(cls, service: str) -> Self:
        """Draw new secrets for a service."""
        return cls(service, new_secret(), new_secret(), new_secret(), new_nats_seed(), new_secret())

    @classmethod
    def load(cls, directory: Path, service: str) -> Self:
        """Read `<directory>/<service>.json`; refuses a file other users may read."""
        content = read_closed(directory / f"{service}.json")
        if "link_key" not in content:
            raise CredentialsMissing(f"{service}.json has no link_key: run `passerelle provision`")
        return cls(**content)

    @property
    def nats_public_key(self) -> str:
        """What the server's configuration names this service by."""
        return nats_public_key(self.nats_seed)


@dataclass(frozen=True)
class OperatorCredentials:
    """What provisioning and migrations use; no running service reads it."""

    nats_seed: str = field(repr=False)
    owner_passwords: dict[str, str] = field(repr=False)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read `<directory>/operator.json`; refuses a file other users may read."""
        return cls(**read_closed(directory / f"{OPERATOR}.json"))

    @property
    def nats_public_key(self) -> str:
        """What the server's configuration names the operator by."""
        return nats_public_key(self.nats_seed)


@dataclass(frozen=True)
class EdgeCredentials:
    """What a lycée that runs its own services proves its identity with, to NATS alone."""

    uai: str
    nats_seed: str = field(repr=False)

    @classmethod
    def all(cls, directory: Path) -> list[Self]:
        """Read every `<directory>/edges/<uai>.json`."""
        paths = sorted((directory / EDGES).glob("*.json"))
        return [cls(path.stem, read_closed(path)["nats_seed"]) for path in paths]

    @classmethod
    def add(cls, directory: Path, uai: str) -> Path:
        """Draw its key, unless it has one, and return the file to carry to the lycée."""
        (directory / EDGES).mkdir(parents=True, exist_ok=True, mode=0o700)
        path = directory / EDGES / f"{uai}.json"
        if not path.exists():
            write_closed(path, {"nats_seed": new_nats_seed()})
        return path

    @property
    def nats_public_key(self) -> str:
        """What the server's configuration names the lycée by."""
        return nats_public_key(self.nats_seed)


def create_missing(directory: Path, services: Iterable[str]) -> None:
    """Write the files that do not exist yet; never changes a secret already given."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = sorted(services)
    for name in names:
        path = directory / f"{name}.json"
        # A file written by an older version gets what it lacks and keeps what it has.
        known = read_closed(path) if path.exists() else {}
        whole = {**asdict(ServiceCredentials.new(name)), **known}
        if whole != known:
            write_closed(path, whole)
    path = directory / f"{OPERATOR}.json"
    operator = (
        OperatorCredentials.load(directory)
        if path.exists()
        else OperatorCredentials(new_nats_seed(), {})
    )
    missing = {name: new_secret() for name in names if name not in operator.owner_passwords}
    if missing or not path.exists():
        passwords = {**operator.owner_passwords, **missing}
        write_closed(path, asdict(OperatorCredentials(operator.nats_seed, passwords)))


def read_closed(path: Path) -> dict[str, Any]:
    """Read a file of secrets. Raises CredentialsMissing, or CredentialsExposed when others may too."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise CredentialsMissing(f"no credentials for {path.stem}") from None
    if mode & 0o077:
        raise CredentialsExposed(f"{path.name} can be read by others: chmod 600 it")
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def write_closed(path: Path, content: dict[str, object]) -> None:
    """Write beside, then rename: a file read meanwhile is whole, and never readable by others."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
