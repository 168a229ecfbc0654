"""What the animation of the network answers other services."""

from services.coordination.base.answers import answers
from services.coordination.news import answers as news

__all__ = ["answers", "news"]
