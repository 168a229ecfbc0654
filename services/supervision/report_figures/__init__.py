"""Figures of a report (chiffres d’un rapport): of a month or a school year, as known then or today."""
