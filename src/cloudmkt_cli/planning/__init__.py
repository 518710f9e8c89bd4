"""Plans: the smallest set of changes that makes a vendor eligible, and the questions to answer first."""
