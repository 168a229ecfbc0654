"""The animation of the network (animation du réseau): needs, committees, actors, news, support.

What it owns, publishes and listens to is in its README.
"""
