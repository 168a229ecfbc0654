"""Commands of calendars."""
