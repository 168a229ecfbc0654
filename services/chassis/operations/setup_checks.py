"""What an installation has still to be told before others use it; nothing is broken meanwhile."""

from collections.abc import Collection, Iterator

from services.chassis.base.settings import Settings
from services.chassis.operations.measures import Finding

LEGAL = {
    "PASSERELLE_PUBLISHER": "publisher",
    "PASSERELLE_PUBLICATION_DIRECTOR": "publication_director",
    "PASSERELLE_HOSTED_BY": "hosted_by",
    "PASSERELLE_CONTACT_MAIL": "contact_mail",
    "PASSERELLE_DATA_PROTECTION_MAIL": "data_protection_mail",
}
"""What the law asks a public site to say, by the variable that tells it."""
RELAY = ("PASSERELLE_SMTP_HOST", "PASSERELLE_MAIL_FROM")


def untold(settings: Settings) -> tuple[str, ...]:
    """The variables that were not given; a demonstration needs none of them."""
    if settings.demonstration:
        return ()
    legal = [name for name, field in LEGAL.items() if not getattr(settings, field)]
    return (*(RELAY if settings.smtp_host is None else ()), *legal)


def remarks(names: Collection[str]) -> Iterator[Finding]:
    """What follows from these variables being absent, and what to do."""
    if set(RELAY) & set(names):
        yield Finding(
            "mails-wait",
            "Aucun courriel ne part\u202f: ils attendent qu’un relais soit donné.",
            f"Donnez {' et '.join(RELAY)}, puis relancez.",
        )
    legal = [name for name in names if name in LEGAL]
    if legal:
        yield Finding(
            "legal-untold",
            "Les mentions légales sont incomplètes\u202f: ces pages disent ce qui manque.",
            f"Donnez {', '.join(legal)}, puis relancez.",
        )
