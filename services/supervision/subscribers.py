"""What supervision listens to: everything the department may learn, folded into its read models."""

from services.chassis.projections import Projection
from services.supervision.domain.folded_events import FACTS
from services.supervision.storage.tables import PROJECTION
from services.supervision.storage.writing import fold

DEPARTMENT = Projection(PROJECTION, events=FACTS, fold=fold)
