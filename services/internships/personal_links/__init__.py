"""Personal links (liens personnels), given to somebody without an account."""
