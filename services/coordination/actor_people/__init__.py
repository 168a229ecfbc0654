"""People of actors (personnes à joindre): who is called there, for what, how they were told that they are noted, and that they object."""
