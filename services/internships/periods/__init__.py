"""Periods (PFMP), and the formations and classes they are for."""
