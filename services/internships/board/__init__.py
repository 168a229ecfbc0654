"""Board of a period (tableau): its pupils in columns, by where they stand."""
