"""Invitations in calendars (invitations d’agenda): what a mail puts into the calendar of its reader, and who has it."""
