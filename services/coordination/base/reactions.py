"""What the features of coordination declare into: reactions, timed jobs, what a backup must not bring back."""

from services.chassis.privacy.erasure import Erasing
from services.chassis.reactions import Reactions
from services.chassis.unit_of_work.scheduled_jobs import TimedWork

reactions = Reactions("coordination")
timed = TimedWork("coordination", department_wide=True)
erasing = Erasing("coordination")
