"""A person to talk to at a site (contact): the lycée's own, never told to anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid, StaleVersion
from services.partnerships.base.mentions import Named
from services.partnerships.base.search_words import mail_word, phone_word
from services.partnerships.base.text import plain

_TUTOR_WORDS = frozenset({"tuteur", "tutrice", "tuteurs", "tutrices"})
# Not « maître » alone: a maître d’hôtel may host a pupil too.
_TUTOR_TITLES = ("maitre de stage", "maitre d apprentissage", "maitresse d apprentissage")

_RUNNING_WORDS = frozenset(
    {"gerant", "gerante", "directeur", "directrice", "president", "presidente", "dirigeant"}
    | {"dirigeante", "patron", "patronne", "pdg", "proprietaire"}
)
_RUNNING_TITLES = ("chef d entreprise", "cheffe d entreprise", "chef d etablissement")
_SECOND = frozenset({"adjoint", "adjointe", "assistant", "assistante", "secretaire", "vice"})


class ContactNotThere(Invalid):
    """The contact was forgotten, or is somebody of another company."""

    code = "contact-not-there"
    title = (
        "Ce contact n’est plus dans cette entreprise\u202f: choisissez-en un autre, ou personne."
    )


class ContactOfAnotherLycee(Invalid):
    """A contact belongs to one lycée: the others do not know whom it is about."""

    code = "contact-of-another-lycee"
    title = "Ce contact est celui d’un autre de vos lycées\u202f: cochez aussi ce lycée."


@dataclass(frozen=True)
class ContactDetails:
    """Who it is and how to reach them."""

    name: str
    function: str | None = None
    mail: str | None = None
    phone: str | None = None
    gets_mail: bool = False
    """Whether the bureau chose that Passerelle writes to this one; one at most at a site."""

    @property
    def search_words(self) -> frozenset[str]:
        """The words they are found by: those of the name, the mail, the phone."""
        ways = (mail_word(self.mail), phone_word(self.phone))
        return frozenset({*plain(self.name).split(), *(one for one in ways if one)})

    @property
    def is_tutor(self) -> bool:
        """Whether the function says that this is who looks after pupils (tuteur)."""
        function = plain(self.function or "")
        return bool(_TUTOR_WORDS & set(function.split())) or any(
            title in function for title in _TUTOR_TITLES
        )

    @property
    def runs_the_place(self) -> bool:
        """Whether the function says that they may sign for it (gérant, directrice…)."""
        function = plain(self.function or "")
        words = set(function.split())
        runs = bool(_RUNNING_WORDS & words) or any(t in function for t in _RUNNING_TITLES)
        return runs and not _SECOND & words


@dataclass(frozen=True)
class Contact:
    """A contact of one lycée at one site."""

    id: UUID
    company_id: UUID
    site_id: UUID
    details: ContactDetails
    version: int = 1
    uai: Uai | None = None
    """Whose contact it is, once it is recorded."""

    @property
    def named(self) -> Named:
        """What a text names them by."""
        return Named(self.details.name, mail=self.details.mail, phone=self.details.phone)

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(current={**vars(self.details), "version": self.version})


def written_to(contacts: Iterable[Contact]) -> Contact | None:
    """Which of a site's contacts Passerelle writes to; None when none has a mail.

    The one the bureau chose, else a tutor, else anybody; among equals the one noted first.
    """
    reachable = [contact for contact in contacts if contact.details.mail]
    return min(
        reachable,
        key=lambda one: (not one.details.gets_mail, not one.details.is_tutor, one.id),
        default=None,
    )


def signatory(contacts: Iterable[Contact]) -> Contact | None:
    """Who runs a site, hence signs for it; of several nobody is guessed."""
    running = [one for one in contacts if one.details.runs_the_place]
    return running[0] if len(running) == 1 else None
