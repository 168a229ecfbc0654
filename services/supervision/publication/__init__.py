"""Publication (ce que les directions publient): what a head keeps in the lycée, which is neither zero nor silence."""
