"""The numbers of the lines of a list, and how they are shown."""

PART_LINES = 2_000_000
"""A row is known by its number in its table: those of the second one go on from here."""


def line_number(line: int) -> str:
    """A row as a spreadsheet numbers it, with the table it is of when there are several."""
    part, row = divmod(line, PART_LINES)
    return f"{row} du tableau {part + 1}" if part else str(row)
