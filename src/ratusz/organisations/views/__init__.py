"""Pages of units, offices and the registry."""
