"""Companies (entreprises): their cards, which of them are one, and how they are called."""
