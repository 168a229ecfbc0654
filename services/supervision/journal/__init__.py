"""Journal (journal du réseau): what lycées did, newest first, in French."""
