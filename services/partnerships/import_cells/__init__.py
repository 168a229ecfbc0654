"""Cells of an imported list (cellules): addresses, numbers, days, names as people type them."""
