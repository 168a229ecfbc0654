"""Rules of a lycée’s own figures: how they moved, and the days a report is of."""
