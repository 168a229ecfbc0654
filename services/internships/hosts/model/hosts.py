"""How a site is called here when its company's name may not travel on the bus."""

from contracts.words import plain
from services.chassis.base.errors import Invalid


def site_label(public_name: str | None, activity: str | None, commune: str | None) -> str:
    """The public name, or the activity (libellé NAF) and the commune."""
    if public_name:
        return public_name
    where = f" à {commune}" if commune else ""
    what = f" ({activity[0].lower()}{activity[1:]})" if activity else ""
    return f"Entreprise{where}{what}"


def search_text(*parts: str | None) -> str:
    """The words a host is found by."""
    return plain(" ".join(part for part in parts if part))


class HostUnknown(Invalid):
    """No event has told of this site so far, or its company no longer has it."""

    code = "host-unknown"
    title = (
        "Cette entreprise n’est pas connue ici. Vient-elle d’être créée\u202f? Réessayez bientôt."
    )
