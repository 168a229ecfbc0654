"""The data folder of a deployment on one machine: what is where, and who holds it."""

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import platformdirs
import psutil

from deploy.no_room import NO_ROOM

ROOT_DATA = Path("/var/lib/passerelle")


class AlreadyRunning(RuntimeError):
    """Another `passerelle up` holds this folder; the message is for the user."""


class FolderUnusable(RuntimeError):
    """A data folder that cannot be made or written: a file, another's, a read-only disk."""

    def __init__(self, folder: Path, why: OSError) -> None:
        super().__init__(
            f"Le dossier des données {folder} ne peut pas servir\u202f: {_why_unusable(why)} "
            "Choisissez-en un autre avec --data."
        )


class HalfRestored(RuntimeError):
    """An archive was not put back to the end: what is in the folder is of two times."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Une sauvegarde n’a été remise qu’à moitié dans {folder}\u202f: relancez "
            "«\u00a0passerelle restore\u00a0». Ce qui y était est dans un dossier before-restore-…"
        )


@dataclass(frozen=True)
class Running:
    """What the other commands need to reach a running `up`; it holds the administrator's
    password, so its file is 0600.
    """

    pid: int
    address: str = ""
    database_url: str = ""
    nats_url: str = ""
    untold: tuple[str, ...] = ()
    """Variables it was not given and should have before others use it."""


@dataclass(frozen=True)
class DataFolder:
    """`credentials/`, `erasures/`, `postgres/`, `nats/`, `templates/`, `ports.json`, `running.json`, `demo.json`
    and the lock.
    """

    path: Path

    @property
    def credentials(self) -> Path:
        return self.path / "credentials"

    @property
    def nats(self) -> Path:
        return self.path / "nats"

    @property
    def ports(self) -> Path:
        return self.path / "ports.json"

    @property
    def demo(self) -> Path:
        """What the demonstration remembers; it is there exactly while this is a demonstration."""
        return self.path / "demo.json"

    @property
    def half_restored(self) -> Path:
        """Is there while an archive is being put back, and after that was interrupted."""
        return self.path / "restoring"

    @property
    def is_demonstration(self) -> bool:
        """Whether everything in it is invented."""
        return self.demo.exists()

    @property
    def was_used(self) -> bool:
        """Whether an `up` ever ran on it."""
        return self.ports.exists()

    def begin_demonstration(self) -> None:
        """Make a folder that was never used a demonstration; real work is never mixed with it."""
        if not self.was_used:
            self.demo.touch(mode=0o600)

    @property
    def _running(self) -> Path:
        return self.path / "running.json"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder until the end; the system lets go of it when the process dies.

        Raises `AlreadyRunning`, with the address of the one that holds it; `FolderUnusable`.
        """
        with self._lock_file() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise AlreadyRunning(self._already_running()) from None
            self.tell(Running(os.getpid()))
            try:
                yield
            finally:
                self._running.unlink(missing_ok=True)

    def _lock_file(self) -> TextIO:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            return (self.path / "lock").open("a")
        except OSError as refused:
            if refused.errno in NO_ROOM:
                raise
            raise FolderUnusable(self.path, refused) from refused

    def tell(self, running: Running) -> None:
        """Record how to reach what runs here."""
        aside = self._running.with_suffix(".new")
        aside.unlink(missing_ok=True)
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(asdict(running)))
        aside.rename(self._running)

    def running(self) -> Running | None:
        """How to reach what runs here; None when nothing does."""
        try:
            running = Running(**json.loads(self._running.read_text()))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return running if psutil.pid_exists(running.pid) else None

    def _already_running(self) -> str:
        other = self.running()
        where = "il démarre"
        if other is not None:
            where = f"{other.address or where} (processus {other.pid})"
        return f"Passerelle tourne déjà sur les données de {self.path}\u202f: {where}."


def _why_unusable(why: OSError) -> str:
    if isinstance(why, FileExistsError | NotADirectoryError):
        return "c’est un fichier, ou il est dans un fichier."
    if why.errno == errno.EROFS:
        return "ce disque ne se lit qu’en lecture seule."
    if isinstance(why, PermissionError):
        return "vous n’avez pas le droit d’y écrire."
    return f"{why.strerror}."


def default_folder() -> Path:
    """`/var/lib/passerelle` for root (never in root's home), else the user's data folder.

    `XDG_DATA_HOME` says where that is, to root too, unless root's data are where they were before.
    """
    if os.getuid() != 0:
        return Path(platformdirs.user_data_dir("passerelle"))
    return _folder_of_root(os.environ.get("XDG_DATA_HOME"), ROOT_DATA)


def stays_where_it_was() -> str:
    """What root is told whose data are not where `XDG_DATA_HOME` says; empty otherwise."""
    asked = os.environ.get("XDG_DATA_HOME")
    if os.getuid() != 0 or not asked or default_folder() != ROOT_DATA:
        return ""
    return (
        f"Des données sont déjà dans {ROOT_DATA}\u202f: elles servent, et non {_named(asked)}."
        " Donnez --data pour en choisir d’autres."
    )


def _folder_of_root(asked: str | None, usual: Path) -> Path:
    if not asked:
        return usual
    used_before = DataFolder(usual).was_used and not DataFolder(_named(asked)).was_used
    return usual if used_before else _named(asked)


def _named(data_home: str) -> Path:
    return Path(data_home) / "passerelle"
