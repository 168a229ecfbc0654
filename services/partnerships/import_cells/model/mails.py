"""Whose a mail of a list is: the company's, or somebody's that only the address names."""

import re
from collections.abc import Sequence
from itertools import pairwise

from services.partnerships.base.text import plain

_SERVICES = frozenset(
    {
        *("contact", "contacts", "accueil", "info", "infos", "information", "bonjour", "hello"),
        *("direction", "secretariat", "admin", "administration", "administratif", "bureau"),
        *("rh", "drh", "recrutement", "stage", "stages", "emploi", "personnel", "alternance"),
        *("commercial", "commerciale", "vente", "ventes", "boutique", "magasin", "agence", "devis"),
        *("atelier", "sav", "service", "services", "technique", "compta", "comptabilite", "mail"),
        *("mairie", "ecole", "creche", "ehpad", "reception", "reservation", "restaurant", "hotel"),
        *("pharmacie", "cabinet", "garage", "boulangerie", "menuiserie", "salon", "entreprise"),
        *("societe", "siege", "postmaster", "office", "sales", "support", "courrier", "standard"),
    }
)
"""Words of an address that is read by whoever is there."""
_LETTERS = re.compile(r"[^\W\d_]+")
_COMMON_MIN = 3


def parted_mails(mails: Sequence[str], name: str) -> tuple[Sequence[str], Sequence[str]]:
    """The mails of the company of this name, and those that may be somebody's."""
    shared = [one for one in mails if _is_of_a_company(one, name)]
    return shared, [one for one in mails if one not in shared]


def _is_of_a_company(mail: str, name: str) -> bool:
    """Whether an address is a company's own: of a service (« accueil@ »), or of its name.

    Any other one may be somebody's.
    """
    local, _, domain = mail.partition("@")
    words = plain(local).split()
    bare = [word for one in words if (word := "".join(_LETTERS.findall(one)))]
    if any(word in _SERVICES for word in bare):
        return True
    joined, named = "".join(bare), plain(name).split()
    own = {"".join(named), *_runs(named), plain(domain.rpartition(".")[0]).replace(" ", "")}
    return len(joined) >= _COMMON_MIN and (joined in own or set(bare) <= set(named))


def _runs(words: list[str]) -> set[str]:
    """Words that follow each other, written as one (« Menuiserie Bois Vert » : « boisvert »)."""
    return {"".join(two) for two in pairwise(words)}
