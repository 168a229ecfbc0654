"""Pages of people of actors: those of the supervisor, and the one a person objects on."""
