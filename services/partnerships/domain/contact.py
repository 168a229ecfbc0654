"""A person to talk to at a site (contact): the lycée's own, never told to anybody."""

from dataclasses import dataclass
from uuid import UUID

from services.chassis.errors import StaleVersion


@dataclass(frozen=True)
class ContactDetails:
    """Who it is and how to reach them."""

    name: str
    function: str | None = None
    mail: str | None = None
    phone: str | None = None


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
