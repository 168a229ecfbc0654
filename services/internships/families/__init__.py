"""Families of pupils (familles): at which addresses they are written to, and to whom from eighteen on."""
