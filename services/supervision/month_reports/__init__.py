"""Monthly and yearly reports (rapports du mois) for the IA-DASEN: figures as known then or today, their text, and what was sent."""
