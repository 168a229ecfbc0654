"""Years of committees (bilans annuels): what one did in a school year, in figures and words, to be sent."""
