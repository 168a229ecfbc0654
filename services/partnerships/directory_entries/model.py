"""What the public directory said of a site when it was read, beside what the bureaux wrote.

Local wins: what differs is proposed, field by field, and never taken by itself. Of units and sites
that are not fully public nothing is kept but that they are not, and whether they closed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.identifiers import CommuneCode, Naf, Siret
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.base.errors import Conflict
from services.partnerships.base.text import name_key, place_key, plain
from services.partnerships.companies.model.company import Company, Site
from services.partnerships.public_directory.model import Entry


class RegisterField(StrEnum):
    """What the register and the bureaux may say differently."""

    NAME = "name"
    LEGAL_FORM = "legal_form"
    DIFFUSION = "diffusion"
    UNIT_NAF = "unit_naf"
    SITE_NAME = "site_name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    COMMUNE = "commune"
    NAF = "naf"
    STATE = "state"
    """Open, or closed since a day: it is confirmed (`close_site`), not taken."""

    @property
    def of_company(self) -> bool:
        """Whether it is the company's, and not one site's."""
        return self in _OF_COMPANY


_OF_COMPANY = frozenset(
    {
        RegisterField.NAME,
        RegisterField.LEGAL_FORM,
        RegisterField.DIFFUSION,
        RegisterField.UNIT_NAF,
    }
)
_ATTRIBUTES = {RegisterField.UNIT_NAF: "naf", RegisterField.SITE_NAME: "name"}


OPEN, CLOSED = "open", "closed"
"""What is said of a site that closed on a day nobody tells."""


class DifferenceGone(Conflict):
    """A difference that is gone: somebody corrected the card, or the register was read again."""

    code = "difference-gone"
    title = "Cet écart n’existe plus\u202f: la fiche ou le registre a changé entre-temps."


class TakenChangedSince(Conflict):
    """What was taken from the register was corrected by hand afterwards."""

    code = "taken-changed-since"
    title = "Ce champ a été corrigé depuis\u202f: rien n’est remis."


@dataclass(frozen=True)
class Registration:
    """What the register said of one SIRET. Not `found`: it knows none such."""

    siret: Siret
    read_at: datetime
    found: bool = True
    name: str | None = None
    legal_form: LegalForm = LegalForm.UNKNOWN
    diffusion: Diffusion = Diffusion.UNKNOWN
    unit_naf: Naf | None = None
    site_name: str | None = None
    address: str | None = None
    postcode: str | None = None
    commune: CommuneCode | None = None
    place: str | None = None
    naf: Naf | None = None
    staff: str | None = None
    closed: bool = False
    closed_on: date | None = None

    @classmethod
    def of(cls, siret: Siret, entry: Entry | None, read_at: datetime) -> "Registration":
        """What is kept of an answer."""
        if entry is None:
            return cls(siret, read_at, found=False)
        known: dict[str, Any] = {"closed": entry.closed, "closed_on": entry.closed_on}
        if entry.diffusion is not Diffusion.FULL:
            return cls(siret, read_at, diffusion=entry.diffusion, **known)
        kept = ("name", "legal_form", "diffusion", "unit_naf", "site_name", "address", "postcode")
        told = {name: getattr(entry, name) for name in (*kept, "commune", "place", "naf", "staff")}
        return cls(siret, read_at, **told, **known)

    def value(self, of: RegisterField) -> str | None:
        """What it says of one field; None: nothing. Of an open site nothing: a bureau knows better."""
        if of is RegisterField.STATE:
            return (str(self.closed_on or CLOSED)) if self.closed else None
        said = getattr(self, of.value)
        return None if said in (None, LegalForm.UNKNOWN, Diffusion.UNKNOWN) else str(said)


@dataclass(frozen=True)
class Difference:
    """One field: ours as it is compared, the register's as it says it."""

    field: RegisterField
    ours: str | None
    theirs: str


def differences(
    company: Company, registrations: Mapping[UUID, Registration], closed: Collection[UUID] = ()
) -> Mapping[UUID, Sequence[Difference]]:
    """What the register says otherwise, by site; of the company, with the first site that is read.

    `closed`: sites a bureau said are closed already.
    """
    found: dict[UUID, Sequence[Difference]] = {}
    told_of_company = False
    for site in company.sites:
        read = registrations.get(site.id)
        if read is None or read.siret != site.details.siret:
            continue
        fields = [
            one
            for one in RegisterField
            if not (one.of_company and told_of_company)
            and not (one is RegisterField.STATE and site.id in closed)
        ]
        told_of_company = told_of_company or read.found
        found[site.id] = [one for f in fields if (one := _difference(company, site, read, f))]
    return found


def _difference(
    company: Company, site: Site, read: Registration, of: RegisterField
) -> Difference | None:
    theirs = read.value(of)
    if theirs is None:
        return None
    if of is RegisterField.STATE:
        return Difference(of, OPEN, theirs)
    ours = getattr(company.details if of.of_company else site.details, attribute_of(of))
    if of is RegisterField.COMMUNE:
        ours = ours or site.details.locality
        known = {theirs, place_key(read.place or theirs)}
        same = ours is not None and bool({ours, place_key(ours)} & known)
    elif of is RegisterField.NAME:
        same = name_key(ours) == name_key(theirs)
    elif of is RegisterField.NAF:  # a site without one has its company's
        same = theirs in (ours, company.details.naf if ours is None else None)
    else:
        same = plain(ours or "") == plain(theirs)
    if same:
        return None
    unsaid = ours in (None, LegalForm.UNKNOWN, Diffusion.UNKNOWN)
    return Difference(of, None if unsaid else str(ours), theirs)


def attribute_of(of: RegisterField) -> str:
    """How the card calls it."""
    return _ATTRIBUTES.get(of, of.value)


def taken(of: RegisterField, read: Registration, *, here: bool) -> dict[str, Any]:
    """What the card says once a field is taken from the register.

    `here`: its commune is one of the department's list; one of elsewhere is named. What the register
    says of a unit that may be a person comes with its legal form: the card would tell the name else.
    """
    if of.of_company and not read.legal_form.is_legal_person and read.diffusion is Diffusion.FULL:
        return {attribute_of(of): getattr(read, of.value), "legal_form": read.legal_form}
    if of is not RegisterField.COMMUNE:
        return {attribute_of(of): getattr(read, of.value)}
    named = None if here else read.place
    return {"commune": None if named else read.commune, "locality": named}


_TYPES = {"naf": Naf, "commune": CommuneCode, "legal_form": LegalForm, "diffusion": Diffusion}


def from_kept(kept: Mapping[str, str | None]) -> dict[str, Any]:
    """Values of a card as they were kept, made what a card has."""
    return {
        name: _TYPES[name](value) if value is not None and name in _TYPES else value
        for name, value in kept.items()
    }
