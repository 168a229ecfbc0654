"""Where the cards of a home page stand: a bureau has many, so short ones stand under one another."""

from collections.abc import Collection, Sequence

from services.portal.home.model.cards import BUREAU, DEPARTMENT, HEADS, LYCEE, HomeCard

Row = Sequence[Sequence[HomeCard]]
"""Columns side by side: of two, the first is twice as wide; cards of a single one stand as they fit."""
Pair = tuple[Sequence[str], Sequence[str]]
TWO_COLUMNS: Sequence[Pair] = (
    (
        (
            "/entreprises/fragments/aujourdhui",
            "/pfmp/fragments/formations",
            "/reseau/fragments/campagnes-demandees",
            "/reseau/fragments/offre",
        ),
        (
            "/reseau/fragments/besoins-transmis",
            "/reseau/fragments/prise-de-poste",
            "/reseau/fragments/grands-comptes",
            "/pfmp/fragments/aujourdhui",
            "/pfmp/fragments/suivi",
            "/envois/fragments/aujourdhui",
            "/pfmp/fragments/reponses-attendues",
            "/reseau/fragments/decisions",
            "/reseau/fragments/appuis",
        ),
    ),
    (
        ("/entreprises/fragments/a-suivre", "/reseau/fragments/actualites"),
        ("/pfmp/fragments/carte",),
    ),
)
"""Of a bureau, by their fragments: columns of a row are about as long as one another."""
OF_A_HEAD: Sequence[Pair] = (
    (
        (
            "/pfmp/fragments/signatures",
            "/pfmp/fragments/aujourdhui",
            "/pfmp/fragments/avancement",
            "/reseau/fragments/actualites",
        ),
        (
            "/acces/fragments/aujourdhui",
            "/pfmp/fragments/publication",
            "/pfmp/fragments/suivi",
            "/envois/fragments/aujourdhui",
            "/reseau/fragments/offre",
            "/pfmp/fragments/carte",
        ),
    ),
)
BESIDE_A_BUREAU: Sequence[Pair] = (
    (
        (
            "/entreprises/fragments/aujourdhui",
            "/pfmp/fragments/aujourdhui",
            "/entreprises/fragments/a-suivre",
            "/reseau/fragments/actualites",
        ),
        (
            "/pfmp/fragments/suivi",
            "/envois/fragments/aujourdhui",
            "/pfmp/fragments/avancement",
            "/pfmp/fragments/carte",
        ),
    ),
)
OF_THE_DEPARTMENT: Sequence[Pair] = (
    (
        (
            "/reseau/fragments/semaine",
            "/reseau/fragments/besoins-a-traiter",
            "/reseau/fragments/arbitrages",
            "/reseau/fragments/actualites",
        ),
        (
            "/reseau/fragments/campagnes",
            "/reseau/fragments/offre",
            "/reseau/fragments/appuis",
            "/reseau/fragments/actualites-a-publier",
            "/reseau/fragments/signaux",
        ),
    ),
)

PAIRS: Sequence[tuple[frozenset[str], Sequence[Pair]]] = (
    (BUREAU, TWO_COLUMNS),
    (HEADS, OF_A_HEAD),
    (LYCEE, BESIDE_A_BUREAU),
    (DEPARTMENT, OF_THE_DEPARTMENT),
)
"""Whose cards stand in which columns; of who has several roles the first that is held."""


def rows_of(parts: Sequence[HomeCard], roles: Collection[str]) -> list[Row]:
    """The cards of somebody who holds these roles, in rows; each card is in one."""
    pairs = next((found for held, found in PAIRS if held & set(roles)), ())
    rows: list[Row] = []
    for part in parts:
        pair = next((one for one in pairs if part.fragment in {*one[0], *one[1]}), None)
        if pair is None:
            rows.append([[part]])
            continue
        columns = [[one for one in parts if one.fragment in column] for column in pair]
        row = [column for column in columns if column]
        if row not in rows:
            rows.append(row)
    return rows
