"""What the public directory of companies (annuaire des entreprises) tells of one, made fit for a card.

What the register may not spread (partially diffusible units and sites) comes without a name and
without an address, whatever the answer holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from contracts.identifiers import CommuneCode, Naf, Siren, Siret
from contracts.partnerships.companies import Diffusion, LegalForm
from services.partnerships.base.lengths import ADDRESS_CHARACTERS_MAX, NAME_CHARACTERS_MAX
from services.partnerships.companies.model.legal_forms import diffusion_of, legal_form_of

CLOSED = {"F", "C"}
"""How the register marks a site (fermé) and a unit (cessée) that are no more."""
HIDDEN = "[ND]"
Known = TypeVar("Known", Naf, CommuneCode)
_SMALL_WORDS = {
    *("de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous"),
    *("à", "au", "aux"),
}


class DirectoryAway(Exception):
    """The register does not answer, or answers what nobody can read. Type by hand."""


@dataclass(frozen=True)
class Entry:
    """One site of the public directory. `name` and `address` are None where they are not public."""

    siret: Siret
    name: str | None = None
    legal_form: LegalForm = LegalForm.UNKNOWN
    diffusion: Diffusion = Diffusion.UNKNOWN
    naf: Naf | None = None
    site_name: str | None = None
    address: str | None = None
    postcode: str | None = None
    commune: CommuneCode | None = None
    place: str | None = None
    closed: bool = False
    closed_on: date | None = None
    unit_naf: Naf | None = None
    staff: str | None = None
    """Code of the bracket its staff is in (tranche d’effectif), such as « 11 » for 10 to 19."""

    @property
    def siren(self) -> Siren:
        """The unit the site belongs to."""
        return self.siret.siren


def entries_of(answer: object) -> list[Entry]:
    """The sites an answer of the register tells of. Raises ValueError: it is no such answer.

    A unit comes with the sites that were asked for, or its main one (siège). What cannot be read
    is left out: one odd line hides no other.
    """
    results = answer.get("results") if isinstance(answer, Mapping) else None
    if not isinstance(results, list):
        raise ValueError("no list of results")  # noqa: TRY004 – what was received is at fault
    return [entry for unit in results if isinstance(unit, Mapping) for entry in _sites(unit)]


def _sites(unit: Mapping[str, Any]) -> Iterator[Entry]:
    matching = unit.get("matching_etablissements")
    sites = matching if isinstance(matching, list) and matching else [unit.get("siege")]
    for site in sites:
        if isinstance(site, Mapping):
            try:
                yield _entry(unit, site)
            except ValueError:  # no SIRET that exists
                continue


def _entry(unit: Mapping[str, Any], site: Mapping[str, Any]) -> Entry:
    spread = (_text(unit, "statut_diffusion"), _text(site, "statut_diffusion_etablissement"))
    shown = {diffusion_of(status) for status in spread} == {Diffusion.FULL}
    name = _text(unit, "nom_raison_sociale") or _text(unit, "nom_complet")
    postcode = _text(site, "code_postal")
    states = {_text(site, "etat_administratif"), _text(unit, "etat_administratif")}
    return Entry(
        siret=Siret(_text(site, "siret") or ""),
        name=_public(name, NAME_CHARACTERS_MAX) if shown else None,
        legal_form=legal_form_of(_text(unit, "nature_juridique")),
        diffusion=Diffusion.FULL if shown else Diffusion.PARTIAL,
        naf=_or_none(Naf, _text(site, "activite_principale")),
        site_name=_public(_sign(site), NAME_CHARACTERS_MAX) if shown else None,
        address=_street(_text(site, "adresse"), postcode) if shown else None,
        postcode=postcode,
        commune=_or_none(CommuneCode, _text(site, "commune")),
        place=_cased(_text(site, "libelle_commune")),
        closed=bool(states & CLOSED),
        closed_on=_day(_text(site, "date_fermeture") or _text(unit, "date_fermeture")),
        unit_naf=_or_none(Naf, _text(unit, "activite_principale")),
        staff=_text(site, "tranche_effectif_salarie"),
    )


def _sign(site: Mapping[str, Any]) -> str | None:
    """What is written above its door (enseigne)."""
    signs = site.get("liste_enseignes")
    first = signs[0] if isinstance(signs, list) and signs and isinstance(signs[0], str) else None
    return first or _text(site, "nom_commercial")


def _street(address: str | None, postcode: str | None) -> str | None:
    """The line of an address before its postcode."""
    line = (address or "").partition(f" {postcode} ")[0] if postcode else address
    return _cased(_public(line, ADDRESS_CHARACTERS_MAX))


def _cased(text: str | None) -> str | None:
    """The register writes in capitals."""
    if text is None or not text.isupper():
        return text
    words = text.lower().split()
    return " ".join(
        word if rank and word in _SMALL_WORDS else word.title() for rank, word in enumerate(words)
    )


def _public(text: str | None, characters_max: int) -> str | None:
    return text[:characters_max] if text and HIDDEN not in text else None


def _text(of: Mapping[str, Any], name: str) -> str | None:
    value = of.get(name)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _or_none(kind: type[Known], text: str | None) -> Known | None:
    try:
        return kind(text) if text else None
    except ValueError:
        return None
