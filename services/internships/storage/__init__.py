"""Tables of the internship tracker, and the collections that read and write them."""
