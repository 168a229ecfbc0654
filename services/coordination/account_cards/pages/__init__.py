"""The pages of big accounts: asked for, read, decided, and their parts of other pages."""
