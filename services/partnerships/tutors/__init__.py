"""Tutors and hosts (tuteurs): who looks after a pupil at a site, as an agreement names them."""
