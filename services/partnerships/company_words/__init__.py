"""Words companies are found by (mots), slips forgiven."""
