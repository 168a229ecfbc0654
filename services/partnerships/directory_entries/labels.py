"""What the public directory says, as users read it."""

from collections.abc import Mapping
from datetime import date

from contracts.identifiers import CommuneCode
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.partnerships.companies.labels import DIFFUSIONS, LEGAL_FORMS
from services.partnerships.directory_entries.model import CLOSED, OPEN, RegisterField

FIELDS: Mapping[RegisterField, str] = {
    RegisterField.NAME: "Nom de l’entreprise",
    RegisterField.LEGAL_FORM: "Forme juridique",
    RegisterField.DIFFUSION: "Diffusion",
    RegisterField.UNIT_NAF: "Activité de l’entreprise",
    RegisterField.SITE_NAME: "Enseigne",
    RegisterField.ADDRESS: "Adresse",
    RegisterField.POSTCODE: "Code postal",
    RegisterField.COMMUNE: "Commune",
    RegisterField.NAF: "Activité de l’établissement",
    RegisterField.STATE: "État",
}
STAFF_BRACKETS: Mapping[str, str] = {
    "00": "aucun salarié",
    "01": "1 ou 2 salariés",
    "02": "3 à 5 salariés",
    "03": "6 à 9 salariés",
    "11": "10 à 19 salariés",
    "12": "20 à 49 salariés",
    "21": "50 à 99 salariés",
    "22": "100 à 199 salariés",
    "31": "200 à 249 salariés",
    "32": "250 à 499 salariés",
    "41": "500 à 999 salariés",
    "42": "1\u202f000 à 1\u202f999 salariés",
    "51": "2\u202f000 à 4\u202f999 salariés",
    "52": "5\u202f000 à 9\u202f999 salariés",
    "53": "10\u202f000 salariés et plus",
}
"""Brackets of staff (tranches d’effectif salarié) by INSEE’s code."""


def said(field: RegisterField, value: str | None) -> str:
    """A value as people read it."""
    if value is None:
        return "(vide)"
    if field is RegisterField.STATE:
        return _state(value)
    if field is RegisterField.LEGAL_FORM:
        return LEGAL_FORMS[LegalForm(value)]
    if field is RegisterField.DIFFUSION:
        return DIFFUSIONS[Diffusion(value)]
    if field is RegisterField.COMMUNE:
        return _commune(value)
    if field in (RegisterField.NAF, RegisterField.UNIT_NAF):
        label = activity_label(value)
        return f"{value} ({label})" if label else value
    return value


def _state(value: str) -> str:
    if value == OPEN:
        return "ouvert"
    return "fermé" if value == CLOSED else f"fermé le {date.fromisoformat(value):%d/%m/%Y}"


def _commune(value: str) -> str:
    try:
        return commune_name(CommuneCode(value)) or value
    except ValueError:  # as it was typed
        return value
