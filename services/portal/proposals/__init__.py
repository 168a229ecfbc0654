"""Proposals of access (accès proposés): the supervisor suggests, the head decides."""
