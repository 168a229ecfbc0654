"""The notices and the choices of rhythms, kept."""
