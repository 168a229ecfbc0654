"""Places proposed to a whole class at once: one line a pupil, one sending."""
