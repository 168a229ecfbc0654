"""What coordination does at its hour."""

from services.chassis.unit_of_work.scheduled_jobs import TimedWork

timed = TimedWork("coordination", department_wide=True)
