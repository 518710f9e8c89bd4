"""From a verdict to a plan: the smallest set of changes that makes a vendor eligible, and what to find out first."""
