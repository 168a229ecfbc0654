"""What all features of the department stand on: metadata of tables, figures and words, small numbers, revision."""
