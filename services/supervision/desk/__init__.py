"""Pages made of several features: the supervisor’s home, and the page of a lycée."""
