"""A lycée’s own figures, its activity report, and the journal of the network."""
