"""Companies' needs (besoins d’entreprises): received, qualified, passed on, taken in charge, answered."""
