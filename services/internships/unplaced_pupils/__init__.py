"""Unplaced pupils (élèves sans lieu d’accueil), and lists that go out as files."""
