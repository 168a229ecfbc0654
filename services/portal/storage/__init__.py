"""Tables of the portal, and the collections that read and write them."""
