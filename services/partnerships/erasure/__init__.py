"""Erasure and access (effacement, accès): what is kept of somebody, told to them or taken away."""
