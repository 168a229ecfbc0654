"""The NATS server: its configuration, rights, streams and durables, all generated.

What each service may say and hear follows from the events it declares and reacts to.
"""
