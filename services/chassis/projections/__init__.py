"""Projections: read models folded from a stream, in batches, with their watermark.

`spec` says what a read model folds; `order` judges, as pure functions, whether deliveries
are complete and in order; `feed` pulls from NATS; `reader` folds and commits; `revision` reads
how far a read model is.
"""

from services.chassis.projections.spec import Fold, Projection, Recorded

__all__ = ["Fold", "Projection", "Recorded"]
