"""What all features of this service stand on: metadata of tables."""
