"""The pages of taking over a bureau."""
