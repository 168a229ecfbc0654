"""Requests for support (demandes d’appui): what a bureau asks the supervisor, what she promises and answers."""
