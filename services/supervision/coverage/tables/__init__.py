"""The read models of lycées, of periods and of what is counted of them."""
