"""A whole deployment as one file, taken while people work, and put back on any machine."""
