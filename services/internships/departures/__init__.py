"""Departures for a period (départs): what each pupil still lacks."""
