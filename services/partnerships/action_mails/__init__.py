"""Mails of actions (courriels aux participantes): the companies that come to an action have it in their calendar."""
