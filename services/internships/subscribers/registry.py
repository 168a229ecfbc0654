"""The registers of what the internship tracker does on events, at hours, and after erasures."""

from services.chassis.erasing import Erasing
from services.chassis.reactions import Reactions
from services.chassis.timed import TimedWork

reactions = Reactions("internships")
timed = TimedWork("internships")
erasing = Erasing("internships")
