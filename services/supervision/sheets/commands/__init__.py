"""Commands of a sheet: saved, changed, removed, put back, kept as it is sent."""
