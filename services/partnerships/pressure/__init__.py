"""Pressure on hosts (sollicitations): who asked whom when, the rules of the network and how many a site may host."""
