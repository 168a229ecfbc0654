"""Participations of pupils in periods (situation): without a place, placed, exempted or gone."""
