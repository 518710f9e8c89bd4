"""Tables and questions become profiles."""
