"""A logo tried on a page of its own: one that cannot be typeset would keep agreements from being made."""

from services.chassis.base.errors import DocumentNotMade
from services.chassis.documents.typesetting import typeset
from services.portal.lycee_profile.model import Logo, LogoRefused

_PAGE = b"""#let given = json(bytes(sys.inputs.at("data")))
#set document(title: "Logo")
#image(bytes(given.logo), format: given.kind, alt: "Logo", height: 1.6cm)
"""


async def try_logo(logo: Logo) -> None:
    """Raises LogoRefused."""
    try:
        await typeset(_PAGE, {"logo": list(logo.content), "kind": logo.kind})
    except DocumentNotMade as broken:
        raise LogoRefused(
            "Cette image est abîmée, ou d’une forme inconnue\u202f: enregistrez-la de nouveau en PNG.",
            field="file",
        ) from broken
