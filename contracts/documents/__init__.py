"""Documents generated from the contracts: schemas, catalogue, AsyncAPI, examples."""
