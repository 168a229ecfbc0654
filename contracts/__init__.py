"""The only thing two services may both know: events, questions, and the values they carry."""
