"""Companies and their sites (entreprises, lieux): one card for all bureaux, what refers to it, and the page it is shown on."""
