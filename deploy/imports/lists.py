"""A list imported from the command line: looked at, then recorded; nothing is kept in between."""

import asyncio
import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contracts.identifiers import Uai
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.exports.sheet import csv_cell
from services.chassis.files.reader_process import FILE_BYTES_MAX, TOO_BIG
from services.chassis.unit_of_work.permissions import Action, Permissions
from services.chassis.unit_of_work.unit_of_work import Actor, Scope
from services.internships.base.days import local_date
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.lycees.store import Lycees

NOT_SEEN = "La liste n’a pas été relue."


@dataclass
class Watch:
    """Whoever waits for the end: told how far it is, and may ask to leave it there."""

    say: Callable[[str], None]
    asked_to_stop: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True)
class Recorded:
    """What was recorded of a list; `whole` unless it was stopped on the way."""

    told: str
    whole: bool = True


@dataclass
class Preview(ABC):
    """A list somebody wants imported."""

    settings: Settings
    file: Path
    lycee: str
    mail: str | None

    service: str = field(default="", init=False)
    actor: Actor | None = field(default=None, init=False)

    @abstractmethod
    async def look(self) -> str:
        """What importing it would do. Raises PasserelleError, ValueError."""

    @abstractmethod
    async def record(self, watch: Watch) -> Recorded:
        """Import it; what was done."""

    @abstractmethod
    def rejects(self) -> bytes | None:
        """The lines left out with the reason, as a CSV."""

    @property
    @abstractmethod
    def useful(self) -> bool:
        """Whether any line brings something."""

    @property
    def uai(self) -> Uai:
        """The lycée it is for. Raises ValueError."""
        return Uai(self.lycee)

    @property
    def scope(self) -> Scope:
        """The scope of the lycée whose list it is: what may be seen and written."""
        return Scope(frozenset({self.uai}))

    def content(self) -> bytes:
        """The file. Raises ValueError."""
        if not self.file.is_file():
            raise ValueError(f"Le fichier {self.file} n’existe pas.")
        if self.file.stat().st_size > FILE_BYTES_MAX:
            raise ValueError(TOO_BIG)
        return self.file.read_bytes()

    async def admit(self, permissions: Permissions, action: Action) -> None:
        """Find the lycée, and the account that imports if one is named. Raises ValueError."""
        async with units_of(self.settings, "portal") as units, units.begin(DEPARTMENT) as uow:
            if not await Lycees(uow).has(self.uai):
                raise ValueError(f"Le lycée {self.uai} n’est pas ouvert.")
            if self.mail is None:
                return
            account = await Accounts(uow).by_mail(self.mail)
            for role in sorted(permissions.roles(action)):
                held = await Accounts(uow).holding(role, self.uai, on=local_date(uow.now))
                if account and account.id in {one.id for one in held}:
                    self.actor = Actor(account.id, role.value)
                    return
        raise ValueError(f"Le compte {self.mail} ne peut pas importer pour le lycée {self.uai}.")


def csv_of(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV file as French Excel opens it; no cell is a formula."""
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";", lineterminator="\r\n")
    writer.writerows([csv_cell(cell) for cell in row] for row in (headings, *rows))
    return content.getvalue().encode("utf-8-sig")
