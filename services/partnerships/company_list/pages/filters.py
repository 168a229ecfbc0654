"""What the address of the list of companies asks for: the page and its exports read the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from types import MappingProxyType
from urllib.parse import parse_qsl
from uuid import UUID

from services.chassis.reference.nomenclatures import commune_name
from services.chassis.reference.nomenclatures.towns import UnknownTown, town_text, understand
from services.chassis.web.views.french import date_short
from services.chassis.web.views.listing import Listing
from services.partnerships.activities.model.sectors import SECTIONS
from services.partnerships.company_list.labels import LAST_EXCHANGES, LEADS
from services.partnerships.company_list.queries.order import (
    NO_PARTNERSHIP,
    CompanyFilter,
    CompanyOrder,
    LastExchange,
    Lead,
)
from services.partnerships.partnerships.labels import STAGES

MINE, ALL = "miennes", "toutes"
NOT_OF_HERE = (
    "Commune inconnue\u202f: écrivez son nom entier ou son code postal, ou cherchez son nom à côté si elle est hors du "
    "département."
)
RADII = ("5", "10", "20", "30", "50")
"""Kilometres around the commune."""
STAGES_ASKED: Mapping[str, str] = {
    **{stage.value: label for stage, (label, _) in STAGES.items()},
    NO_PARTNERSHIP: "Aucun en cours",
}
MEF = re.compile(r"\d{10}")
NO_FORMATIONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class CompanyQuery:
    """The query of the address; what is not known there is left out."""

    q: str = ""
    filtre: str = ""
    vue: str = ""
    ville: str = ""
    """A commune as it is typed; the addresses the list makes have its code."""
    commune: str = ""
    secteur: str = ""
    echange: str = ""
    accueil: str = ""
    rayon: str = ""
    territoire: str = ""
    calme: str = ""
    places: str = ""
    formation: str = ""
    depuis: str = ""
    avant: str = ""
    etape: str = ""
    chef: str = ""
    tri: str = ""

    @property
    def mine(self) -> bool:
        """Whether only the lycée's own companies are shown."""
        return self.filtre != ALL

    @property
    def conditions(self) -> dict[str, str]:
        """What is asked of each company, without what is not known."""
        commune = self._meant[0]
        return {
            "commune": commune,
            "rayon": self.rayon if self.rayon in RADII and commune else "",
            "secteur": self.secteur if self.secteur in SECTIONS else "",
            "echange": self.echange if self.echange in set(LastExchange) else "",
            "accueil": _yes(self.accueil),
            "territoire": _yes(self.territoire),
            "calme": _yes(self.calme),
            "places": _yes(self.places),
            "formation": self.formation if MEF.fullmatch(self.formation) else "",
            "depuis": self.depuis if _day(self.depuis) else "",
            "avant": self.avant if _day(self.avant) else "",
            "etape": self.etape if self.etape in STAGES_ASKED else "",
            "chef": self.chef if self.chef in set(Lead) else "",
        }

    @property
    def unknown_town(self) -> str | None:
        """Why it cannot be told which commune was typed."""
        return self._meant[1]

    @property
    def town(self) -> str:
        """The commune as its field shows it."""
        typed = self.ville or self.commune
        return typed if self.unknown_town else town_text(self._meant[0] or None, None)

    @property
    def nowhere(self) -> str:
        """What is said where nothing is shown, for the commune that is asked for is not known."""
        if self.unknown_town is None:
            return ""
        return (
            f"Commune inconnue\u00a0: «\u00a0{self.town}\u00a0». Aucune entreprise n’est montrée\u202f: "
            "corrigez la commune, ou effacez-la."
        )

    @cached_property
    def _meant(self) -> tuple[str, str | None]:
        """The code of the commune that is asked for, or else why it is not known."""
        if not self.ville.strip():
            known = not self.commune or commune_name(self.commune)
            return (self.commune, None) if known else ("", NOT_OF_HERE)
        try:
            meant = understand(self.ville)
        except UnknownTown as unknown:
            return "", str(unknown)
        return (meant.commune, None) if meant.commune else ("", NOT_OF_HERE)

    def listing(self) -> Listing:
        """The list's headings and pages as links."""
        view = self.vue if _id(self.vue) else ""
        whose = self.filtre if self.filtre == ALL or (view and self.filtre == MINE) else ""
        kept = {name: value for name, value in (("vue", view), ("filtre", whose)) if value}
        filters = {"q": self.q.strip(), **self.conditions}
        return Listing("/entreprises", tuple(CompanyOrder), self.tri, filters, kept)

    def chosen(self) -> CompanyFilter:
        """Order and filters for the query."""
        listing, asked = self.listing(), self.conditions
        return CompanyFilter(
            order=CompanyOrder(listing.order),
            descending=listing.descending,
            commune=asked["commune"],
            nowhere=self.unknown_town is not None,
            section=asked["secteur"],
            last=LastExchange(asked["echange"]) if asked["echange"] else None,
            hosted=bool(asked["accueil"]),
            within_km=int(asked["rayon"] or 0),
            territory=bool(asked["territoire"]),
            calm=bool(asked["calme"]),
            places_left=bool(asked["places"]),
            mef=asked["formation"],
            spoke_since=_day(asked["depuis"]),
            silent_since=_day(asked["avant"]),
            stage=asked["etape"],
            lead=Lead(asked["chef"]) if asked["chef"] else None,
        )

    def told(self, formations: Mapping[str, str] = NO_FORMATIONS) -> list[str]:
        """The filters in French, for who reads an export or a view; `formations`: labels by MEF."""
        asked = self.chosen()
        stage = STAGES_ASKED.get(asked.stage, "")
        sentences = [
            f"Commune\u00a0: {commune_name(asked.commune)}" if asked.commune else "",
            f"À moins de {asked.within_km}\u00a0km" if asked.within_km else "",
            f"Secteur\u00a0: {SECTIONS[asked.section][2]}" if asked.section else "",
            f"Dernier échange\u00a0: {LAST_EXCHANGES[asked.last]}" if asked.last else "",
            f"Échange depuis le {date_short(asked.spoke_since)}" if asked.spoke_since else "",
            f"Aucun échange depuis le {date_short(asked.silent_since)}"
            if asked.silent_since
            else "",
            "A déjà accueilli" if asked.hosted else "",
            f"Accueil ou places en {formations.get(asked.mef, asked.mef)}" if asked.mef else "",
            "Places d’accueil restantes" if asked.places_left else "",
            "Non sollicitée depuis 30\u00a0jours" if asked.calm else "",
            "Dans notre territoire" if asked.territory else "",
            f"Partenariat\u00a0: {stage}" if stage else "",
            f"Chef de file\u00a0: {LEADS[asked.lead]}" if asked.lead else "",
        ]
        return [one for one in sentences if one]


def _yes(given: str) -> str:
    return "oui" if given == "oui" else ""


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def list_again(query: str, after: UUID | None = None) -> str:
    """The address of the list that was asked for by this query; what is not known there is left out."""
    given = dict(parse_qsl(query))
    known = [one.name for one in fields(CompanyQuery) if one.name in given]
    listing = CompanyQuery(**{name: given[name] for name in known}).listing()
    last = after or _id(given.get("apres", ""))
    return listing.after(last) if last else listing.first
