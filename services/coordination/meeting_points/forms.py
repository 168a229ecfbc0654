"""Form of the points of a meeting."""

from pydantic import Field

from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import Version
from services.coordination.meeting_points.model import Topic


class PointsForm(FormModel):
    """The points to write into the agenda."""

    points: list[Topic] = Field(
        default_factory=list, title="Points proposés", max_length=len(Topic)
    )
    version: Version
