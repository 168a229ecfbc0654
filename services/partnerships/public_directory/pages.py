"""Finding a company in the public directory, and beginning its card with what the register tells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request, Response

from contracts.identifiers import Siret
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.base.settings import Settings
from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed
from services.partnerships.base.search_words import search_words
from services.partnerships.companies.forms import NewCompanyForm
from services.partnerships.permissions import MANAGE_COMPANIES
from services.partnerships.public_directory.model import DirectoryAway, Entry
from services.partnerships.public_directory.queries import (
    WORDS_MAX,
    WORDS_MIN,
    Directory,
    directory_at,
)

router = Router()
_NUMBERS = {9: "siren", 10: "phone", 14: "siret"}
"""What a number is, by how many digits it has."""


@dataclass(frozen=True)
class Begun:
    """A new card as it opens; `away`: the register was to tell more, and does not answer."""

    typed: Typed[Any]
    entry: Entry | None = None
    away: bool = False


def directory_of(request: Request) -> Directory | None:
    """The public directory as this process asks it; None where none is configured."""
    settings: Settings = request.app.state.settings
    return directory_at(settings.directory_url) if settings.directory_url else None


@router.page("/entreprises/annuaire", action=MANAGE_COMPANIES)
async def directory(request: Request, q: str = "") -> Response:
    """What the public directory finds; nothing is written, and no transaction waits for it."""
    register = directory_of(request)
    words = " ".join(q.split())[:WORDS_MAX]
    found: Sequence[Entry] = ()
    away = False
    asked = register is not None and len(words) >= WORDS_MIN
    if register is not None and asked:
        try:
            found = await register.search(words)
        except DirectoryAway:
            away = True
    return render(
        request,
        "partnerships/public_directory/directory.html",
        configured=register is not None,
        words=words,
        asked=asked,
        away=away,
        found=found,
        activity_label=activity_label,
    )


def holding(**told: Any) -> Begun:
    """A new card with no more than this."""
    blank = {"legal_form": LegalForm.UNKNOWN, "diffusion": Diffusion.UNKNOWN}
    return Begun(Typed.blank(NewCompanyForm, **blank, **told))


def begun_with(text: str) -> Begun:
    """A new card with what a search did not find: a number where it belongs, or else a name."""
    [word, *others] = search_words(text)
    number = _NUMBERS.get(len(word)) if word.isdigit() and not others else None
    return holding(**{number: word} if number else {"name": text})


async def begun(request: Request) -> Begun:
    """A new card: blank, with the name that was searched for, or with what the register tells."""
    asked = request.query_params
    register = directory_of(request)
    try:
        siret = Siret(asked.get("siret", ""))
    except ValueError:
        return holding(name=asked.get("nom", ""))
    known = holding(siret=siret, siren=siret.siren)
    try:
        entry = await register.look_up(siret) if register else None
    except DirectoryAway:
        return replace(known, away=True)
    if entry is None:
        return known
    return Begun(Typed.blank(NewCompanyForm, **_told(entry)), entry)


def _told(entry: Entry) -> dict[str, Any]:
    """What the register tells, field by field; a commune whose name is not known here is named."""
    commune = entry.commune if commune_name(entry.commune) else None
    return {
        "name": entry.name,
        "siren": entry.siren,
        "legal_form": entry.legal_form,
        "diffusion": entry.diffusion,
        "naf": entry.naf,
        "siret": entry.siret,
        "site_name": entry.site_name,
        "address": entry.address,
        "postcode": entry.postcode,
        "town": town_text(commune, entry.place, entry.postcode),
    }
