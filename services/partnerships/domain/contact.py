"""A person to talk to at a site (contact): the lycée's own, never told to anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.chassis.errors import StaleVersion
from services.partnerships.domain.text import plain

_TUTOR_WORDS = frozenset({"tuteur", "tutrice", "tuteurs", "tutrices"})
# Not « maître » alone: a maître d’hôtel may host a pupil too.
_TUTOR_TITLES = ("maitre de stage", "maitre d apprentissage", "maitresse d apprentissage")


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
    def is_tutor(self) -> bool:
        """Whether the function says that this is who looks after pupils (tuteur)."""
        function = plain(self.function or "")
        return bool(_TUTOR_WORDS & set(function.split())) or any(
            title in function for title in _TUTOR_TITLES
        )


@dataclass(frozen=True)
class Contact:
    """A contact of one lycée at one site."""

    id: UUID
    company_id: UUID
    site_id: UUID
    details: ContactDetails
    version: int = 1

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
