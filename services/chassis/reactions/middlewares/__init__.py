"""What surrounds each reaction, as middlewares of FastStream; `broker` says in which order."""
