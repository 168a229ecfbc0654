"""The pages of one file of the training offer."""
