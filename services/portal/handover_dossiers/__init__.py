"""Hand-over dossiers (dossiers de passation): what a bureau leaves in its own words, beside what runs, whom it knows, what it promised."""
