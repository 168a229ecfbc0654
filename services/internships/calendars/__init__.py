"""Calendars of classes (calendrier): periods drafted, published, rescheduled, or not expected."""
