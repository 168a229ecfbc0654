"""Delays of needs (délais): what nobody took in charge in time is said to the supervisor and the company, once."""
