"""Journals and streams compared and mended, as the operator: no service may read a stream.

`books` is the journal's side of one service, `comparing` judges messages against it, `streams`
the bus's side; `reconcile` is one pass over everything, `regularly` repeats it; `letting_go` is
what the night forgets; `redact` takes one event away for good.
"""
