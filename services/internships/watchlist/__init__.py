"""Watchlist of a bureau (à suivre): contacts and visits that are late, alerts that stay open."""
