"""Rules of reminders."""
