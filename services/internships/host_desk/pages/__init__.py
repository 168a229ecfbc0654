"""Pages of the desk of who hosts a pupil."""
