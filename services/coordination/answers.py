"""What the animation of the network answers other services."""

from services.coordination.base.answers import answers
from services.coordination.decisions import answers as decisions
from services.coordination.meetings import answers as meetings
from services.coordination.news import answers as news

__all__ = ["answers", "news"]

COMMITTEES = (decisions, meetings)
"""They declare theirs when they are imported."""
