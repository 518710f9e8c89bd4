"""Create profiles from tables and from answers."""
