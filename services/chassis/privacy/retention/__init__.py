"""Retention (durées de conservation): what is past its time goes by itself, and leaves a proof."""

from services.chassis.privacy.retention.spec import Due, Retention, Rule

__all__ = ["Due", "Retention", "Rule"]
