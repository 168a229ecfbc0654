"""Ruptures (ruptures): placements that ended early or never began."""
