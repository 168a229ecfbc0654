"""Sessions (connexions): how long one lasts, whose it is, and the cookie that holds it."""
