"""The living page of what pages are made of: every macro of the chassis, in each of its states."""

from datetime import date

from fastapi import Request, Response
from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.files.columns import Column
from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import Chooser
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, Typing
from services.chassis.web.views.listing import Listing
from services.chassis.web.views.navigation import NavItem, Search
from services.portal.gallery.pages.drawings import drawings

router = Router()


class Example(FormModel):
    """A field of each kind."""

    name: str = Field(default="", title="Raison sociale")
    day: date | None = Field(default=None, title="Premier jour")
    secret: str = Field(default="", title="Mot de passe")
    note: str = Field(default="", title="Note")
    commune: str = Field(default="", title="Commune")
    agreed: bool = Field(default=False, title="Accord")
    courses: list[str] = Field(default=[], title="Formations")
    list_file: str = Field(default="", title="Fichier")


ERRORS = {
    "name": "Indiquez la raison sociale.",
    "day": "Indiquez une date qui existe.",
    "secret": "Choisissez douze caractères au moins.",
    "note": "Écrivez au plus 4\u202f000 caractères.",
    "commune": "Choisissez une commune de la liste.",
    "agreed": "Sans accord, rien ne part.",
    "courses": "Choisissez une formation au moins.",
    "list_file": "Choisissez un fichier.",
}
FILLED: dict[str, Typing] = {
    "name": "Chaudronnerie du Quercy",
    "day": "2027-01-11",
    "commune": "82121",
    "courses": ["elec"],
    "agreed": "true",
}

SEARCHED = NavItem("Exemples", "/", search=Search("/composants", "Chercher un exemple", "Un mot"))
TWO_LYCEES = {Uai("0829001N"): "Tilleuls", Uai("0829002P"): "Vieux-Pont"}


@router.page("/composants", action=SIGNED_IN)
async def gallery(request: Request) -> Response:
    """Every macro with its states (composants)."""
    changed = {"name": "Chaudronnerie du Bas-Quercy", "commune": "82121"}
    return render(
        request,
        "portal/gallery/gallery.html",
        now=runtime_of(request).work.now(),
        filled=Typed(Example, FILLED),
        column=Column(2, "Joignable au", "joignable au", ("05 36 49 00 01", "05 36 49 00 02")),
        wrong=Typed(Example, errors=ERRORS),
        overtaken=Typed(
            Example, FILLED, current=changed, refusal="Quelqu’un l’a modifiée entre-temps."
        ),
        listing=Listing(
            "/composants", ("nom", "commune", "salaries"), "-nom", {"commune": "82121"}
        ),
        two_lycees=Chooser(TWO_LYCEES, Uai("0829002P"), path="/composants"),
        all_lycees=Chooser(TWO_LYCEES, tags=TWO_LYCEES, path="/composants"),
        searched=[SEARCHED],
        **drawings(),
    )


@router.form("/composants", action=SIGNED_IN, recorded=False)
async def nothing() -> Response:
    """The buttons of the living page lead back to it."""
    return see_other("/composants", notice="Rien n’a été enregistré\u00a0: ce sont des exemples.")
