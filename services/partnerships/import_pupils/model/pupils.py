"""Columns of pupils: nobody's name, class or birth date is ever taken for something of a company."""

import re
from collections.abc import Collection, Sequence

from services.partnerships.base.text import plain

PUPILS = (
    "Ce fichier ressemble à une liste d’élèves ({headings})\u202f: rien n’en est lu ni gardé ici."
    " Importez-le par «\u00a0Importer des élèves\u00a0», ci-dessous. Si c’est une liste d’entreprises, retirez-en"
    " ces colonnes, ou nommez «\u00a0Entreprise\u00a0» celle qui porte leur nom."
)
_WHO = frozenset(
    {
        *("eleve", "apprenant", "apprenante", "etudiant", "etudiante", "lyceen", "lyceenne"),
        *("stagiaire", "apprenti", "apprentie", "alternant", "alternante", "jeune"),
    }
)
"""Words for a pupil; whatever else a heading says of one (« Tél stagiaire ») is theirs."""
_CLASS = frozenset({"classe", "classes", "division", "divisions", "code division", "code classe"})
_TAKEN = frozenset({"classes", "divisions"})
_BIRTH = frozenset({"ne le", "nee le", "ne e le", "date naissance", "naissance"})
_OTHER = frozenset({"ine", "numero ine", "n ine", "representant legal", "responsable legal"})
_COUNTED = frozenset({"nb", "nbr", "nbre", "nombre", "effectif", "effectifs", "combien"})
_NAMING = frozenset({"nom", "noms", "prenom", "prenoms", "liste", "identite"})
"""Words that name pupils even where they are counted (« Nombre et noms des stagiaires »)."""
_HOSTS = frozenset({"entreprise", "societe", "employeur", "structure", "organisme", "lieu"})
"""Words that begin the heading of a company, even of a pupil's (« Entreprise du stagiaire »)."""
_NAMES = frozenset(
    {"nom", "noms", "nom de famille", "nom de naissance", "nom d usage", "nom usage"}
)
_SURNAME, _FIRST_NAME = frozenset({"nom", "noms"}), frozenset({"prenom", "prenoms"})
_WHOLE = frozenset(
    {"nom prenom", "nom et prenom", "noms et prenoms", "prenom nom", "prenom et nom"}
)
_LEVELS = frozenset({"tle", "terminale", "seconde", "2nde", "2de", "1re", "1ere"})
_CODE = re.compile(r"\b(?:[123][A-Z]{2,}\d?|T(?:MELEC|CIEL|MTNE|TNE|MCV|ASSP|AGORA|CAP))\b")
_WORD = re.compile(r"[^\W\d]+")
_COMPANY = frozenset(
    {
        *("entreprise", "societe", "siret", "siren", "employeur", "enseigne", "tiers", "intitule"),
        *("raison", "denomination", "accueil", "naf", "ape"),
    }
)
"""Words of a heading that is a company's."""
_CONTACTS = frozenset(
    {
        *("tuteur", "tutrice", "tuteurs", "maitre", "interlocuteur", "interlocutrice", "contact"),
        *("responsable", "referent", "gerant", "dirigeant"),
    }
)
"""Words of the heading of people of a company."""
_WAYS = frozenset({"tel", "telephone", "portable", "mobile", "mail", "courriel", "mel", "email"})
_SIGNS_MIN = 2


def is_of_pupils(heading: str) -> bool:
    """Whether a column is of pupils by its heading: a number of them names nobody."""
    return bool(_sign(plain(heading)))


def of_pupils(headings: Sequence[str]) -> frozenset[int]:
    """The columns of pupils among these."""
    found = frozenset(at for at, heading in enumerate(headings) if is_of_pupils(heading))
    return frozenset() if _takes_classes(headings, found) else found


def _takes_classes(headings: Sequence[str], found: Collection[int]) -> bool:
    """Whether « Classes » are those a company takes: in the plural, and nobody is named beside them."""
    only = all(plain(headings[at]) in _TAKEN for at in found)
    people = any(is_somebody_s_name(heading) for heading in headings)
    return only and not people and names_companies(headings)


def names_beside_contacts(headings: Sequence[str]) -> bool:
    """Whether « Nom » and « Prénom » stand beside a column of contacts: they are somebody else's."""
    words = [plain(heading) for heading in headings]
    contacts = [set(one.split()) for one in words if set(one.split()) & _CONTACTS]
    named = any(not one & (_WAYS | _SURNAME | _FIRST_NAME) for one in contacts)
    whole = bool(_WHOLE & set(words))
    return named and (whole or bool(_SURNAME & set(words) and _FIRST_NAME & set(words)))


def is_title_of_pupils(title: str) -> bool:
    """Whether what stands over a table names pupils, or a class of theirs (« PFMP 2MELEC »)."""
    words = plain(title).split()
    named = any(word in _WHO or word.removesuffix("s") in _WHO for word in words)
    return named or bool({"classe", *_LEVELS} & set(words)) or bool(_CODE.search(title))


def is_somebody_s_name(heading: str) -> bool:
    """Whether a column holds names of people, of pupils or of others."""
    words = plain(heading)
    return words in _NAMES | _FIRST_NAME | _WHOLE | {"nom complet"}


def names_companies(headings: Sequence[str]) -> bool:
    """Whether one of these is the heading of something of a company."""
    return any(_COMPANY & set(plain(heading).split()) for heading in headings)


def is_list_of_pupils(headings: Sequence[str]) -> bool:
    """Whether these are the headings of a list of pupils, and of no company."""
    words = [plain(heading) for heading in headings]
    if names_companies(headings):
        return False
    signs = {sign for one in words if (sign := _sign(one))}
    people = (_NAMES & set(words) and _FIRST_NAME & set(words)) or any(
        set(w.split()) & _SURNAME and set(w.split()) & _FIRST_NAME for w in words
    )
    return bool(signs) and len(signs) + bool(people) >= _SIGNS_MIN


def told_of(headings: Sequence[str]) -> str:
    """Why such a list is refused."""
    names = [f"«\u00a0{headings[at].strip()}\u00a0»" for at in sorted(of_pupils(headings))]
    return told_as(names)


def told_as(signs: Sequence[str]) -> str:
    """The words for a list of pupils, with what tells it."""
    return PUPILS.format(headings=", ".join(signs))


def _sign(words: str) -> str:
    """What kind of a column of pupils it is; none when it is no such one."""
    found = _WORD.findall(words)
    bare = set(found)
    if bare & _COUNTED and not bare & _NAMING:
        return ""
    if any(word in _WHO or word.removesuffix("s") in _WHO for word in found):
        return "" if found[0] in _HOSTS else "who"
    if words in _CLASS:
        return "class"
    if words in _BIRTH or {"date", "naissance"} <= bare:
        return "birth"
    return "other" if words in _OTHER else ""
