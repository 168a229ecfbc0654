"""Legal forms and diffusion of companies, as users read them."""

from collections.abc import Mapping

from contracts.partnerships.companies import Diffusion, LegalForm

LEGAL_FORMS: Mapping[LegalForm, str] = {
    LegalForm.UNKNOWN: "Je ne sais pas",
    LegalForm.COMPANY: "Société",
    LegalForm.ASSOCIATION: "Association",
    LegalForm.PUBLIC: "Établissement public ou collectivité",
    LegalForm.SOLE_TRADER: "Entrepreneur individuel",
}


DIFFUSIONS: Mapping[Diffusion, str] = {
    Diffusion.UNKNOWN: "Je ne sais pas",
    Diffusion.FULL: "Totale",
    Diffusion.PARTIAL: "Partielle (elle s’y oppose)",
}
