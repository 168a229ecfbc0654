"""Calendar (calendrier) of an account: an address that programs read, on the page of one’s own account."""
