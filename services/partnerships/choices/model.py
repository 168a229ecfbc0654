"""Companies chosen from a list (entreprises choisies), to be changed or written to at once."""

from services.chassis.base.errors import Invalid

CHOSEN_MAX = 1_000
"""Companies of one change: more is no choice any more, and nobody reads its preview."""


class NothingChosen(Invalid):
    """A change is for somebody."""

    code = "nothing-chosen"
    title = "Aucune entreprise n’est choisie\u202f: revenez à la liste et cochez-en."
