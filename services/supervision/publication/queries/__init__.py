"""What each lycée keeps to itself, and the mark pages follow."""
