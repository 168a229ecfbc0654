"""Rules of the network, as users read them."""

from collections.abc import Mapping

from contracts.partnerships.pressure import NetworkRule

RULES: Mapping[NetworkRule, tuple[str, str, str]] = {
    NetworkRule.COURTESY_DAYS: (
        "Délai de courtoisie",
        "jours",
        "Après une sollicitation, les autres lycées laissent le lieu en paix ce temps-là.",
    ),
}
"""What each rule is called, its unit, and what it means."""
