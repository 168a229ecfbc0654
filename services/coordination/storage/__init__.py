"""Tables, and what is kept in them."""
