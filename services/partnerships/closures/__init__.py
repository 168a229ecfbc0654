"""Closures of sites (lieux fermés), which hold for all bureaux."""
