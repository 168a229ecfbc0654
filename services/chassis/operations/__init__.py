"""What an operator sees and mends of a running service: readings, findings, what was parked.

Readings are figures, taken from the database and from NATS; findings are a pure function of
them. Nothing here holds a name, an address or a value somebody typed.
"""
