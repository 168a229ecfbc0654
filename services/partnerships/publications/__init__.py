"""Publications (ouvertures au département): what a head opens and closes, and what is told again then."""
