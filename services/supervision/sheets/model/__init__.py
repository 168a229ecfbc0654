"""Rules of a sheet and of its record."""
