"""Letters to hosts (courriels à l’accueil): what who hosts a pupil is written, on which morning, and once."""
