"""Exchanges with companies (échanges): noted, corrected, taken back."""
