"""Reading a legal form (forme juridique) and a diffusion status as lists write them."""

from contracts.partnerships.companies import Diffusion, LegalForm
from services.partnerships.base.text import plain

# First figures of INSEE’s four-digit legal categories (catégories juridiques).
_CATEGORIES = {
    "1": LegalForm.SOLE_TRADER,
    "4": LegalForm.PUBLIC,
    "5": LegalForm.COMPANY,
    "6": LegalForm.COMPANY,
    "7": LegalForm.PUBLIC,
    "92": LegalForm.ASSOCIATION,
}
_WORDS = {
    LegalForm.SOLE_TRADER: (
        "entrepreneur individuel",
        "entreprise individuelle",
        "auto entrepreneur",
        "autoentrepreneur",
        "micro entreprise",
        "micro entrepreneur",
        "artisan",
        "ei",
        "eirl",
        "profession liberale",
    ),
    LegalForm.ASSOCIATION: ("association", "asso", "fondation"),
    LegalForm.PUBLIC: (
        "etablissement public",
        "collectivite",
        "commune",
        "mairie",
        "public",
        "epci",
        "epic",
        "epa",
        "epl",
        "ccas",
        "hopital",
    ),
    LegalForm.COMPANY: (
        *("societe", "sarl", "sas", "sasu", "sa", "eurl", "sci", "scop", "snc", "scea", "earl"),
        *("gaec", "cooperative", "mutuelle"),
    ),
}
_FULL = {"o", "oui", "totale", "total", "diffusible", "complete", "publique", "full"}
_PARTIAL = {"p", "n", "non", "partielle", "partiel", "non diffusible", "partial"}


def legal_form_of(text: str | None) -> LegalForm:
    """Unknown when in doubt: a name is public only when it surely may be."""
    words = plain(text or "")
    if words.isdigit() and len(words) == 4:
        return _CATEGORIES.get(words[0]) or _CATEGORIES.get(words[:2]) or LegalForm.UNKNOWN
    for form, expressions in _WORDS.items():
        if any(f" {expression} " in f" {words} " for expression in expressions):
            return form
    return LegalForm.UNKNOWN


def diffusion_of(text: str | None) -> Diffusion:
    """Unknown when in doubt."""
    words = plain(text or "")
    if words in _FULL:
        return Diffusion.FULL
    return Diffusion.PARTIAL if words in _PARTIAL else Diffusion.UNKNOWN
