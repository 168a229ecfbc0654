"""Where the cards of a home page stand: a bureau has many, so short ones stand under one another."""

from collections.abc import Collection, Sequence

from services.portal.domain.home import BUREAU, DEPARTMENT, Part

Row = Sequence[Sequence[Part]]
"""Columns side by side: of two, the first is twice as wide; cards of a single one stand as they fit."""
Pair = tuple[Sequence[str], Sequence[str]]
TWO_COLUMNS: Sequence[Pair] = (
    (
        (
            "/entreprises/fragments/aujourdhui",
            "/pfmp/fragments/formations",
        ),
        (
            "/pfmp/fragments/aujourdhui",
            "/pfmp/fragments/suivi",
            "/envois/fragments/aujourdhui",
            "/pfmp/fragments/reponses-attendues",
        ),
    ),
    (
        ("/entreprises/fragments/a-suivre", "/actualites/fragments/dernieres"),
        ("/pfmp/fragments/carte",),
    ),
)
"""Of a bureau, by their fragments: columns of a row are about as long as one another."""
OF_THE_DEPARTMENT: Sequence[Pair] = (
    (("/actualites/fragments/dernieres",), ("/actualites/fragments/a-publier",)),
)


def rows_of(parts: Sequence[Part], roles: Collection[str]) -> list[Row]:
    """The cards of somebody who holds these roles, in rows; each card is in one."""
    pairs: Sequence[Pair] = ()
    if BUREAU & set(roles):
        pairs = TWO_COLUMNS
    elif DEPARTMENT & set(roles):
        pairs = OF_THE_DEPARTMENT
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
