"""Reminders of a period (rappels): what lacks, class by class, and when a bureau is reminded of it."""
