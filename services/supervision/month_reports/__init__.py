"""Monthly and yearly reports (rapports du mois) for the IA-DASEN: their text, and what was sent."""
