"""Where communes are: their centres come with Passerelle, their outlines with an installation."""
