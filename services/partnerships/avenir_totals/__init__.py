"""Totals by axis of the Parcours Avenir (actions par axe): how many actions of a school year were held on each."""
