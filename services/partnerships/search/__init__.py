"""The search (recherche) over companies, contacts, partnerships, actions and tasks."""
