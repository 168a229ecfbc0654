"""Follow-ups of pupils at hosts (suivi): contacts, visits and alerts."""
