"""Leavers (sorties): pupils who leave the lycée, and those who come back."""
