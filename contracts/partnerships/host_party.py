"""What is asked about a host to print an agreement (convention de PFMP) or to write to a family: kept nowhere else."""

from datetime import date

from pydantic import BaseModel

from contracts.identifiers import ContactId, SiteKey
from contracts.questions import Question, declare


class HostPartyRequest(BaseModel):
    site_key: SiteKey
    tutor_id: ContactId | None = None


class HostPerson(BaseModel):
    """Somebody of the host, as this lycée knows them."""

    name: str
    function: str | None = None
    phone: str | None = None
    mail: str | None = None
    objected_on: date | None = None
    """The day they objected to being shared and contacted (opposition), if they did."""


class HostParty(BaseModel):
    """The host as an agreement names it; what is not known is a line to fill by hand."""

    company: str
    siret: str | None = None
    naf: str | None = None
    address: str | None = None
    postcode: str | None = None
    town: str | None = None
    phone: str | None = None
    signatory: HostPerson | None = None
    """The one contact of the site whose function says that they run it."""
    tutor: HostPerson | None = None

    @property
    def place(self) -> str | None:
        """Street, postcode and town, as far as they are known."""
        town = " ".join(part for part in (self.postcode, self.town) if part)
        return ", ".join(part for part in (self.address, town) if part) or None


HOST_PARTY = declare(
    Question(
        "partnerships",
        "host_party",
        HostPartyRequest,
        HostParty,
        frozenset({"internships", "notifications"}),
    )
)
