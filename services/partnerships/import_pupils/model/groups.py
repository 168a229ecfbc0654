"""Two rows of headings: names of groups above (« Entreprise », « Contact »), headings below."""

from collections.abc import Iterable, Sequence
from enum import Enum

from services.partnerships.base.text import plain
from services.partnerships.import_pupils.model.pupils import is_of_pupils


class Group(Enum):
    """Whom the columns under the name of a group are about."""

    COMPANY = (
        *("entreprise", "entreprises", "societe", "structure", "etablissement", "employeur"),
        *("lieu d accueil", "structure d accueil", "organisme d accueil", "partenaire"),
    )
    PERSON = (
        *("contact", "contacts", "tuteur", "tutrice", "interlocuteur", "responsable", "referent"),
        *("maitre de stage", "dirigeant", "gerant", "personne a contacter"),
    )
    PUPIL = ("eleve", "eleves", "stagiaire", "jeune", "apprenti", "apprenant")


_GROUPS_MIN, _WORDS_MAX = 2, 4


def groups_of(above: Sequence[str], cells: Sequence[str]) -> Sequence[Group | None]:
    """The group each column stands under; none where the row above is no row of groups."""
    named = [cell for cell in above if cell.strip()]
    short = all(len(plain(cell).split()) <= _WORDS_MAX for cell in named)
    known = [cell for cell in named if _group(cell)]
    if len(named) < _GROUPS_MIN or not short or not known or len(named) >= _filled(cells):
        return [None] * len(cells)
    groups: list[Group | None] = []
    for at in range(len(cells)):
        # A group is written over its first column, merged with the others or not.
        here = above[at] if at < len(above) else ""
        before = groups[-1] if groups else None
        groups.append(_group(here) if here.strip() else before)
    return groups


def _group(cell: str) -> Group | None:
    words = plain(cell)
    if is_of_pupils(cell):
        return Group.PUPIL
    return next((group for group in Group if words in group.value), None)


def _filled(cells: Iterable[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)
