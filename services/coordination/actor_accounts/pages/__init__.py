"""Pages of accounts of actors, and what others ask the portal about them."""
