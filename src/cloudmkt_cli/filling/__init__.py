"""Writing a profile with its vendor: an empty one to fill in, the questions, and what is said added to the file."""
