"""Evidence of a formation (dossier de preuves): places, hosts, refusals, places offered and signals, and what is not told."""
