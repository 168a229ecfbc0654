"""Pages of hosts (espace entreprise): what a company says and does by a link, without an account."""
