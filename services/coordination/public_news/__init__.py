"""Public news (actualités publiques): what the supervisor shows of the network to everybody, as a page, feeds and a frame."""
