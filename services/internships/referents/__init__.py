"""Referent teachers (enseignants référents), and the pupils each follows."""
