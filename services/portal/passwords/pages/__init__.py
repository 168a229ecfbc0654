"""Pages a password is chosen, changed and proved on."""
