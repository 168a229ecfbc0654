"""What supervision listens to: everything the department may learn, folded into its read models."""

from services.chassis.projections import Projection
from services.supervision.domain.folded_events import FACTS
from services.supervision.storage.tables import PROJECTION, READ_MODELS
from services.supervision.storage.writing import fold

RULES = 1
"""Raised by whoever has the fold compute otherwise from the same fields: an upgrade then makes every table again."""
DEPARTMENT = Projection(PROJECTION, events=FACTS, fold=fold, tables=tuple(READ_MODELS), rules=RULES)
