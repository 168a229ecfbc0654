"""Columns of mail addresses whose owner is in doubt: no heading says it, or what they hold says otherwise."""

from collections.abc import Mapping, Sequence

from services.internships.roster_files.model.contents import bear_names, is_mail
from services.internships.roster_files.model.file import BadRow
from services.internships.roster_files.model.headings import (
    Said,
    columns_of,
    heading_keys,
    is_of_a_host,
)
from services.internships.roster_files.model.names import row_of

REPRESENTATIVES = ("mail_1", "mail_2")
_SOME_CLASS = "?"


def mail_columns(
    cells: Sequence[str], rows: Sequence[Sequence[str]], known: Said
) -> Mapping[str, str]:
    """What each column of addresses in doubt likely is, by key; empty where nothing points to it.

    `cells` are the headings of a table, `rows` what stands below; what somebody said is in no doubt.
    """
    columns = columns_of(cells, known)
    if not columns:
        return {}
    fields = {index: field for field, index in columns.items()}
    found = {}
    for index, key in enumerate(heading_keys(cells)):
        field = fields.get(index)
        if not key or key in known or is_of_a_host(key):
            continue
        if field is not None and field not in REPRESENTATIVES:
            continue
        held = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
        mails = _named(index, columns, rows)
        if not mails or 2 * len(mails) < len(held):
            continue
        own = bear_names(mails)
        if field is None:
            found[key] = "own_mail" if own else ""
        elif own:  # the heading says one thing, and what it holds another
            found[key] = ""
    return found


def _named(
    at: int, columns: Mapping[str, int], rows: Sequence[Sequence[str]]
) -> list[tuple[str, str, str]]:
    """The addresses of a column, each with the name of the pupil beside it."""
    found = []
    for row in rows:
        values = {name: row[index] if index < len(row) else "" for name, index in columns.items()}
        pupil = row_of(0, values, _SOME_CLASS, ordered=True)
        mail = row[at].strip() if at < len(row) else ""
        if not isinstance(pupil, BadRow) and is_mail(mail):
            found.append((mail, pupil.last_name, pupil.first_name))
    return found
