"""What is sent about a saved view."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from contracts.identifiers import Uai
from services.chassis.reference.nomenclatures.towns import town_text, understand
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.company_views.model import (
    COLUMNS,
    GROUPS_MAX,
    USUAL_COLUMNS,
    Group,
    ViewContent,
)

CONDITIONS = {
    "commune": "Commune",
    "rayon": "Autour de la commune",
    "territoire": "Territoire",
    "secteur": "Secteur d’activité",
    "formation": "Accueil ou places en",
    "accueil": "Accueil de nos élèves",
    "places": "Places d’accueil",
    "calme": "Sollicitations",
    "echange": "Dernier échange",
    "depuis": "Échange depuis le",
    "avant": "Aucun échange depuis le",
    "etape": "Partenariat",
    "chef": "Chef de file",
}
"""What each condition is called; names are those of addresses."""
Code = Annotated[str, Field(max_length=40)]


def _commune(typed: str) -> str:
    """The code of a commune as it is typed; a view may only ask for one whose code is known."""
    if not typed:
        return ""
    meant = understand(typed)
    if meant.commune is None:
        raise ValueError("Écrivez le nom entier d’une commune ou son code postal, ou laissez vide.")
    return meant.commune


CommuneAsked = Annotated[str, Field(max_length=120), AfterValidator(_commune)]


class ViewForm(FormModel):
    """A view: its conditions are those of `CONDITIONS`, once for each group."""

    uai: Uai | None = None
    version: int | None = None
    name: str = Field(min_length=1, max_length=60, title="Nom de la vue")
    shared: bool = Field(default=False, title="Partager")
    filtre: Literal["miennes", "toutes"] = Field(default="miennes", title="Entreprises")
    tri: Literal["", "nom", "-nom", "commune", "-commune", "echange", "-echange"] = Field(
        default="", title="Tri"
    )
    columns: Annotated[list[str], BeforeValidator(several)] = Field(
        default=list(USUAL_COLUMNS), title="Colonnes"
    )

    commune_1: CommuneAsked = ""
    rayon_1: Code = ""
    territoire_1: Code = ""
    secteur_1: Code = ""
    formation_1: Code = ""
    accueil_1: Code = ""
    places_1: Code = ""
    calme_1: Code = ""
    echange_1: Code = ""
    depuis_1: Day | None = None
    avant_1: Day | None = None
    etape_1: Code = ""
    chef_1: Code = ""
    commune_2: CommuneAsked = ""
    rayon_2: Code = ""
    territoire_2: Code = ""
    secteur_2: Code = ""
    formation_2: Code = ""
    accueil_2: Code = ""
    places_2: Code = ""
    calme_2: Code = ""
    echange_2: Code = ""
    depuis_2: Day | None = None
    avant_2: Day | None = None
    etape_2: Code = ""
    chef_2: Code = ""
    commune_3: CommuneAsked = ""
    rayon_3: Code = ""
    territoire_3: Code = ""
    secteur_3: Code = ""
    formation_3: Code = ""
    accueil_3: Code = ""
    places_3: Code = ""
    calme_3: Code = ""
    echange_3: Code = ""
    depuis_3: Day | None = None
    avant_3: Day | None = None
    etape_3: Code = ""
    chef_3: Code = ""

    @field_validator("rayon_1", "rayon_2", "rayon_3")
    @classmethod
    def _around_a_commune(cls, radius: str, form: ValidationInfo) -> str:
        """Kilometres alone ask for nothing."""
        around = str(form.field_name).replace("rayon", "commune")
        if radius and form.data.get(around) == "":  # one that is not known is said beside it
            raise ValueError("Écrivez aussi une commune, ou «\u00a0Peu importe\u00a0» ici.")
        return radius

    def content(self) -> ViewContent:
        """What the view shows; a group without a condition is none."""
        groups = (self._group(number) for number in range(1, GROUPS_MAX + 1))
        return ViewContent(
            name=self.name,
            shared=self.shared,
            mine=self.filtre == "miennes",
            groups=tuple(group for group in groups if group),
            columns=tuple(one for one in COLUMNS if one in self.columns),
            order=self.tri,
        )

    def _group(self, number: int) -> Group:
        given = {name: getattr(self, f"{name}_{number}") for name in CONDITIONS}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in given.items()
            if value
        }


class BeginForm(FormModel):
    """Whether somebody begins with a view."""

    wanted: bool


def as_typed(name: str, value: str) -> str:
    """The value of a condition as the form shows it."""
    return town_text(value, None) if name == "commune" else value


def typed_view(content: ViewContent) -> dict[str, Any]:
    """A view as its form shows it."""
    conditions = {
        f"{name}_{number}": as_typed(name, value)
        for number, group in enumerate(content.groups, start=1)
        for name, value in group.items()
    }
    return {
        "name": content.name,
        "shared": "true" if content.shared else None,
        "filtre": "miennes" if content.mine else "toutes",
        "tri": content.order,
        "columns": list(content.columns),
        **conditions,
    }
