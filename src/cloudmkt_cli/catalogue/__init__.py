"""The rules as data, their model and their loader."""
