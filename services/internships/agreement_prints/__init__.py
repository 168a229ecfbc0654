"""Prints of agreements (conventions imprimées), in a lycée’s own text or the built-in one."""
