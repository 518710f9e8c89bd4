"""Earlier reports: read back, compared, used as a baseline."""
