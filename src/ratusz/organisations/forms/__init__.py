"""Forms of units, offices and the registry."""
