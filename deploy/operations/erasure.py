"""Erasing somebody from the command line, by the use cases of the pages: looked at, then done."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from contracts.identifiers import Uai
from deploy.operations.acting_account import actor_for
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.permissions import Action, Permissions
from services.chassis.unit_of_work.unit_of_work import Actor, Scope, UnitOfWork
from services.chassis.web.views.french import plural
from services.coordination import permissions as of_coordination
from services.coordination.news.commands import erase_news
from services.coordination.news.model.news import NewsNotEditable
from services.coordination.news.queries import read_news
from services.internships import permissions as of_internships
from services.internships.rights.commands import erase_pupil
from services.internships.rights.queries import PupilToErase, read_pupil_to_erase
from services.partnerships import permissions as of_partnerships
from services.partnerships.base.mentions import Named
from services.partnerships.erasure.commands import erase_trader, remove_contact
from services.partnerships.erasure.queries.erasure import (
    ContactToErase,
    TraderToErase,
    find_contact_to_erase,
    read_trader_to_erase,
)
from services.partnerships.erasure.store.notes import Note, Notes
from services.partnerships.pauses.model import of_safety_readers

STAYS = "Les chiffres du lycée et du département ne changent pas."


@dataclass
class ToErase(ABC):
    """Somebody, or a text, to erase for good."""

    settings: Settings
    id: UUID
    mail: str
    lycee: str | None = None

    service: str = field(default="", init=False)
    permissions: Permissions = field(init=False)
    action: Action = field(init=False)

    @property
    def uai(self) -> Uai | None:
        """The lycée it is erased for; None for the department. Raises ValueError."""
        return Uai(self.lycee) if self.lycee else None

    @property
    def scope(self) -> Scope:
        """The scope the erasure may see and write."""
        return Scope(frozenset({self.uai} if self.uai else ()), department_wide=self.uai is None)

    async def look(self) -> str:
        """What would go, and what would stay. Raises PasserelleError, ValueError."""
        await self.actor()
        async with (
            units_of(self.settings, self.service) as units,
            units.begin(self.scope, uai=self.uai) as uow,
        ):
            told = await self.told(uow)
            uow.give_up()
        return told

    async def erase(self) -> None:
        """Erase it, and leave the line of the audit. Raises PasserelleError, ValueError."""
        actor = await self.actor()
        async with (
            units_of(self.settings, self.service) as units,
            units.begin(self.scope, uai=self.uai, actor=actor) as uow,
        ):
            await self.do(uow)
            uai = self.uai or uow.department_uai
            await audit_log.note_done(uow, action=self.action.name, resource_id=self.id, uai=uai)

    async def actor(self) -> Actor:
        """On whose behalf. Raises ValueError."""
        return await actor_for(self.settings, self.mail, self.uai, self.permissions, self.action)

    @abstractmethod
    async def told(self, uow: UnitOfWork) -> str:
        """What would go, and what would stay."""

    @abstractmethod
    async def do(self, uow: UnitOfWork) -> None:
        """Erase it."""


@dataclass
class OnePupil(ToErase):
    """A pupil, and the notes that name them whole."""

    def __post_init__(self) -> None:
        self.service, self.permissions = "internships", of_internships.PERMISSIONS
        self.action = of_internships.ERASE_PUPIL
        self._pupil: PupilToErase | None = None
        self._notes: Sequence[Note] = ()

    async def told(self, uow: UnitOfWork) -> str:
        """Years, places, notes."""
        pupil = self._pupil = await read_pupil_to_erase(uow, self.id)
        somebody = Named(pupil.last_name, pupil.first_name)
        async with (
            units_of(self.settings, "partnerships") as units,
            units.begin(self.scope, uai=self.uai) as other,
        ):
            self._notes = await Notes(other).naming(somebody, of_safety_readers)
            other.give_up()
        return "\n".join(
            [
                (
                    f"Part\u202f: le nom, pour {plural(len(pupil.school_years), 'année scolaire', 'années scolaires')}\u202f;"
                    " le texte des courriels qui le disent."
                ),
                _of_notes(self._notes),
                (
                    f"Reste, sans nom\u202f: {plural(len(pupil.placement_ids), 'lieu d’accueil', 'lieux d’accueil')},"
                    f" {plural(pupil.exemptions, 'dispense')}."
                ),
                STAYS,
            ]
        )

    async def do(self, uow: UnitOfWork) -> None:
        """With the version that was looked at."""
        if self._pupil is None:
            raise ValueError("Rien n’a été relu.")
        await erase_pupil(
            uow,
            pupil_year_id=self.id,
            version=self._pupil.version,
            notes=[note.interaction_id for note in self._notes if note.whole],
            now=uow.now,
        )


@dataclass
class OneContact(ToErase):
    """A contact, and the notes that name them whole."""

    def __post_init__(self) -> None:
        self.service, self.permissions = "partnerships", of_partnerships.PERMISSIONS
        self.action = of_partnerships.MANAGE_CONTACTS
        self._found: ContactToErase | None = None

    async def told(self, uow: UnitOfWork) -> str:
        """The card, notes, lines of lists."""
        found = self._found = await find_contact_to_erase(uow, self.id, of_safety_readers)
        return "\n".join(
            [
                (
                    "Part\u202f: la fiche du contact, le texte des courriels qui lui ont été écrits,"
                    f" {plural(found.lines, 'ligne')} de listes importées,"
                    f" {plural(found.files, 'liste')} pas encore confirmées."
                ),
                _of_notes(found.notes),
                (
                    "Reste, sans nom\u202f: les échanges,"
                    f" {plural(found.checks, 'demande')} de confirmation."
                ),
            ]
        )

    async def do(self, uow: UnitOfWork) -> None:
        """And the notes that were looked at."""
        notes = self._found.notes if self._found else ()
        whole = [note.interaction_id for note in notes if note.whole]
        await remove_contact(uow, contact_id=self.id, notes=whole, now=uow.now)


@dataclass
class OneTrader(ToErase):
    """A sole trader, at every lycée."""

    def __post_init__(self) -> None:
        self.service, self.permissions = "partnerships", of_partnerships.PERMISSIONS
        self.action = of_partnerships.ERASE_TRADER
        self._found: TraderToErase | None = None

    async def told(self, uow: UnitOfWork) -> str:
        """The card, and what is around it."""
        found = self._found = await read_trader_to_erase(uow, self.id)
        published = [f"Puis\u202f: passerelle redact {one}" for one in found.published]
        return "\n".join(
            [
                (
                    "Part, pour tous les lycées\u202f: le nom, le SIREN, l’adresse, les contacts"
                    f" ({found.contacts} ici), le texte des échanges ({found.notes} ici)."
                ),
                (
                    f"Reste, sans nom\u202f: {plural(found.places, 'lieu d’accueil', 'lieux d’accueil')} ici,"
                    " l’activité et la commune."
                ),
                *published,
            ]
        )

    async def do(self, uow: UnitOfWork) -> None:
        """With the version that was looked at."""
        version = self._found.company.version if self._found else 0
        await erase_trader(uow, company_id=self.id, version=version, now=uow.now)


@dataclass
class OneNews(ToErase):
    """A news item nobody reads."""

    def __post_init__(self) -> None:
        self.service, self.permissions = "coordination", of_coordination.PERMISSIONS
        self.action = of_coordination.PUBLISH_NEWS
        self._version = 0

    async def told(self, uow: UnitOfWork) -> str:
        """Its text; the id stays, as it does on the bus."""
        own = (await read_news(uow, self.id)).own
        if own is None or not own.may_be_edited:
            raise NewsNotEditable
        self._version = own.version
        return "Part\u202f: le titre, le texte, l’adresse et le motif. Reste\u202f: qu’il y a eu une actualité."

    async def do(self, uow: UnitOfWork) -> None:
        """With the version that was looked at."""
        await erase_news(uow, news_id=self.id, version=self._version, now=uow.now)


def _of_notes(notes: Sequence[Note]) -> str:
    whole = sum(note.whole for note in notes)
    apart = len(notes) - whole
    left = (
        f" {plural(apart, 'autre a', 'autres ont')} ce nom de famille\u202f: voyez la page."
        if apart
        else ""
    )
    return f"Part\u202f: le texte de {plural(whole, 'note')} d’échange où le nom est entier.{left}"
