"""Earlier reports: read them, compare them, use them as a baseline."""
