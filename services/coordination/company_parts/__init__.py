"""Parts of the card of a company (fiche d’une entreprise) about the network, drawn in one request."""
