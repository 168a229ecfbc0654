"""Parts of the home page made of several features: accesses, proposals and hand-overs together."""
