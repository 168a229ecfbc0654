"""The registers of what the internship tracker does on events, at hours, and after erasures."""

from services.chassis.privacy.erasure import Erasing
from services.chassis.reactions import Reactions
from services.chassis.unit_of_work.scheduled_jobs import TimedWork

reactions = Reactions("internships")
timed = TimedWork("internships")
erasing = Erasing("internships")
