"""Pages of a committee and of its meetings (page préparée): made of committees, meetings and decisions."""
