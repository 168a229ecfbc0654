"""Search of pupils by their name (recherche d’élèves)."""
