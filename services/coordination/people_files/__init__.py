"""Files of people of actors (listes de personnes à joindre): brought with a preview, each one informed, and taken back."""
