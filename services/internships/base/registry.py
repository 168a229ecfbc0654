"""The registers of what the internship tracker does on events, at hours, after erasures, and answers."""

from services.chassis.privacy.erasure import Erasing
from services.chassis.questions import Answers
from services.chassis.reactions import Reactions
from services.chassis.unit_of_work.scheduled_jobs import TimedWork

reactions = Reactions("internships")
timed = TimedWork("internships")
erasing = Erasing("internships")
answers = Answers("internships")
