"""Pages of the proposal: the coordinator's, the operator's, and those they share."""
