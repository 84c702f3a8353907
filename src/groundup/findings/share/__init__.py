"""Where in the chain a knee quantity's deviation from its reference sits: an accounting, not a cause."""
