"""Parts of other pages about needs (besoins ailleurs): of the home page, and of the card of a company."""
