"""Many profiles, and what a run means to a script."""
