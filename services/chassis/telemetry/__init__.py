"""What an operator's own tools read: traces (OpenTelemetry) and metrics (Prometheus).

Neither holds anything of a person: routes by their template, kinds of events, counts and times.
"""
