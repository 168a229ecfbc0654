"""Personal links (liens personnels): where a short code is typed, and all those a bureau gave."""
