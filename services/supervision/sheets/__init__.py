"""Sheets (tableaux demandés): which indicator answers which line the DSDEN is asked for, and what was sent."""
