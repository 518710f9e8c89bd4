"""Questions, answers, and the profile that they fill."""
