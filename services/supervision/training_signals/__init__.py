"""Training signals (signaux de besoins en compétences): which trades come back, where, since when, from how many bureaux."""
