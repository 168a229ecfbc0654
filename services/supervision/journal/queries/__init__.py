"""Lines of the journal: those shown, kept in a lycée, or taken back since."""
