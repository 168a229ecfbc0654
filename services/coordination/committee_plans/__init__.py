"""Frameworks of actions (cadres d’actions): what a committee means to do in a school year, axis by axis."""
