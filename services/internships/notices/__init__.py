"""Notices (avis): what is told of a placement, an agreement, an aid or a period to those it concerns."""
