"""Letters about declarations (déclarations à renouveler): what a host is written before one runs out, once for each threshold."""
