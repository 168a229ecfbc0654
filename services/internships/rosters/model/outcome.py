"""What importing a class list did, to be told to who asked for it."""

from collections import Counter
from dataclasses import dataclass

from services.internships.families.model import FamilySlot
from services.internships.rosters.model.review import Review
from services.internships.rosters.model.roster import RosterPlan, Verdict


@dataclass(frozen=True)
class RosterOutcome:
    """The pupils and classes an import changed, counted."""

    created: int
    known: int
    moved: int
    aside: int
    repeated: int = 0
    """Rows of a pupil of another row, counted once."""
    renamed: int = 0
    left: int = 0
    back: int = 0
    unplaced: int = 0
    """Rows of new classes nobody said the formation of."""
    detailed: int = 0
    """Recorded pupils of whom something was learnt or corrected."""
    addresses: int = 0
    """Addresses of families that were not known."""
    own_addresses: int = 0
    """Those of pupils themselves."""


def outcome_of(plan: RosterPlan, review: Review, mails: Counter[FamilySlot]) -> RosterOutcome:
    """What a plan did once it was carried out as the review says, and the addresses it noted."""
    created = [row.row for row in plan.rows if row.creates]
    aside = sum(row.to_check and not (row.creates or row.moves) for row in plan.rows)
    left = len(review.leaving) + len(plan.moved_and_left) + sum(bool(row.left) for row in created)
    return RosterOutcome(
        created=len(created),
        known=len(plan.of(Verdict.KNOWN)),
        moved=len(plan.moved),
        aside=aside,
        addresses=mails.total() - mails[FamilySlot.PUPIL],
        own_addresses=mails[FamilySlot.PUPIL],
        repeated=len(plan.of(Verdict.REPEATED)),
        renamed=len(review.renames),
        left=left,
        back=len(review.returning),
    )
