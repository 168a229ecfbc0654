"""The animation of the network (animation du réseau): who the actors are, and its news.

Owns the directory of actors, news in all their states with their texts, and the personal links
news feeds are read by. Publishes NewsPublished and NewsWithdrawn: ids, never a text. Listens to
both, so that open pages follow, and to LyceeOpened, for the names of lycées.
"""
