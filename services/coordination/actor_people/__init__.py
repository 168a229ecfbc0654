"""People of actors (personnes à joindre): who is called there, for what, since when they were told that they are noted."""
