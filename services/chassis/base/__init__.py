"""The ground of every process (socle): settings, errors, who asks, and input read as what it should be."""
