"""Routes as they are declared: what each one says of itself, to the chassis and to programs."""
