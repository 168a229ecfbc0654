"""The shape of a file: a table with one pupil a row, or blocks and sentences that are none."""

from collections import Counter
from collections.abc import Sequence

from services.internships.roster_files.model.account import filled
from services.internships.roster_files.model.headings import columns_of

NO_LIST = (
    "Ce fichier n’est pas un tableau\u202f: mettez un élève par ligne, sous une ligne de titres"
    " (Nom, Prénom, Classe), puis importez-le de nouveau."
)
_ROWS_MIN, _BLOCKS_MIN = 3, 2


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most rows have several cells, and no heading stands beside each value as in a form."""
    counts = [count for cells in rows if (count := filled(cells))]
    several = sum(count > 1 for count in counts)
    if len(counts) >= _ROWS_MIN and 2 * several < len(counts):
        return False
    first = Counter(next((cell for cell in cells if cell.strip()), "") for cells in rows)
    titles = [text for text, times in first.items() if times >= _BLOCKS_MIN and text]
    return not columns_of(titles, {})
